import { NumericError } from "../../errors/errors.ts";
import {
  cholesky,
  choleskyLogDeterminant,
  gemv,
  solveLowerMany,
  solveLowerRows,
  solveLowerTransposedRows,
} from "../../numeric/kernels/dense.ts";
import { createMatrix } from "../../numeric/matrix.ts";
import { addGram } from "../../numeric/products.ts";
import type { CurvatureSum, PrecisionRoot } from "./precisionRoot.ts";

/** The whole matrix, of all parameters or of those of the last layer. With L L' = s H + diag(t), R = L'^-1. */
export function fullCurvature(size: number): CurvatureSum {
  const sum = createMatrix(size, size);
  return {
    add: (count, rows) => addGram(createMatrix(count, size, rows.subarray(0, count * size)), sum),
    finish: () => ({
      root(scale, prior) {
        const factor = sum.data.map((value) => scale * value);
        for (let j = 0; j < size; j++) factor[j * size + j] = factor[j * size + j]! + prior[j]!;
        const pivot = cholesky(size, factor);
        if (pivot < 0) return fullRoot(size, factor);
        throw new NumericError({
          where: "laplace",
          problem: `the posterior precision must be positive definite, it is not at parameter ${pivot}`,
          fix: "Use a narrower prior, standardise the data, or train longer.",
          details: { pivot },
        });
      },
    }),
  };
}

/** The root of a Cholesky factor [M, M]. */
export function fullRoot(size: number, factor: Float64Array): PrecisionRoot {
  return {
    size,
    logDeterminant: choleskyLogDeterminant(size, factor),
    variances() {
      const inverse = new Float64Array(size * size);
      for (let j = 0; j < size; j++) inverse[j * size + j] = 1;
      solveLowerMany(size, factor, size, inverse);
      const result = new Float64Array(size);
      for (let k = 0, at = 0; k < size; k++) {
        for (let j = 0; j < size; j++, at++) result[j] = result[j]! + inverse[at]! * inverse[at]!;
      }
      return result;
    },
    draw(e, out) {
      out.set(e);
      solveLowerTransposedRows(size, factor, 1, out);
    },
    project: (count, rows) => solveLowerRows(size, factor, count, rows),
    squareLength(z) {
      const along = new Float64Array(size);
      gemv(size, size, factor, true, z, along);
      return along.reduce((sum, value) => sum + value * value, 0);
    },
    // Without the zeros above the diagonal.
    tensors: { factor: { shape: [(size * (size + 1)) / 2], data: packed(size, factor) } },
  };
}

/** The lower triangle, row after row. */
function packed(size: number, factor: Float64Array): Float64Array {
  const result = new Float64Array((size * (size + 1)) / 2);
  for (let i = 0, at = 0; i < size; at += ++i) result.set(factor.subarray(i * size, i * size + i + 1), at);
  return result;
}

/** The triangle [M, M] of what was packed. */
export function unpacked(size: number, triangle: Float64Array): Float64Array {
  const result = new Float64Array(size * size);
  for (let i = 0, at = 0; i < size; at += ++i) result.set(triangle.subarray(at, at + i + 1), i * size);
  return result;
}
