import { createMatrix, type Matrix } from "./matrix.ts";
import { log } from "./special.ts";

/**
 * The lower triangular L with L L' = A for a symmetric positive definite A [n, n], or the number of the pivot that
 * was not positive. Only the lower triangle of A is read; A is not changed.
 */
export function cholesky(a: Matrix): { readonly factor: Matrix } | { readonly failedPivot: number } {
  const n = a.rows;
  const factor = createMatrix(n, n);
  const l = factor.data;
  for (let i = 0; i < n; i++) {
    const rowI = i * n;
    for (let j = 0; j <= i; j++) {
      const rowJ = j * n;
      let sum = a.data[rowI + j]!;
      for (let k = 0; k < j; k++) sum -= l[rowI + k]! * l[rowJ + k]!;
      if (j < i) l[rowI + j] = sum / l[rowJ + j]!;
      else if (sum > 0 && Number.isFinite(sum)) l[rowI + i] = Math.sqrt(sum);
      else return { failedPivot: i };
    }
  }
  return { factor };
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

/** (L L')^-1, column by column. */
export function inverseFromCholesky(l: Matrix): Matrix {
  const n = l.rows;
  const inverse = createMatrix(n, n);
  for (let j = 0; j < n; j++) {
    const column = new Float64Array(n);
    column[j] = 1;
    solveLowerTransposed(l, solveLower(l, column));
    inverse.data.set(column, j * n);
  }
  // Rounding leaves the two triangles different in the last bits: their mean is exactly symmetric.
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const value = 0.5 * (inverse.data[i * n + j]! + inverse.data[j * n + i]!);
      inverse.data[i * n + j] = inverse.data[j * n + i] = value;
    }
  }
  return inverse;
}
