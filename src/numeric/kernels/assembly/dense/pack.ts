/**
 * Packing: a block of a matrix is copied into panels of `width` entries, so that the inner loop of a product reads
 * memory in order. Panel p holds, for each step k of the depth, the entries p width ... p width + width - 1;
 * entries beyond `count` are zero, so that a tile never needs to know the true size.
 */

/** Packs entries that lie side by side: entry i of step k is at source + k stride + i. Strides are in bytes. */
export function packRows<T>(width: usize, count: usize, depth: usize, source: usize, stride: usize, target: usize): void {
  const bytes = width * sizeof<T>();
  let i: usize = 0;
  for (; i + width <= count; i += width) {
    let from = source + i * sizeof<T>();
    const end = target + depth * bytes;
    while (target < end) {
      v128.store(target, v128.load(from));
      if (bytes == 32) v128.store(target, v128.load(from, 16), 16);
      target += bytes;
      from += stride;
    }
  }
  if (i < count) packRagged<T>(width, count - i, depth, source + i * sizeof<T>(), stride, sizeof<T>(), target);
}

/** Packs entries that lie a row apart: entry i of step k is at source + i stride + k. */
export function packColumns<T>(
  width: usize,
  count: usize,
  depth: usize,
  source: usize,
  stride: usize,
  target: usize,
): void {
  for (let i: usize = 0; i < count; i += width) {
    const real = min(width, count - i);
    if (sizeof<T>() == 8 && real == 4) packFourRows(depth, source + i * stride, stride, target);
    else packRagged<T>(width, real, depth, source + i * stride, sizeof<T>(), stride, target);
    target += width * depth * sizeof<T>();
  }
}

/** Four rows of f64 into one panel: a transposition, two steps of the depth at a time. */
function packFourRows(depth: usize, row0: usize, stride: usize, target: usize): void {
  const row1 = row0 + stride;
  const row2 = row1 + stride;
  const row3 = row2 + stride;
  const even = depth & ~1;
  for (let k: usize = 0; k < even; k += 2) {
    const a = v128.load(row0 + k * 8);
    const b = v128.load(row1 + k * 8);
    const c = v128.load(row2 + k * 8);
    const d = v128.load(row3 + k * 8);
    v128.store(target, v128.shuffle<f64>(a, b, 0, 2));
    v128.store(target, v128.shuffle<f64>(c, d, 0, 2), 16);
    v128.store(target, v128.shuffle<f64>(a, b, 1, 3), 32);
    v128.store(target, v128.shuffle<f64>(c, d, 1, 3), 48);
    target += 64;
  }
  if (even < depth) {
    store<f64>(target, load<f64>(row0 + even * 8));
    store<f64>(target, load<f64>(row1 + even * 8), 8);
    store<f64>(target, load<f64>(row2 + even * 8), 16);
    store<f64>(target, load<f64>(row3 + even * 8), 24);
  }
}

/** One panel of which only `real` entries exist; the others become zero. */
function packRagged<T>(
  width: usize,
  real: usize,
  depth: usize,
  source: usize,
  stepStride: usize,
  entryStride: usize,
  target: usize,
): void {
  for (let k: usize = 0; k < depth; k++) {
    for (let i: usize = 0; i < width; i++) {
      const value = i < real ? load<T>(source + k * stepStride + i * entryStride) : <T>0;
      store<T>(target, value);
      target += sizeof<T>();
    }
  }
}
