import { cholesky } from "../../numeric/cholesky.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import type { ValueAndGradient } from "../parts/lbfgs.ts";

/** The first distance of differences, relative to a coordinate that is large. */
const FIRST = 1e-5;
/** The distance of the final ones, in widths 1/sqrt(H_jj): gradients of a normal density are linear, so it may be large. */
const STEP = 1e-3;
/** Widths that are tried until one is that of differences over the distance it gives, up to a factor of two. */
const TRIALS = 20;

/**
 * The lower triangular L with L L' = H [n, n], the second derivatives of a function from central differences of its
 * gradient; undefined where they are not positive definite. Distances are a thousandth of the width of the function along
 * each coordinate, which is found first. Takes 4 n gradients, and more where the curvature changes within that distance.
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

  // In units of the widths the matrix has about ones on its diagonal, whatever the scales.
  const widths = new Float64Array(n);
  const scaled = createMatrix(n, n);
  for (let j = 0; j < n; j++) {
    let curvature = slopes(j, FIRST * Math.max(1, Math.abs(at[j]!)))[j]!;
    let ratio = 0;
    for (let k = 0; k < TRIALS && !(ratio > 0.5 && ratio < 2); k++) {
      widths[j] = 1 / Math.sqrt(curvature);
      if (!Number.isFinite(widths[j])) return undefined;
      const found = slopes(j, STEP * widths[j]!)[j]!;
      ratio = found / curvature;
      curvature = found;
    }
    for (let i = 0; i < n; i++) scaled.data[i * n + j] = above[i]! * widths[j]!;
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) scaled.data[i * n + j]! *= widths[i]!;
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
