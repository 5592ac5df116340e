import type { Chains } from "./chains.ts";
import { essMean } from "./essMean.ts";
import { standardDeviation } from "./standardDeviation.ts";

/**
 * Monte Carlo standard error of the mean of all draws, sd/sqrt(ESS) with the {@link essMean}, in units of the draws: how
 * far the mean of another run of the chains would be off. sd/sqrt(S) would forget that draws resemble those before.
 * NaN if a draw is not finite, all draws are equal, or there are fewer than 12 draws per chain.
 * Throws an ArgumentError if there is no chain, a ShapeError if lengths differ.
 */
export function mcseMean(chains: Chains): number {
  return standardDeviation(chains) / Math.sqrt(essMean(chains));
}
