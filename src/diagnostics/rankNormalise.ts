import { standardNormalQuantile } from "../distributions/normal.ts";
import { type Chains, mapChains } from "./chains.ts";
import { rankDraws } from "./rankDraws.ts";

/**
 * Normal scores of the draws: Phi^-1((r - 3/8)/(S + 1/4)), where r is the rank of a draw among all S draws of all chains,
 * from 1. Equal draws share the average of their ranks. Ranks are the same after any increasing transformation, and
 * their scores have every moment even where the draws have none. A draw that is NaN becomes NaN.
 * Blom (1958); Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Bayesian Analysis 16(2).
 * Throws an ArgumentError if there is no chain, a ShapeError if lengths differ.
 */
export function rankNormalise(chains: Chains): Float64Array[] {
  const ranks = rankDraws(chains);
  const draws = ranks.reduce((sum, chain) => sum + chain.length, 0);
  return mapChains(ranks, (rank) => standardNormalQuantile((rank - 0.375) / (draws + 0.25)));
}
