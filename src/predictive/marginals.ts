import type { Rng } from "../random/rng.ts";

/**
 * n distributions of one real number each, addressed by their position i = 0 ... n - 1.
 *
 * This small set of functions is all that a family of predictive distributions has to supply; bands, intervals,
 * quantiles, scores and samples are derived from it in one place, so that no two methods can disagree on them.
 */
export interface Marginals {
  /** The name of the family, for messages and reports. */
  readonly family: string;
  readonly size: number;
  /** Whether values are isolated (counts and their images), so that `logProb` is a log probability. Default false. */
  readonly discrete?: boolean;
  mean(i: number): number;
  variance(i: number): number;
  /** log density (or log probability) of y. */
  logProb(i: number, y: number): number;
  /** P(Y <= y). */
  cdf(i: number, y: number): number;
  /** The smallest y with cdf(y) >= p, for 0 < p < 1. */
  quantile(i: number, p: number): number;
  /** Continuous ranked probability score at y, in units of y. */
  crps(i: number, y: number): number;
  draw(i: number, rng: Rng): number;
}
