import { log } from "../../numeric/special.ts";
import type { CurvatureSum, PrecisionRoot } from "./precisionRoot.ts";

/** The diagonal of the matrix alone: independent parameters of variance 1/(s H_jj + t_j). */
export function diagonalCurvature(size: number): CurvatureSum {
  const sum = new Float64Array(size);
  return {
    add(count, rows) {
      for (let r = 0, at = 0; r < count; r++) {
        for (let j = 0; j < size; j++, at++) sum[j] = sum[j]! + rows[at]! * rows[at]!;
      }
    },
    finish: () => ({
      root: (scale, prior) => diagonalRoot(sum.map((value, j) => scale * value + prior[j]!)),
    }),
  };
}

/** The root of independent precisions [M]. */
export function diagonalRoot(precisions: Float64Array): PrecisionRoot {
  const size = precisions.length;
  const sd = precisions.map((value) => 1 / Math.sqrt(value));
  return {
    size,
    logDeterminant: precisions.reduce((sum, value) => sum + log(value), 0),
    variances: () => precisions.map((value) => 1 / value),
    draw(e, out) {
      for (let j = 0; j < size; j++) out[j] = sd[j]! * e[j]!;
    },
    project(count, rows) {
      for (let r = 0, at = 0; r < count; r++) {
        for (let j = 0; j < size; j++, at++) rows[at] = rows[at]! * sd[j]!;
      }
    },
    squareLength: (z) => z.reduce((sum, value, j) => sum + precisions[j]! * value * value, 0),
    tensors: { precisions: { shape: [size], data: precisions } },
  };
}
