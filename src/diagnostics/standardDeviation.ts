import { type Chains, checkChains, poolChains } from "./chains.ts";
import { meanAndVariance } from "./meanAndVariance.ts";
import { rangeOfDraws } from "./rangeOfDraws.ts";
import { toUnitRange } from "./toUnitRange.ts";

/**
 * Standard deviation of all draws with divisor S - 1, without over- or underflow on the way. 0 if all draws are equal,
 * NaN if one is not finite or there are fewer than two.
 * Throws an ArgumentError if there is no chain, a ShapeError if lengths differ.
 */
export function standardDeviation(chains: Chains): number {
  checkChains("standardDeviation", chains);
  const range = rangeOfDraws(chains);
  const unit = toUnitRange(chains);
  if (range !== undefined && unit !== undefined)
    return (range.high - range.low) * Math.sqrt(meanAndVariance(poolChains(unit)).variance);
  return Math.sqrt(meanAndVariance(poolChains(chains)).variance);
}
