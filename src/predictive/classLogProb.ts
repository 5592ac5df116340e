import { checkLength, checkNumber } from "../errors/checks.ts";
import type { Matrix } from "../numeric/matrix.ts";
import { log } from "../numeric/special.ts";

/**
 * log probability of the observed classes y [n] under probabilities [n, K]. Throws a ShapeError if y has not one number per row,
 * an ArgumentError if one is not the index of a class.
 */
export function classLogProb({ rows, cols, data }: Matrix, y: ArrayLike<number>): Float64Array {
  checkLength("predictive.logProb", "y", y, rows, "one per row");
  return Float64Array.from({ length: rows }, (_, i) => {
    const rule = { integer: true, min: 0, below: cols };
    const index = checkNumber("predictive.logProb", `y (a class index) in row ${i}`, y[i], rule);
    return log(data[i * cols + index]!);
  });
}
