import { cholesky as factorise, solveLowerMany, solveLowerRows } from "./kernels/dense.ts";
import { createMatrix, type Matrix } from "./matrix.ts";
import { addGram } from "./products.ts";
import { log } from "./special.ts";

/**
 * The lower triangular L with L L' = A for a symmetric positive definite A [n, n], or the number of the pivot that
 * was not positive. Only the lower triangle of A is read; A is not changed.
 */
export function cholesky(a: Matrix): { readonly factor: Matrix } | { readonly failedPivot: number } {
  const factor = createMatrix(a.rows, a.rows, a.data.slice());
  const failedPivot = factorise(a.rows, factor.data);
  return failedPivot === -1 ? { factor } : { failedPivot };
}

/** Solves L z = b in place, for lower triangular L. */
export function solveLower(l: Matrix, b: Float64Array): Float64Array {
  const n = l.rows;
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0, p = i * n; k < i; k++, p++) sum -= l.data[p]! * b[k]!;
    b[i] = sum / l.data[i * n + i]!;
  }
  return b;
}

/** Solves L' z = b in place, for lower triangular L. */
export function solveLowerTransposed(l: Matrix, b: Float64Array): Float64Array {
  const n = l.rows;
  for (let i = n - 1; i >= 0; i--) {
    const value = b[i]! / l.data[i * n + i]!;
    b[i] = value;
    for (let k = 0, p = i * n; k < i; k++, p++) b[k]! -= value * l.data[p]!;
  }
  return b;
}

/** 2 sum log L_ii: the log-determinant of L L'. */
export function logDeterminant(l: Matrix): number {
  let sum = 0;
  for (let i = 0; i < l.rows; i++) sum += log(Math.abs(l.data[i * l.rows + i]!));
  return 2 * sum;
}

/** Solves L z = b in place for every row b of `rows` [n, d]. */
export function solveLowerEach(l: Matrix, rows: Matrix): void {
  solveLowerRows(l.rows, l.data, rows.rows, rows.data);
}

/** L^-1, lower triangular. */
export function inverseLower(l: Matrix): Matrix {
  const n = l.rows;
  const inverse = createMatrix(n, n);
  for (let i = 0; i < n; i++) inverse.data[i * n + i] = 1;
  solveLowerMany(n, l.data, n, inverse.data);
  return inverse;
}

/** (L L')^-1 = L'^-1 L^-1, exactly symmetric. */
export function inverseFromCholesky(l: Matrix): Matrix {
  const inverse = createMatrix(l.rows, l.rows);
  addGram(inverseLower(l), inverse);
  return inverse;
}
