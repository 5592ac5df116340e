import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import { hypot } from "../../numeric/products.ts";
import type { BandedFactor } from "./bandedFactor.ts";
import type { Pieces } from "./pieces.ts";

/** Posterior variances along the x axis, as sums of squares that nothing is ever subtracted from. */
export interface BandedMoments {
  /** Lower triangular factor [l00, l10, l11] of the covariance of (f_k, g_k) [K, 3]. */
  readonly factors: Float64Array;
  /** Variance of every parameter, the bias last [K + 1]. */
  readonly variances: Float64Array;
  /** Covariances of weight k with f_k and g_(k-1) [K, 2]. */
  readonly before: Float64Array;
}

/** Carries the covariance of value and slope from the first joint to the last, in O(K). */
export function bandedMoments(pieces: Pieces, factor: BandedFactor): BandedMoments {
  const count = pieces.joints.length;
  const factors = new Float64Array(3 * count);
  const variances = new Float64Array(count + 1);
  const before = new Float64Array(2 * count);
  // f = l00 e_0, g = l10 e_0 + l11 e_1 with independent standard normal e; every weight brings one more.
  let l00 = 1 / factor.main[count]!;
  let l10 = 0;
  let l11 = 0;
  variances[count] = l00 * l00;
  for (let k = 0; k < count; k++) {
    const main = factor.main[k]!;
    const a = pieces.slopes[k]!;
    const w0 = -(factor.value[k]! * l00 + factor.slope[k]! * l10) / main;
    const w1 = -(factor.slope[k]! * l11) / main;
    variances[k] = w0 * w0 + w1 * w1 + 1 / (main * main);
    before[2 * k] = w0 * l00;
    before[2 * k + 1] = w0 * l10 + w1 * l11;
    l10 = factor.kept[k]! * l10 - (a * factor.value[k]! * l00) / main;
    l11 = hypot(factor.kept[k]! * l11, a / main);
    factors[3 * k] = l00;
    factors[3 * k + 1] = l10;
    factors[3 * k + 2] = l11;
    // f moves by width g; a rotation of (e_0, e_1) makes the factor triangular again, its determinant stays.
    const u0 = l00 + pieces.widths[k]! * l10;
    const u1 = pieces.widths[k]! * l11;
    const length = hypot(u0, u1);
    l10 = l10 * (u0 / length) + l11 * (u1 / length);
    l11 = l11 * (l00 / length);
    l00 = length;
  }
  return { factors, variances, before };
}

/** The covariance of all parameters [K + 1, K + 1], row by row from the left: O(K^2). */
export function bandedCovariance(pieces: Pieces, factor: BandedFactor, moments: BandedMoments): Matrix {
  const count = pieces.joints.length;
  const { variances, before } = moments;
  const result = createMatrix(count + 1, count + 1);
  const put = (i: number, j: number, value: number) => {
    result.data[i * (count + 1) + j] = result.data[j * (count + 1) + i] = value;
  };
  // Covariances of parameter j with (f, g), carried on to every weight to its right.
  const carry = (j: number, from: number, f: number, g: number) => {
    put(j, j, variances[j]!);
    for (let k = from; k < count; k++) {
      const pull = factor.value[k]! * f;
      put(j, k, -(pull + factor.slope[k]! * g) / factor.main[k]!);
      g = factor.kept[k]! * g - (pieces.slopes[k]! * pull) / factor.main[k]!;
      f += pieces.widths[k]! * g;
    }
  };
  carry(count, 0, variances[count]!, 0);
  for (let j = 0; j < count; j++) {
    const g = before[2 * j + 1]! + pieces.slopes[j]! * variances[j]!;
    carry(j, j + 1, before[2 * j]! + pieces.widths[j]! * g, g);
  }
  return result;
}
