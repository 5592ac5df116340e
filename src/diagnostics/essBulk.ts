import { type Chains, checkChains } from "./chains.ts";
import { essOf } from "./essOf.ts";
import { rangeOfDraws } from "./rangeOfDraws.ts";
import { rankNormalise } from "./rankNormalise.ts";
import { splitChains } from "./splitChains.ts";

/**
 * Bulk effective sample size: {@link essOf} the normal scores of the split chains. It tells how well the centre of the
 * distribution is known, needs no moments and does not change under increasing maps of the draws; 100 per chain is a
 * usual demand.
 * Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Bayesian Analysis 16(2).
 * NaN if a draw is not finite, all draws are equal, or there are fewer than 12 draws per chain.
 * Throws an ArgumentError if there is no chain, a ShapeError if lengths differ.
 */
export function essBulk(chains: Chains): number {
  checkChains("essBulk", chains);
  return rangeOfDraws(chains) === undefined ? Number.NaN : essOf(rankNormalise(splitChains(chains)));
}
