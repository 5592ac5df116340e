/** Moving numbers between layouts: transposition in blocks of one vector, and rows with and without padding. */

/**
 * target[c, r] = source[r, c]. Whole blocks are moved: up to three rows and columns beyond the last are read and
 * written, so that both arrays must have room for them. Distances between rows are in bytes.
 */
export function transposeBlocks<T>(rows: usize, cols: usize, source: usize, rowSource: usize, target: usize, rowTarget: usize): void {
  const lanes = 16 / sizeof<T>();
  for (let c: usize = 0; c < cols; c += lanes) {
    let from = source + c * sizeof<T>();
    let to = target + c * rowTarget;
    for (let r: usize = 0; r < rows; r += lanes) {
      if (sizeof<T>() == 8) transposeTwo(from, rowSource, to, rowTarget);
      else transposeFour(from, rowSource, to, rowTarget);
      from += lanes * rowSource;
      to += 16;
    }
  }
}

// @ts-ignore: decorator
@inline
function transposeTwo(source: usize, rowSource: usize, target: usize, rowTarget: usize): void {
  const a = v128.load(source);
  const b = v128.load(source + rowSource);
  v128.store(target, v128.shuffle<f64>(a, b, 0, 2));
  v128.store(target + rowTarget, v128.shuffle<f64>(a, b, 1, 3));
}

// @ts-ignore: decorator
@inline
function transposeFour(source: usize, rowSource: usize, target: usize, rowTarget: usize): void {
  const a = v128.load(source);
  const b = v128.load(source + rowSource);
  const c = v128.load(source + 2 * rowSource);
  const d = v128.load(source + 3 * rowSource);
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<f64>(ab0, cd0, 0, 2));
  v128.store(target + rowTarget, v128.shuffle<f64>(ab0, cd0, 1, 3));
  v128.store(target + 2 * rowTarget, v128.shuffle<f64>(ab2, cd2, 0, 2));
  v128.store(target + 3 * rowTarget, v128.shuffle<f64>(ab2, cd2, 1, 3));
}

/** Copies n numbers in whole vectors: up to 15 bytes beyond the last are read and written. */
// @ts-ignore: decorator
@inline
export function copyVectors<T>(n: usize, source: usize, target: usize): void {
  const end = target + n * sizeof<T>();
  while (target < end) {
    v128.store(target, v128.load(source));
    source += 16;
    target += 16;
  }
}

/** Copies exactly n numbers. */
// @ts-ignore: decorator
@inline
export function copyNumbers<T>(n: usize, source: usize, target: usize): void {
  const end = target + n * sizeof<T>();
  const whole = target + ((n * sizeof<T>()) & ~15);
  while (target < whole) {
    v128.store(target, v128.load(source));
    source += 16;
    target += 16;
  }
  while (target < end) {
    store<T>(target, load<T>(source));
    source += sizeof<T>();
    target += sizeof<T>();
  }
}

/** Writes `value` into column `column` of the rows. */
// @ts-ignore: decorator
@inline
export function fillColumn<T>(rows: usize, column: usize, value: T, target: usize, row: usize): void {
  target += column * sizeof<T>();
  for (let r: usize = 0; r < rows; r++) {
    store<T>(target, value);
    target += row;
  }
}
