/**
 * Products of large matrices pass through the arena in blocks of rows, so that its size does not depend on the number
 * of rows. A block is a whole number of the kernels' own blocks: the sums, and so the bits, are those of one pass.
 */
import type { KernelInstance } from "../instantiate.ts";

/** Steps of an inner dimension that the kernels sum up before they add to the result. */
const DEPTH = 256;
/** Numbers of a block that is copied at a time (2 MB). */
const BLOCK = 262144;

/** A number of rows of the given length that makes one block; a multiple of the kernels' depth. */
function rowsPerBlock(cols: number): number {
  return DEPTH * Math.max(1, Math.floor(BLOCK / (DEPTH * Math.max(1, cols))));
}

/** out = A'A. */
export function syrkWasm(
  { arena, exports }: KernelInstance,
  rows: number,
  cols: number,
  a: Float64Array,
  out: Float64Array,
): void {
  const block = Math.min(rows, DEPTH);
  const c = arena.allocateF64(cols * cols);
  const scratch = arena.allocate(exports.syrkScratch(cols));
  const copy = arena.allocateF64(block * cols);
  arena.f64(c, cols * cols).fill(0);
  const view = arena.f64(copy, block * cols);
  for (let start = 0; start < rows; start += block) {
    const count = Math.min(block, rows - start);
    view.set(a.subarray(start * cols, (start + count) * cols));
    exports.syrkAdd(count, cols, copy, c, scratch);
  }
  exports.mirrorLower(cols, c);
  out.set(arena.f64(c, cols * cols));
}

/** out = A B. */
export function gemmWasm(
  kernels: KernelInstance,
  m: number,
  n: number,
  k: number,
  a: Float64Array,
  transposeA: boolean,
  b: Float64Array,
  transposeB: boolean,
  out: Float64Array,
): void {
  if (!transposeA) multiplyByRowsOfA(kernels, m, n, k, a, b, transposeB, out);
  else if (!transposeB) multiplyByInnerRows(kernels, m, n, k, a, b, out);
  else multiplyAtOnce(kernels, m, n, k, a, b, out);
}

/** A's rows in blocks, each giving rows of the result; B whole. */
function multiplyByRowsOfA(
  { arena, exports }: KernelInstance,
  m: number,
  n: number,
  k: number,
  a: Float64Array,
  b: Float64Array,
  transposeB: boolean,
  out: Float64Array,
): void {
  const block = Math.min(m, rowsPerBlock(Math.max(k, n)));
  const copyB = arena.copyIn(b);
  const copyA = arena.allocateF64(block * k);
  const c = arena.allocateF64(block * n);
  const scratch = arena.allocate(exports.gemmScratch());
  const viewA = arena.f64(copyA, block * k);
  const viewC = arena.f64(c, block * n);
  for (let start = 0; start < m; start += block) {
    const count = Math.min(block, m - start);
    viewA.set(a.subarray(start * k, (start + count) * k));
    viewC.fill(0);
    exports.gemmF64(count, n, k, copyA, false, copyB, transposeB, c, scratch);
    out.set(viewC.subarray(0, count * n), start * n);
  }
}

/** A'B: the rows of A and B, which are the inner dimension, in blocks that add to the result. */
function multiplyByInnerRows(
  { arena, exports }: KernelInstance,
  m: number,
  n: number,
  k: number,
  a: Float64Array,
  b: Float64Array,
  out: Float64Array,
): void {
  const block = Math.min(k, rowsPerBlock(Math.max(m, n)));
  const copyA = arena.allocateF64(block * m);
  const copyB = arena.allocateF64(block * n);
  const c = arena.allocateF64(m * n);
  const scratch = arena.allocate(exports.gemmScratch());
  const viewA = arena.f64(copyA, block * m);
  const viewB = arena.f64(copyB, block * n);
  arena.f64(c, m * n).fill(0);
  for (let start = 0; start < k; start += block) {
    const count = Math.min(block, k - start);
    viewA.set(a.subarray(start * m, (start + count) * m));
    viewB.set(b.subarray(start * n, (start + count) * n));
    exports.gemmF64(m, n, count, copyA, true, copyB, false, c, scratch);
  }
  out.set(arena.f64(c, m * n));
}

/** A'B': everything in one call. */
function multiplyAtOnce(
  { arena, exports }: KernelInstance,
  m: number,
  n: number,
  k: number,
  a: Float64Array,
  b: Float64Array,
  out: Float64Array,
): void {
  const copyA = arena.copyIn(a);
  const copyB = arena.copyIn(b);
  const c = arena.allocateF64(m * n);
  const scratch = arena.allocate(exports.gemmScratch());
  arena.f64(c, m * n).fill(0);
  exports.gemmF64(m, n, k, copyA, true, copyB, true, c, scratch);
  out.set(arena.f64(c, m * n));
}

/** out = A x or A'x. */
export function gemvWasm(
  { arena, exports }: KernelInstance,
  rows: number,
  cols: number,
  a: Float64Array,
  transposed: boolean,
  x: Float64Array,
  out: Float64Array,
): void {
  const block = Math.min(rows, Math.max(1, Math.floor(16384 / Math.max(1, cols))));
  const copyX = arena.copyIn(x);
  const result = arena.allocateF64(out.length);
  const copyA = arena.allocateF64(block * cols);
  arena.f64(result, out.length).fill(0);
  const view = arena.f64(copyA, block * cols);
  for (let start = 0; start < rows; start += block) {
    const count = Math.min(block, rows - start);
    view.set(a.subarray(start * cols, (start + count) * cols));
    if (transposed) exports.gemvTransposed(count, cols, copyA, copyX + start * 8, result);
    else exports.gemv(count, cols, copyA, copyX, result + start * 8);
  }
  out.set(arena.f64(result, out.length));
}
