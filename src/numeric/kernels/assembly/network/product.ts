/**
 * C = A'B with the inner dimension first: C[r, c] = start[r] + sum over k of A[k, r] B[k, c], for k in order. The tile
 * has 4 rows by 2 vectors, as in dense/tile.ts; but nothing is packed, since A's four entries and B's two vectors of
 * one k lie side by side already. Rows of B and C are padded to whole pairs of vectors; rows of C to a multiple of
 * four, as whole tiles are written. What lies in A beyond its last column is read, and ends in C's padding.
 */
import { addProduct } from "../dense/tile";

// @ts-ignore: decorator
@inline
function tile<T>(onto: bool, depth: usize, a: usize, rowA: usize, b: usize, rowB: usize, start: usize, c: usize, rowC: usize): void {
  const size = sizeof<T>();
  const row1 = c + rowC;
  const row2 = row1 + rowC;
  const row3 = row2 + rowC;
  let c00 = onto ? v128.load(c) : v128.load_splat<T>(start);
  let c01 = onto ? v128.load(c, 16) : c00;
  let c10 = onto ? v128.load(row1) : v128.load_splat<T>(start, size);
  let c11 = onto ? v128.load(row1, 16) : c10;
  let c20 = onto ? v128.load(row2) : v128.load_splat<T>(start, 2 * size);
  let c21 = onto ? v128.load(row2, 16) : c20;
  let c30 = onto ? v128.load(row3) : v128.load_splat<T>(start, 3 * size);
  let c31 = onto ? v128.load(row3, 16) : c30;
  const end = b + depth * rowB;
  do {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load_splat<T>(a);
    c00 = addProduct<T>(a0, b0, c00);
    c01 = addProduct<T>(a0, b1, c01);
    const a1 = v128.load_splat<T>(a, size);
    c10 = addProduct<T>(a1, b0, c10);
    c11 = addProduct<T>(a1, b1, c11);
    const a2 = v128.load_splat<T>(a, 2 * size);
    c20 = addProduct<T>(a2, b0, c20);
    c21 = addProduct<T>(a2, b1, c21);
    const a3 = v128.load_splat<T>(a, 3 * size);
    c30 = addProduct<T>(a3, b0, c30);
    c31 = addProduct<T>(a3, b1, c31);
    a += rowA;
    b += rowB;
  } while (b != end);
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(row1, c10);
  v128.store(row1, c11, 16);
  v128.store(row2, c20);
  v128.store(row2, c21, 16);
  v128.store(row3, c30);
  v128.store(row3, c31, 16);
}

function tileSet<T>(depth: usize, a: usize, rowA: usize, b: usize, rowB: usize, start: usize, c: usize, rowC: usize): void {
  tile<T>(false, depth, a, rowA, b, rowB, start, c, rowC);
}

function tileAdd<T>(depth: usize, a: usize, rowA: usize, b: usize, rowB: usize, c: usize, rowC: usize): void {
  tile<T>(true, depth, a, rowA, b, rowB, 0, c, rowC);
}

/** Two rows by four vectors, for two last rows. */
// @ts-ignore: decorator
@inline
function duo<T>(onto: bool, depth: usize, a: usize, rowA: usize, b: usize, rowB: usize, start: usize, c: usize, rowC: usize): void {
  const row1 = c + rowC;
  let c00 = onto ? v128.load(c) : v128.load_splat<T>(start);
  let c01 = onto ? v128.load(c, 16) : c00;
  let c02 = onto ? v128.load(c, 32) : c00;
  let c03 = onto ? v128.load(c, 48) : c00;
  let c10 = onto ? v128.load(row1) : v128.load_splat<T>(start, sizeof<T>());
  let c11 = onto ? v128.load(row1, 16) : c10;
  let c12 = onto ? v128.load(row1, 32) : c10;
  let c13 = onto ? v128.load(row1, 48) : c10;
  const end = b + depth * rowB;
  do {
    const a0 = v128.load_splat<T>(a);
    const a1 = v128.load_splat<T>(a, sizeof<T>());
    const b0 = v128.load(b);
    c00 = addProduct<T>(a0, b0, c00);
    c10 = addProduct<T>(a1, b0, c10);
    const b1 = v128.load(b, 16);
    c01 = addProduct<T>(a0, b1, c01);
    c11 = addProduct<T>(a1, b1, c11);
    const b2 = v128.load(b, 32);
    c02 = addProduct<T>(a0, b2, c02);
    c12 = addProduct<T>(a1, b2, c12);
    const b3 = v128.load(b, 48);
    c03 = addProduct<T>(a0, b3, c03);
    c13 = addProduct<T>(a1, b3, c13);
    a += rowA;
    b += rowB;
  } while (b != end);
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  v128.store(c, c03, 48);
  v128.store(row1, c10);
  v128.store(row1, c11, 16);
  v128.store(row1, c12, 32);
  v128.store(row1, c13, 48);
}

function duoSet<T>(depth: usize, a: usize, rowA: usize, b: usize, rowB: usize, start: usize, c: usize, rowC: usize): void {
  duo<T>(false, depth, a, rowA, b, rowB, start, c, rowC);
}

function duoAdd<T>(depth: usize, a: usize, rowA: usize, b: usize, rowB: usize, c: usize, rowC: usize): void {
  duo<T>(true, depth, a, rowA, b, rowB, 0, c, rowC);
}

