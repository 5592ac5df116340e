import { gemm, gemmScratch } from "./gemm";
import { packTriangle, solvePacked } from "./solvePacked";

/** Unknowns that are solved for at a time. */
const BLOCK: usize = 64;

/** Bytes of scratch that solveTriangular needs, whatever the sizes. */
export function solveScratch(): usize {
  return gemmScratch() + (BLOCK * BLOCK + BLOCK * 4) * 8;
}

/**
 * T X = B in place of B, for n unknowns and `count` right-hand sides. T is the lower triangle (forward) or the upper
 * triangle (backward) of a matrix stored row after row, or of its transpose; B holds one right-hand side per column
 * (n x count), or per row (count x n). A backward solve is a forward one with the unknowns in reverse order.
 */
export function solveTriangular(
  n: usize,
  t: usize,
  transposed: bool,
  backward: bool,
  count: usize,
  b: usize,
  sidesAreRows: bool,
  scratch: usize,
): void {
  const row = n * 8;
  const rowStride: usize = transposed ? 8 : row;
  const colStride: usize = transposed ? row : 8;
  const unknown: usize = sidesAreRows ? 8 : count * 8;
  const side: usize = sidesAreRows ? row : 8;
  const triangle = scratch + gemmScratch();
  const panel = triangle + BLOCK * BLOCK * 8;
  for (let s: usize = 0; s < n; s += BLOCK) {
    const size = min(BLOCK, n - s);
    const order = (size + 3) & ~3;
    const rest = n - s - size;
    const first = backward ? n - 1 - s : s; // the unknown that is solved for first
    const sign: usize = backward ? usize.MAX_VALUE : 1; // minus one, as addresses wrap around
    packTriangle(size, order, t + first * (rowStride + colStride), sign * rowStride, sign * colStride, triangle);
    for (let j: usize = 0; j < count; j += 4) {
      const sides = min(4, count - j);
      const target = b + first * unknown + j * side;
      loadSides(size, order, sides, target, sign * unknown, side, panel);
      solvePacked(order, order, triangle, panel);
      storeSides(size, sides, target, sign * unknown, side, panel);
    }
    const solved = backward ? rest : s; // where the solved unknowns start
    const open: usize = backward ? 0 : s + size; // where the others start
    const factors = t + open * rowStride + solved * colStride;
    const known = b + solved * unknown;
    const target = b + open * unknown;
    if (sidesAreRows) {
      gemm<f64>(count, rest, size, known, row, false, factors, row, !transposed, target, row, true, scratch);
    } else {
      gemm<f64>(rest, count, size, factors, row, transposed, known, unknown, false, target, unknown, true, scratch);
    }
  }
}

function loadSides(size: usize, order: usize, sides: usize, b: usize, unknown: usize, side: usize, panel: usize): void {
  for (let k: usize = 0; k < order; k++) {
    for (let i: usize = 0; i < 4; i++) {
      store<f64>(panel, k < size && i < sides ? load<f64>(b + k * unknown + i * side) : 0);
      panel += 8;
    }
  }
}

function storeSides(size: usize, sides: usize, b: usize, unknown: usize, side: usize, panel: usize): void {
  for (let k: usize = 0; k < size; k++) {
    for (let i: usize = 0; i < sides; i++) {
      store<f64>(b + k * unknown + i * side, load<f64>(panel + k * 32 + i * 8));
    }
  }
}
