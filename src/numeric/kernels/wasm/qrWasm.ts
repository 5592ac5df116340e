import type { KernelInstance } from "../instantiate.ts";

/** Rows that are reduced at a time, at least. */
const ROWS = 4096;

/**
 * R of A = Q R, and Q'B in place of b. A tall matrix is reduced in blocks of rows: each block is stacked below the R
 * of the blocks before it and reduced with it, which is one orthogonal transformation after another (Demmel et al.,
 * 2012, the flat tree).
 */
export function qrWasm(
  kernels: KernelInstance,
  rows: number,
  cols: number,
  a: Float64Array,
  r: Float64Array,
  sides: number,
  b: Float64Array,
): void {
  const block = Math.max(ROWS, 8 * cols);
  r.fill(0);
  for (let start = 0, above = 0; start < rows; above = Math.min(cols, start)) {
    const count = Math.min(block, rows - start);
    kernels.arena.scope(() => reduceBlock(kernels, start, above, count, cols, a, r, sides, b));
    start += count;
  }
}

/** Reduces the first `above` rows of R and Q'B together with rows start ... start + count - 1 of A and B. */
function reduceBlock(
  { arena, exports }: KernelInstance,
  start: number,
  above: number,
  count: number,
  cols: number,
  a: Float64Array,
  r: Float64Array,
  sides: number,
  b: Float64Array,
): void {
  const rows = above + count;
  const columns = cols + sides;
  const stacked = arena.allocateF64(rows * columns);
  const reduced = arena.allocateF64(rows * columns);
  const scratch = arena.allocate(exports.qrScratch(rows, columns));
  const view = arena.f64(stacked, rows * columns);
  const rowOfB = (i: number): number => (i < above ? i : start + i - above) * sides;
  for (let i = 0; i < rows; i++) {
    const source = i < above ? r : a;
    const row = i < above ? i : start + i - above;
    view.set(source.subarray(row * cols, (row + 1) * cols), i * columns);
    view.set(b.subarray(rowOfB(i), rowOfB(i) + sides), i * columns + cols);
  }
  exports.transpose(rows, columns, stacked, reduced);
  exports.qr(rows, cols, sides, reduced, scratch);
  exports.transpose(columns, rows, reduced, stacked);
  for (let i = 0; i < rows; i++) {
    const row = i * columns;
    if (i < cols) r.set(view.subarray(row + i, row + cols), i * cols + i);
    b.set(view.subarray(row + cols, row + columns), rowOfB(i));
  }
}
