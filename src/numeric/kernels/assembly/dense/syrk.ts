import { multiplyPanel, TILE_ROWS } from "./tile";
import { packRows } from "./pack";

/** Rows of A that are packed and multiplied at a time: a panel of them (8 kB) stays in the first-level cache. */
const DEPTH: usize = 256;
/** Columns of C whose packed panels (0.5 MB) stay in the second-level cache. */
const COLUMNS: usize = 256;

/** Bytes of scratch that syrkAdd needs for matrices of `cols` columns. */
export function syrkScratch(cols: usize): usize {
  return DEPTH * 8 * ((cols + 3) & ~3);
}

/** Adds A'A to the tiles of C (cols x cols) that meet its lower triangle. A is rows x cols, both row after row. */
export function syrkAdd(rows: usize, cols: usize, a: usize, c: usize, scratch: usize): void {
  for (let k: usize = 0; k < rows; k += DEPTH) {
    const depth = min(DEPTH, rows - k);
    packRows<f64>(TILE_ROWS, cols, depth, a + k * cols * 8, cols * 8, scratch);
    addLowerProduct(cols, depth, scratch, c, cols * 8, false);
  }
}

/** C += P P' (or -=) in the tiles that meet the lower triangle; P is packed, n rows by `depth`. */
export function addLowerProduct(n: usize, depth: usize, packed: usize, c: usize, rowC: usize, subtract: bool): void {
  const panel = depth * 8;
  for (let j: usize = 0; j < n; j += COLUMNS) {
    const last = min(j + COLUMNS, n);
    for (let i = j; i < n; i += TILE_ROWS) {
      const rows = min(TILE_ROWS, n - i);
      const upTo = min(i + rows, last);
      multiplyPanel<f64>(rows, upTo - j, depth, packed + i * panel, packed + j * panel, c + i * rowC + j * 8, rowC, subtract);
    }
  }
}

/** Copies the lower triangle of a square matrix to its upper triangle. */
export function mirrorLower(n: usize, c: usize): void {
  for (let i: usize = 0; i < n; i += 16) {
    const lastI = min(i + 16, n);
    for (let j: usize = 0; j <= i; j += 16) {
      for (let r = i; r < lastI; r++) {
        const lastJ = min(j + 16, r);
        for (let s = j; s < lastJ; s++) store<f64>(c + (s * n + r) * 8, load<f64>(c + (r * n + s) * 8));
      }
    }
  }
}
