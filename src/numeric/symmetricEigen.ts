import { NumericError } from "../errors/errors.ts";
import { symmetricEigen as eigen, gemm } from "./kernels/dense.ts";
import { createMatrix, type Matrix } from "./matrix.ts";

/** Eigenvalues (ascending) of a symmetric matrix, and other things expressed in the eigenvectors. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  /** Row k is U'b for the k-th row b of `rotate`: coordinates in the basis of eigenvectors. */
  readonly rotated: Matrix;
}

/**
 * Eigenvalues of the symmetric A [n, n] = U diag(w) U', and U'b for every row b of `rotate` [m, n]. With the identity
 * as `rotate` the rows are those of U. Throws a NumericError if an entry of A is not finite.
 */
export function symmetricEigen(a: Matrix, rotate: Matrix): SymmetricEigen {
  const n = a.rows;
  const values = new Float64Array(n);
  const vectors = new Float64Array(n * n);
  const failed = eigen(n, a.data, values, vectors);
  if (failed !== -1) {
    throw new NumericError({
      where: "symmetricEigen",
      problem: `all entries must be finite, eigenvalue ${failed} of ${n} was not found`,
      fix: "Check the data for NaN, or for values so large that their squares overflow.",
    });
  }
  const rotated = createMatrix(rotate.rows, n);
  gemm(rotate.rows, n, n, rotate.data, false, vectors, false, rotated.data);
  return { values, rotated };
}
