import { cholesky } from "../../numeric/cholesky.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import type { ValueAndGradient } from "../parts/lbfgs.ts";

/** The first distance of differences, relative to a coordinate that is large. */
const FIRST = 1e-5;
/** The distance of the final ones, in widths 1/sqrt(H_jj): gradients of a normal density are linear, so it may be large. */
const STEP = 1e-3;

/**
 * The lower triangular L with L L' = H [n, n], the second derivatives of a function from central differences of its
 * gradient; undefined where they are not positive definite. Distances are a thousandth of the width of the function along
 * each coordinate, which is found first. Takes 4 n gradients.
 */
export function curvatureFactor(evaluate: ValueAndGradient, at: Float64Array): Matrix | undefined {
  const n = at.length;
  const point = at.slice();
  const [above, below] = [new Float64Array(n), new Float64Array(n)];

  /** (gradient(at + h e_j) - gradient(at - h e_j))/(2 h), in `above`. */
  function slopes(j: number, h: number): Float64Array {
    point[j] = at[j]! + h;
    const up = point[j]!;
    evaluate(point, above.fill(0));
    point[j] = at[j]! - h;
    const width = up - point[j]!;
    evaluate(point, below.fill(0));
    point[j] = at[j]!;
    for (let i = 0; i < n; i++) above[i] = (above[i]! - below[i]!) / width;
    return above;
  }

  const widths = Float64Array.from(at, (value, j) => {
    const curvature = slopes(j, FIRST * Math.max(1, Math.abs(value)))[j]!;
    return 1 / Math.sqrt(curvature);
  });
  if (!widths.every(Number.isFinite)) return undefined;
  // In units of the widths the matrix has ones on its diagonal, whatever the scales.
  const scaled = createMatrix(n, n);
  for (let j = 0; j < n; j++) {
    const column = slopes(j, STEP * widths[j]!);
    for (let i = 0; i < n; i++) scaled.data[i * n + j] = column[i]! * widths[i]! * widths[j]!;
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      scaled.data[i * n + j] = 0.5 * (scaled.data[i * n + j]! + scaled.data[j * n + i]!);
    }
  }
  const factored = cholesky(scaled);
  if ("failedPivot" in factored) return undefined;
  const { factor } = factored;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) factor.data[i * n + j] = factor.data[i * n + j]! / widths[i]!;
  }
  return factor.data.every(Number.isFinite) ? factor : undefined;
}
