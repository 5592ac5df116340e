import { packColumns } from "./pack";
import { packTriangle, solvePacked } from "./solvePacked";
import { addLowerProduct } from "./syrk";
import { multiplyTile } from "./tile";

/** Columns that are eliminated at a time. */
const BLOCK: usize = 64;

/** Bytes of scratch that cholesky needs for order n. */
export function choleskyScratch(n: usize): usize {
  return (BLOCK * BLOCK + BLOCK * ((n + 3) & ~3)) * 8;
}

/**
 * A = L L' in place, from the lower triangle; the upper triangle becomes zero. Right-looking by blocks: factor the
 * diagonal block, solve for the rows below it, subtract their product from what remains. Returns -1, or the index
 * of the first pivot that is not positive and finite.
 */
export function cholesky(n: usize, a: usize, scratch: usize): i32 {
  const row = n * 8;
  const below = scratch + BLOCK * BLOCK * 8;
  for (let s: usize = 0; s < n; s += BLOCK) {
    const size = min(BLOCK, n - s);
    const order = (size + 3) & ~3;
    const failed = factorBlock(size, order, a + s * row + s * 8, row, scratch);
    if (failed >= 0) return <i32>s + failed;
    const rest = n - s - size;
    const first = a + (s + size) * row;
    packColumns<f64>(4, rest, size, first + s * 8, row, below);
    for (let i: usize = 0; i < rest; i += 4) {
      const panel = below + i * size * 8;
      solvePacked(size, order, scratch, panel);
      unpackRows(min(4, rest - i), size, panel, first + i * row + s * 8, row);
    }
    addLowerProduct(rest, size, below, first + (s + size) * 8, row, true);
  }
  for (let i: usize = 0; i < n; i++) memory.fill(a + i * row + (i + 1) * 8, 0, (n - i - 1) * 8);
  return -1;
}

/** Factors one diagonal block, leaving L both in place and packed for solvePacked. */
function factorBlock(size: usize, order: usize, a: usize, row: usize, packed: usize): i32 {
  packTriangle(size, order, a, row, 8, packed);
  for (let i: usize = 0; i < order; i += 4) {
    const panel = packed + i * order * 8;
    const corner = panel + i * 32;
    solvePacked(i, order, packed, panel);
    multiplyTile<f64>(i, panel, panel, corner, 32, true);
    const failed = factorFour(corner);
    if (failed >= 0) return <i32>i + failed;
    unpackRows(min(4, size - i), min(i + 4, size), panel, a + i * row, row);
  }
  return -1;
}

/** Factors a 4 x 4 tile whose column k is at t + 32 k. */
function factorFour(t: usize): i32 {
  for (let k: usize = 0; k < 4; k++) {
    const column = t + k * 32;
    const pivot = load<f64>(column + k * 8);
    if (!(pivot > 0 && pivot < Infinity)) return <i32>k;
    const root = sqrt<f64>(pivot);
    store<f64>(column + k * 8, root);
    for (let i = k + 1; i < 4; i++) {
      store<f64>(column + i * 8, load<f64>(column + i * 8) / root);
    }
    for (let j = k + 1; j < 4; j++) {
      const factor = load<f64>(column + j * 8);
      for (let i = j; i < 4; i++) {
        const target = t + j * 32 + i * 8;
        store<f64>(target, load<f64>(target) - factor * load<f64>(column + i * 8));
      }
    }
  }
  return -1;
}

/** Writes the first `cols` columns of a packed panel of four rows back to rows. */
function unpackRows(rows: usize, cols: usize, panel: usize, target: usize, row: usize): void {
  for (let i: usize = 0; i < rows; i++) {
    for (let k: usize = 0; k < cols; k++) store<f64>(target + k * 8, load<f64>(panel + k * 32));
    panel += 8;
    target += row;
  }
}
