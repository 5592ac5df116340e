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
    variances: () => inverseSquares(size, factor),
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
    get tensors() {
      return { factor: { shape: [(size * (size + 1)) / 2], data: packed(size, factor) } };
    },
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

/** Columns of the inverse that are computed at a time. */
const COLUMNS = 256;

/**
 * The diagonal of L'^-1 L^-1, squared lengths of the columns of L^-1. Those from `first` on are zero above, so that they are
 * found from the end of L alone: a third of the work of solving for the whole identity.
 */
function inverseSquares(size: number, factor: Float64Array): Float64Array {
  const result = new Float64Array(size);
  for (let first = 0; first < size; first += COLUMNS) {
    const rest = size - first;
    const count = Math.min(COLUMNS, rest);
    const corner = new Float64Array(rest * rest);
    for (let i = 0; i < rest; i++) {
      const at = (first + i) * size + first;
      corner.set(factor.subarray(at, at + i + 1), i * rest);
    }
    const columns = new Float64Array(rest * count);
    for (let j = 0; j < count; j++) columns[j * count + j] = 1;
    solveLowerMany(rest, corner, count, columns);
    for (let i = 0, at = 0; i < rest; i++) {
      for (let j = 0; j < count; j++, at++) {
        result[first + j] = result[first + j]! + columns[at]! * columns[at]!;
      }
    }
  }
  return result;
}
