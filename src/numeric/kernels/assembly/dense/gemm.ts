import { packColumns, packRows } from "./pack";
import { multiplyPanel, TILE_ROWS, tileColumns } from "./tile";

/** Steps of the inner dimension that are packed at a time: one panel of them stays in the first-level cache. */
const DEPTH: usize = 256;
/** Rows of A packed at a time. */
const ROWS: usize = 128;
/** Columns of B packed at a time: they stay in the second-level cache. */
const COLUMNS: usize = 256;

/** Bytes of scratch that gemm needs, whatever the sizes. */
export function gemmScratch(): usize {
  return DEPTH * (ROWS + COLUMNS) * 8;
}

/**
 * C += A B, or C -= A B, for C of m x n and an inner dimension k. A is m x k, or k x m if transposed; B is k x n, or
 * n x k if transposed; all row after row, with the distance between rows in bytes.
 */
export function gemm<T>(
  m: usize,
  n: usize,
  k: usize,
  a: usize,
  rowA: usize,
  transposeA: bool,
  b: usize,
  rowB: usize,
  transposeB: bool,
  c: usize,
  rowC: usize,
  subtract: bool,
  scratch: usize,
): void {
  const size = sizeof<T>();
  const width = tileColumns<T>();
  const packedA = scratch + DEPTH * COLUMNS * 8;
  for (let j: usize = 0; j < n; j += COLUMNS) {
    const cols = min(COLUMNS, n - j);
    for (let s: usize = 0; s < k; s += DEPTH) {
      const depth = min(DEPTH, k - s);
      if (transposeB) packColumns<T>(width, cols, depth, b + j * rowB + s * size, rowB, scratch);
      else packRows<T>(width, cols, depth, b + s * rowB + j * size, rowB, scratch);
      for (let i: usize = 0; i < m; i += ROWS) {
        const rows = min(ROWS, m - i);
        if (transposeA) packRows<T>(TILE_ROWS, rows, depth, a + s * rowA + i * size, rowA, packedA);
        else packColumns<T>(TILE_ROWS, rows, depth, a + i * rowA + s * size, rowA, packedA);
        for (let r: usize = 0; r < rows; r += TILE_ROWS) {
          const target = c + (i + r) * rowC + j * size;
          multiplyPanel<T>(min(TILE_ROWS, rows - r), cols, depth, packedA + r * depth * size, scratch, target, rowC, subtract);
        }
      }
    }
  }
}
