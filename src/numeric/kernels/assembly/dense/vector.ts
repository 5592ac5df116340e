/** Products of vectors, and of a matrix with a vector. Sums run in several accumulators of two lanes, always alike. */

/** x'y for n numbers. */
export function dot(n: usize, x: usize, y: usize): f64 {
  let sum0 = f64x2.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  const whole = x + (n & ~7) * 8;
  const end = x + n * 8;
  for (; x < whole; x += 64) {
    sum0 = f64x2.add(sum0, f64x2.mul(v128.load(x), v128.load(y)));
    sum1 = f64x2.add(sum1, f64x2.mul(v128.load(x, 16), v128.load(y, 16)));
    sum2 = f64x2.add(sum2, f64x2.mul(v128.load(x, 32), v128.load(y, 32)));
    sum3 = f64x2.add(sum3, f64x2.mul(v128.load(x, 48), v128.load(y, 48)));
    y += 64;
  }
  const sums = f64x2.add(f64x2.add(sum0, sum1), f64x2.add(sum2, sum3));
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; x < end; x += 8) {
    sum += load<f64>(x) * load<f64>(y);
    y += 8;
  }
  return sum;
}

/** y += factor x for n numbers. */
export function axpy(n: usize, factor: f64, x: usize, y: usize): void {
  const factors = f64x2.splat(factor);
  const whole = x + (n & ~3) * 8;
  const end = x + n * 8;
  for (; x < whole; x += 32) {
    v128.store(y, f64x2.add(v128.load(y), f64x2.mul(factors, v128.load(x))));
    v128.store(y, f64x2.add(v128.load(y, 16), f64x2.mul(factors, v128.load(x, 16))), 16);
    y += 32;
  }
  for (; x < end; x += 8) {
    store<f64>(y, load<f64>(y) + factor * load<f64>(x));
    y += 8;
  }
}

/** x *= factor for n numbers. */
export function scale(n: usize, factor: f64, x: usize): void {
  const factors = f64x2.splat(factor);
  const whole = x + (n & ~1) * 8;
  const end = x + n * 8;
  for (; x < whole; x += 16) v128.store(x, f64x2.mul(factors, v128.load(x)));
  if (x < end) store<f64>(x, factor * load<f64>(x));
}

/** The largest absolute value of n numbers; NaN if one is NaN. */
export function largest(n: usize, x: usize): f64 {
  let result: f64 = 0;
  for (let i: usize = 0; i < n; i++) result = max<f64>(result, abs<f64>(load<f64>(x + i * 8)));
  return result;
}

/** out = A x for A of rows x cols. */
export function gemv(rows: usize, cols: usize, a: usize, x: usize, out: usize): void {
  for (let i: usize = 0; i < rows; i++) {
    store<f64>(out + i * 8, dot(cols, a, x));
    a += cols * 8;
  }
}

/** out += A'x for A of rows x cols. */
export function gemvTransposed(rows: usize, cols: usize, a: usize, x: usize, out: usize): void {
  for (let i: usize = 0; i < rows; i++) {
    axpy(cols, load<f64>(x + i * 8), a, out);
    a += cols * 8;
  }
}
