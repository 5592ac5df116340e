import { multiplyTile } from "./tile";

/**
 * The heart of every triangular solve: a lower triangle T, packed in panels of four rows, against a packed panel of
 * four right-hand sides (four numbers for each unknown, side by side).
 */

/**
 * Packs the lower triangle of T (order `real`) for {@link solvePacked}, filled up with the identity to `order`, a
 * multiple of four. Entry (i, k) of T is at t + i rowStride + k colStride, in bytes.
 */
export function packTriangle(real: usize, order: usize, t: usize, rowStride: usize, colStride: usize, target: usize): void {
  for (let i: usize = 0; i < order; i += 4) {
    for (let k: usize = 0; k < order; k++) {
      for (let row = i; row < i + 4; row++) {
        let value = row == k ? 1.0 : 0.0;
        if (row < real && k <= row) value = load<f64>(t + row * rowStride + k * colStride);
        store<f64>(target, value);
        target += 8;
      }
    }
  }
}

/**
 * Solves the first `count` equations of T x = x in place; `count` is a multiple of four and `order` the order with
 * which T was packed.
 */
export function solvePacked(count: usize, order: usize, t: usize, x: usize): void {
  for (let i: usize = 0; i < count; i += 4) {
    const panel = t + i * order * 8;
    const target = x + i * 32;
    multiplyTile<f64>(i, panel, x, target, 32, true);
    solveFour(panel + i * 32, target);
  }
}

/** x_i -= t_ik x_k for the vectors of one right-hand-side pair. */
// @ts-ignore: decorator
@inline
function eliminate(x: v128, factor: usize, known: v128): v128 {
  return v128.sub<f64>(x, v128.mul<f64>(v128.load_splat<f64>(factor), known));
}

/** Four equations with four right-hand sides; column k of the 4 x 4 triangle is at t + 32 k. */
function solveFour(t: usize, x: usize): void {
  for (let half = 0; half < 2; half++) {
    const x0 = v128.div<f64>(v128.load(x), v128.load_splat<f64>(t));
    let x1 = eliminate(v128.load(x, 32), t + 8, x0);
    x1 = v128.div<f64>(x1, v128.load_splat<f64>(t, 40));
    let x2 = eliminate(eliminate(v128.load(x, 64), t + 16, x0), t + 48, x1);
    x2 = v128.div<f64>(x2, v128.load_splat<f64>(t, 80));
    let x3 = eliminate(eliminate(eliminate(v128.load(x, 96), t + 24, x0), t + 56, x1), t + 88, x2);
    x3 = v128.div<f64>(x3, v128.load_splat<f64>(t, 120));
    v128.store(x, x0);
    v128.store(x, x1, 32);
    v128.store(x, x2, 64);
    v128.store(x, x3, 96);
    x += 16;
  }
}
