import { exp, LOG_TWO_PI, log } from "../numeric/special.ts";
import { standardNormalCdf } from "./standardNormal.ts";

/**
 * The mixture sum_s weights[s] N(mean[s], sd[s]^2) of S normal distributions; the weights add up to 1. A component with
 * sd 0 is a point mass. Flat arrays, because a bank of posterior draws is such a mixture with S in the thousands.
 */
export interface NormalMixture {
  readonly weights: Float64Array;
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

/** sum_s weights[s] mean[s]. */
export function normalMixtureMean({ weights, mean }: NormalMixture): number {
  let sum = 0;
  for (let s = 0; s < weights.length; s++) sum += weights[s]! * mean[s]!;
  return sum;
}

/** Law of total variance: sum_s weights[s] (sd[s]^2 + (mean[s] - overall mean)^2). */
export function normalMixtureVariance(mixture: NormalMixture): number {
  const { weights, mean, sd } = mixture;
  const centre = normalMixtureMean(mixture);
  let sum = 0;
  for (let s = 0; s < weights.length; s++) {
    const off = mean[s]! - centre;
    sum += weights[s]! * (sd[s]! * sd[s]! + off * off);
  }
  return sum;
}

/** P(Y <= y). */
export function normalMixtureCdf(y: number, { weights, mean, sd }: NormalMixture): number {
  let sum = 0;
  for (let s = 0; s < weights.length; s++) {
    const off = y - mean[s]!;
    if (sd[s]! > 0) sum += weights[s]! * standardNormalCdf(off / sd[s]!);
    else if (off >= 0) sum += weights[s]!;
  }
  return Math.min(sum, 1);
}

/** log density at y; +Infinity at a point mass. The sum is scaled by its largest term, so no y is too far away. */
export function normalMixtureLogDensity(y: number, { weights, mean, sd }: NormalMixture): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let s = 0; s < weights.length; s++) {
    if (sd[s]! === 0 && y === mean[s]!) return Number.POSITIVE_INFINITY;
    const z = (y - mean[s]!) / sd[s]!;
    if (sd[s]! > 0) largest = Math.max(largest, -0.5 * z * z);
  }
  if (largest === Number.NEGATIVE_INFINITY) return largest;
  let sum = 0;
  for (let s = 0; s < weights.length; s++) {
    const z = (y - mean[s]!) / sd[s]!;
    if (sd[s]! > 0) sum += (weights[s]! / sd[s]!) * exp(-0.5 * z * z - largest);
  }
  return largest + log(sum) - 0.5 * LOG_TWO_PI;
}
