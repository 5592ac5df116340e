/** Sums over n numbers, in f64, in four parts (every fourth number), and running moments. */

/** The sum of d_i x_i^2. */
export function weightedSquares<T>(n: usize, d: usize, x: usize): f64 {
  let sum0: f64 = 0;
  let sum1: f64 = 0;
  let sum2: f64 = 0;
  let sum3: f64 = 0;
  let i: usize = 0;
  for (; i + 4 <= n; i += 4) {
    sum0 += term<T>(d, x, 0);
    sum1 += term<T>(d, x, 1);
    sum2 += term<T>(d, x, 2);
    sum3 += term<T>(d, x, 3);
    d += 4 * sizeof<T>();
    x += 4 * sizeof<T>();
  }
  if (i < n) sum0 += term<T>(d, x, 0);
  if (i + 1 < n) sum1 += term<T>(d, x, 1);
  if (i + 2 < n) sum2 += term<T>(d, x, 2);
  return sum0 + sum1 + (sum2 + sum3);
}

// @ts-ignore: decorator
@inline
function term<T>(d: usize, x: usize, k: usize): f64 {
  const value = <f64>load<T>(x + k * sizeof<T>());
  return <f64>load<T>(d + k * sizeof<T>()) * (value * value);
}

/** The sum of x_i^2. */
export function squares<T>(n: usize, x: usize): f64 {
  let sum0: f64 = 0;
  let sum1: f64 = 0;
  let sum2: f64 = 0;
  let sum3: f64 = 0;
  let i: usize = 0;
  for (; i + 4 <= n; i += 4) {
    sum0 += square<T>(x, 0);
    sum1 += square<T>(x, 1);
    sum2 += square<T>(x, 2);
    sum3 += square<T>(x, 3);
    x += 4 * sizeof<T>();
  }
  if (i < n) sum0 += square<T>(x, 0);
  if (i + 1 < n) sum1 += square<T>(x, 1);
  if (i + 2 < n) sum2 += square<T>(x, 2);
  return sum0 + sum1 + (sum2 + sum3);
}

// @ts-ignore: decorator
@inline
function square<T>(x: usize, k: usize): f64 {
  const value = <f64>load<T>(x + k * sizeof<T>());
  return value * value;
}

/** g += d x; returns the sum of d_i x_i^2 / 2. */
export function addQuadratic<T>(n: usize, d: usize, x: usize, g: usize): f64 {
  const bytes = n * sizeof<T>();
  for (let i: usize = 0; i < bytes; i += 16) {
    const slope = v128.mul<T>(v128.load(d + i), v128.load(x + i));
    v128.store(g + i, v128.add<T>(v128.load(g + i), slope));
  }
  return 0.5 * weightedSquares<T>(n, d, x);
}

/**
 * Takes x into means and sums of squared deviations, both in f64 (Welford 1962): with e = x - mean, mean += e share,
 * squares += e (x - mean), where share is one over the number of vectors so far.
 */
export function addMoments<T>(n: usize, x: usize, mean: usize, squares: usize, share: f64): void {
  for (let i: usize = 0; i < n; i += 2) {
    const value = sizeof<T>() == 8 ? v128.load(x) : f64x2.promote_low_f32x4(v128.load64_zero(x));
    const old = v128.load(mean);
    const e = f64x2.sub(value, old);
    const now = f64x2.add(old, f64x2.mul(e, f64x2.splat(share)));
    v128.store(mean, now);
    v128.store(squares, f64x2.add(v128.load(squares), f64x2.mul(e, f64x2.sub(value, now))));
    x += 2 * sizeof<T>();
    mean += 16;
    squares += 16;
  }
}
