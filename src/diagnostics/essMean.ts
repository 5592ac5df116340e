import { type Chains, checkChains } from "./chains.ts";
import { essOf } from "./essOf.ts";
import { rangeOfDraws } from "./rangeOfDraws.ts";
import { splitChains } from "./splitChains.ts";

/**
 * Effective sample size for the mean of the draws: {@link essOf} the split chains, without ranks. It is what the standard
 * error of the mean needs, and only means something where the variance of the quantity exists.
 * NaN if a draw is not finite, all draws are equal, or there are fewer than 12 draws per chain.
 * Throws an ArgumentError if there is no chain, a ShapeError if lengths differ.
 */
export function essMean(chains: Chains): number {
  checkChains("essMean", chains);
  // The middle draw of an odd number is in no half, and still has to be finite.
  return rangeOfDraws(chains) === undefined ? Number.NaN : essOf(splitChains(chains));
}
