import { betaQuantile } from "../distributions/beta.ts";
import { standardNormalCdf } from "../distributions/standardNormal.ts";
import { type Chains, checkChains, poolChains } from "./chains.ts";
import { essQuantile } from "./essQuantile.ts";

/**
 * Monte Carlo standard error of the sample quantile of level p, in units of the draws: half the distance between two
 * order statistics. With E the {@link essQuantile}, the share of the distribution below the quantile has the
 * distribution Beta(E p + 1, E (1 - p) + 1); the two are the draws at its quantiles of levels Phi(-1) and Phi(1),
 * rounded outwards.
 * Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Bayesian Analysis 16(2), section 4.4.
 *
 * 0 if the draws there are equal. NaN where the {@link essQuantile} is.
 * Throws an ArgumentError if there is no chain or p is not between 0 and 1, a ShapeError if lengths differ.
 */
export function mcseQuantile(chains: Chains, p: number): number {
  checkChains("mcseQuantile", chains);
  const ess = essQuantile(chains, p);
  if (Number.isNaN(ess)) return Number.NaN;
  const sorted = poolChains(chains).sort();
  const draws = sorted.length;
  const share = (z: number) => betaQuantile(standardNormalCdf(z), ess * p + 1, ess * (1 - p) + 1);
  const lower = Math.max(1, Math.floor(share(-1) * draws));
  const upper = Math.min(draws, Math.ceil(share(1) * draws));
  return (sorted[upper - 1]! - sorted[lower - 1]!) / 2;
}
