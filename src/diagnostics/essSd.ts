import { type Chains, checkChains, mapChains, poolChains } from "./chains.ts";
import { essMean } from "./essMean.ts";
import { meanAndVariance } from "./meanAndVariance.ts";
import { toUnitRange } from "./toUnitRange.ts";

/**
 * Effective sample size for the standard deviation of the draws: {@link essMean} of their distances from the mean of all
 * draws, |x - mean|, as in the R package posterior 1.4.0.
 * NaN if a draw is not finite, all draws lie equally far from the mean, or there are fewer than 12 draws per chain.
 * Throws an ArgumentError if there is no chain, a ShapeError if lengths differ.
 */
export function essSd(chains: Chains): number {
  checkChains("essSd", chains);
  const unit = toUnitRange(chains);
  if (unit === undefined) return Number.NaN;
  const { mean } = meanAndVariance(poolChains(unit));
  return essMean(mapChains(unit, (draw) => Math.abs(draw - mean)));
}