/** One row by eight vectors, for a last row that stands alone. */
// @ts-ignore: decorator
@inline
function wide<T>(onto: bool, depth: usize, a: usize, rowA: usize, b: usize, rowB: usize, start: usize, c: usize): void {
  let c0 = onto ? v128.load(c) : v128.load_splat<T>(start);
  let c1 = onto ? v128.load(c, 16) : c0;
  let c2 = onto ? v128.load(c, 32) : c0;
  let c3 = onto ? v128.load(c, 48) : c0;
  let c4 = onto ? v128.load(c, 64) : c0;
  let c5 = onto ? v128.load(c, 80) : c0;
  let c6 = onto ? v128.load(c, 96) : c0;
  let c7 = onto ? v128.load(c, 112) : c0;
  const end = b + depth * rowB;
  do {
    const factor = v128.load_splat<T>(a);
    c0 = addProduct<T>(factor, v128.load(b), c0);
    c1 = addProduct<T>(factor, v128.load(b, 16), c1);
    c2 = addProduct<T>(factor, v128.load(b, 32), c2);
    c3 = addProduct<T>(factor, v128.load(b, 48), c3);
    c4 = addProduct<T>(factor, v128.load(b, 64), c4);
    c5 = addProduct<T>(factor, v128.load(b, 80), c5);
    c6 = addProduct<T>(factor, v128.load(b, 96), c6);
    c7 = addProduct<T>(factor, v128.load(b, 112), c7);
    a += rowA;
    b += rowB;
  } while (b != end);
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c3, 48);
  v128.store(c, c4, 64);
  v128.store(c, c5, 80);
  v128.store(c, c6, 96);
  v128.store(c, c7, 112);
}

/** One row by two vectors, for what is left of such a row. */
// @ts-ignore: decorator
@inline
function pair<T>(onto: bool, depth: usize, a: usize, rowA: usize, b: usize, rowB: usize, start: usize, c: usize): void {
  let c0 = onto ? v128.load(c) : v128.load_splat<T>(start);
  let c1 = onto ? v128.load(c, 16) : c0;
  const end = b + depth * rowB;
  do {
    const factor = v128.load_splat<T>(a);
    c0 = addProduct<T>(factor, v128.load(b), c0);
    c1 = addProduct<T>(factor, v128.load(b, 16), c1);
    a += rowA;
    b += rowB;
  } while (b != end);
  v128.store(c, c0);
  v128.store(c, c1, 16);
}

function rowSet<T>(width: usize, depth: usize, a: usize, rowA: usize, b: usize, rowB: usize, start: usize, c: usize): void {
  let x: usize = 0;
  for (; x + 128 <= width; x += 128) wide<T>(false, depth, a, rowA, b + x, rowB, start, c + x);
  for (; x < width; x += 32) pair<T>(false, depth, a, rowA, b + x, rowB, start, c + x);
}

function rowAdd<T>(width: usize, depth: usize, a: usize, rowA: usize, b: usize, rowB: usize, c: usize): void {
  let x: usize = 0;
  for (; x + 128 <= width; x += 128) wide<T>(true, depth, a, rowA, b + x, rowB, 0, c + x);
  for (; x < width; x += 32) pair<T>(true, depth, a, rowA, b + x, rowB, 0, c + x);
}

/** The product of depth 1: c[r, x] = start[r] + a[r] b[x]. */
function outerSet<T>(rows: usize, width: usize, a: usize, b: usize, start: usize, stepOfStart: usize, c: usize, rowC: usize): void {
  for (let r: usize = 0; r < rows; r++) {
    const factor = v128.load_splat<T>(a);
    const first = v128.load_splat<T>(start);
    for (let x: usize = 0; x < width; x += 32) {
      v128.store(c + x, addProduct<T>(factor, v128.load(b + x), first));
      v128.store(c + x, addProduct<T>(factor, v128.load(b + x, 16), first), 16);
    }
    a += sizeof<T>();
    start += stepOfStart;
    c += rowC;
  }
}

/** C = start + A'B for C of rows x width, where `width` and the distances between rows are in bytes. */
export function productSet<T>(
  rows: usize,
  width: usize,
  depth: usize,
  a: usize,
  rowA: usize,
  b: usize,
  rowB: usize,
  start: usize,
  stepOfStart: usize,
  c: usize,
  rowC: usize,
): void {
  if (depth == 1) {
    outerSet<T>(rows, width, a, b, start, stepOfStart, c, rowC);
    return;
  }
  let r: usize = 0;
  for (; r + 1 < rows; r += 4) {
    let x: usize = 0;
    if (r + 2 == rows) {
      for (; x + 64 <= width; x += 64) duoSet<T>(depth, a, rowA, b + x, rowB, start, c + x, rowC);
    }
    for (; x < width; x += 32) tileSet<T>(depth, a, rowA, b + x, rowB, start, c + x, rowC);
    a += 4 * sizeof<T>();
    start += 4 * stepOfStart;
    c += 4 * rowC;
  }
  if (r < rows) rowSet<T>(width, depth, a, rowA, b, rowB, start, c);
}

/** C += A'B for C of rows x width. */
export function productAdd<T>(
  rows: usize,
  width: usize,
  depth: usize,
  a: usize,
  rowA: usize,
  b: usize,
  rowB: usize,
  c: usize,
  rowC: usize,
): void {
  let r: usize = 0;
  for (; r + 1 < rows; r += 4) {
    let x: usize = 0;
    if (r + 2 == rows) {
      for (; x + 64 <= width; x += 64) duoAdd<T>(depth, a, rowA, b + x, rowB, c + x, rowC);
    }
    for (; x < width; x += 32) tileAdd<T>(depth, a, rowA, b + x, rowB, c + x, rowC);
    a += 4 * sizeof<T>();
    c += 4 * rowC;
  }
  if (r < rows) rowAdd<T>(width, depth, a, rowA, b, rowB, c);
}
