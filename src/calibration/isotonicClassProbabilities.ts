import { createMatrix, type Matrix } from "../numeric/matrix.ts";
import type { ClassCurve, IsotonicClasses } from "./recalibration.ts";

/** Probabilities [n, K] mapped by the curves of their classes, brought to the sum 1. */
export function isotonicClassProbabilities(
  { rows, cols, data }: Matrix,
  { classes, rows: heldOut }: IsotonicClasses,
): Matrix {
  const result = createMatrix(rows, cols);
  for (let first = 0; first < data.length; first += cols) {
    let sum = 0;
    for (let k = 0; k < cols; k++) {
      const p = data[first + k]!;
      const mapped = (heldOut * curveAt(classes[k]!, p) + p) / (heldOut + 1);
      result.data[first + k] = mapped;
      sum += mapped;
    }
    for (let k = 0; k < cols; k++) result.data[first + k] = result.data[first + k]! / sum;
  }
  return result;
}

/** Linear between the points of the curve, constant beyond. */
function curveAt({ from, to }: ClassCurve, p: number): number {
  const next = from.findIndex((value) => value >= p);
  if (next < 0) return to.at(-1)!;
  if (next === 0 || from[next] === p) return to[next]!;
  const share = (p - from[next - 1]!) / (from[next]! - from[next - 1]!);
  return to[next - 1]! + share * (to[next]! - to[next - 1]!);
}
