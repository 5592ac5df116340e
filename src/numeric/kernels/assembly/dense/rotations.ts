/**
 * Givens rotations of the rows of a matrix Z that is stored in strips of eight columns (each row of a strip is one
 * cache line). They are recorded first and applied many sweeps at a time, so that a strip is read from the cache.
 */

/** Columns of a strip. */
export const STRIP: usize = 8;

/** Z = the identity of order n, in strips. */
export function identityInStrips(n: usize, z: usize): void {
  memory.fill(z, 0, ((n + 7) & ~7) * n * 8);
  for (let i: usize = 0; i < n; i++) store<f64>(z + ((i & ~7) * n + i * STRIP + (i & 7)) * 8, 1);
}

/**
 * Applies one sweep to one strip: for i = last, last - 1, ..., first, rows i and i + 1 become
 * c z_i - s z_{i+1} and s z_i + c z_{i+1}. The pairs (c, s) lie in the order of application.
 */
function applySweep(first: usize, last: usize, pairs: usize, strip: usize): void {
  let row = strip + last * 64;
  const end = strip + first * 64;
  let lower0 = v128.load(row, 64);
  let lower1 = v128.load(row, 80);
  let lower2 = v128.load(row, 96);
  let lower3 = v128.load(row, 112);
  for (; row >= end; row -= 64) {
    const c = v128.load64_splat(pairs);
    const s = v128.load64_splat(pairs, 8);
    const upper0 = v128.load(row);
    const upper1 = v128.load(row, 16);
    const upper2 = v128.load(row, 32);
    const upper3 = v128.load(row, 48);
    v128.store(row, f64x2.add(f64x2.mul(s, upper0), f64x2.mul(c, lower0)), 64);
    v128.store(row, f64x2.add(f64x2.mul(s, upper1), f64x2.mul(c, lower1)), 80);
    v128.store(row, f64x2.add(f64x2.mul(s, upper2), f64x2.mul(c, lower2)), 96);
    v128.store(row, f64x2.add(f64x2.mul(s, upper3), f64x2.mul(c, lower3)), 112);
    lower0 = f64x2.sub(f64x2.mul(c, upper0), f64x2.mul(s, lower0));
    lower1 = f64x2.sub(f64x2.mul(c, upper1), f64x2.mul(s, lower1));
    lower2 = f64x2.sub(f64x2.mul(c, upper2), f64x2.mul(s, lower2));
    lower3 = f64x2.sub(f64x2.mul(c, upper3), f64x2.mul(s, lower3));
    pairs += 16;
  }
  v128.store(end, lower0);
  v128.store(end, lower1, 16);
  v128.store(end, lower2, 32);
  v128.store(end, lower3, 48);
}

/** Applies recorded sweeps to all of Z. Each record is (first, last) as two i32, its pairs follow one another. */
export function applySweeps(count: usize, records: usize, pairs: usize, n: usize, z: usize): void {
  for (let j: usize = 0; j < n; j += STRIP) {
    const strip = z + j * n * 8;
    let next = pairs;
    for (let k: usize = 0; k < count; k++) {
      const first = <usize>load<u32>(records + k * 8);
      const last = <usize>load<u32>(records + k * 8, 4);
      applySweep(first, last, next, strip);
      next += (last - first + 1) * 16;
    }
  }
}
