import { createMatrix, type Matrix } from "../numeric/matrix.ts";
import { exp, log } from "../numeric/special.ts";

/** The logarithm of the smallest number above 0: what a probability of 0 counts as. */
const LEAST = -744.4400719213812;

/** Logarithms of probabilities, of which 0 counts as the smallest number above it. */
export function logProbabilities({ rows, cols, data }: Matrix): Matrix {
  return createMatrix(
    rows,
    cols,
    data.map((p) => (p > 0 ? log(p) : LEAST)),
  );
}

/** Probabilities proportional to exp(scale_k l_k + offset_k), for rows l of logarithms [n, K]. */
export function classPowers(logs: Matrix, scales: ArrayLike<number>, offsets: ArrayLike<number>): Matrix {
  const { rows, cols } = logs;
  const result = createMatrix(rows, cols);
  const out = result.data;
  for (let first = 0; first < out.length; first += cols) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < cols; k++) {
      out[first + k] = scales[k]! * logs.data[first + k]! + offsets[k]!;
      largest = Math.max(largest, out[first + k]!);
    }
    let sum = 0;
    for (let k = 0; k < cols; k++) {
      out[first + k] = exp(out[first + k]! - largest);
      sum += out[first + k]!;
    }
    for (let k = 0; k < cols; k++) out[first + k] = out[first + k]! / sum;
  }
  return result;
}
