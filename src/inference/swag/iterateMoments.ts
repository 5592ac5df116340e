import { createMatrix, type Matrix, rowOf } from "../../numeric/matrix.ts";

/**
 * The normal distribution of iterates th_1 ... th_T (Maddox et al. 2019, algorithm 1): mean their average, covariance
 *   1/2 diag(mean of th^2 - (mean of th)^2) + 1/(2 (K - 1)) sum over the last K of (th_i - m_i)(th_i - m_i)',
 * with m_i the running mean of th_1 ... th_i.
 */
export interface IterateMoments {
  readonly mean: Float64Array;
  /** mean of th^2 - (mean of th)^2 [size], at least 0. */
  readonly variances: Float64Array;
  /** Deviations from the running means [K, size]. */
  readonly deviations: Matrix;
}

/** The moments of iterates [T, size], of which the last `rank` give deviations. */
export function iterateMoments(iterates: Matrix, rank: number): IterateMoments {
  const { rows, cols } = iterates;
  const mean = new Float64Array(cols);
  const variances = new Float64Array(cols);
  const deviations = createMatrix(rank, cols);
  for (let i = 0; i < rows; i++) {
    const at = rowOf(iterates, i);
    // Welford's updates: the difference of two large averages would lose the digits of a small variance.
    for (let j = 0; j < cols; j++) {
      const before = at[j]! - mean[j]!;
      mean[j] = mean[j]! + before / (i + 1);
      variances[j] = variances[j]! + before * (at[j]! - mean[j]!);
    }
    if (i < rows - rank) continue;
    const deviation = rowOf(deviations, i - (rows - rank));
    for (let j = 0; j < cols; j++) deviation[j] = at[j]! - mean[j]!;
  }
  return { mean, variances: variances.map((value) => value / rows), deviations };
}

/** Standard normal numbers that one draw takes. */
export const noiseOf = ({ mean, deviations }: IterateMoments): number => mean.length + deviations.rows;

/** mean + sqrt(variances / 2) e_1 + deviations' e_2 / sqrt(2 (K - 1)), into `out`. */
export function drawIterate(
  { mean, variances, deviations }: IterateMoments,
  noise: Float64Array,
  out: Float64Array,
): Float64Array {
  const size = mean.length;
  const factor = 1 / Math.sqrt(2 * (deviations.rows - 1));
  for (let j = 0; j < size; j++) out[j] = mean[j]! + Math.sqrt(0.5 * variances[j]!) * noise[j]!;
  for (let k = 0; k < deviations.rows; k++) {
    const e = factor * noise[size + k]!;
    const deviation = rowOf(deviations, k);
    for (let j = 0; j < size; j++) out[j] = out[j]! + e * deviation[j]!;
  }
  return out;
}

/** The covariance [size, size]. */
export function iterateCovariance({ mean, variances, deviations }: IterateMoments): Matrix {
  const size = mean.length;
  const result = createMatrix(size, size);
  const factor = 1 / (2 * (deviations.rows - 1));
  for (let k = 0; k < deviations.rows; k++) {
    const deviation = rowOf(deviations, k);
    for (let i = 0, at = 0; i < size; i++) {
      for (let j = 0; j < size; j++, at++) {
        result.data[at] = result.data[at]! + factor * deviation[i]! * deviation[j]!;
      }
    }
  }
  for (let j = 0; j < size; j++) result.data[j * size + j] = result.data[j * size + j]! + 0.5 * variances[j]!;
  return result;
}
