import { standardNormalQuantile } from "../distributions/normal.ts";
import { type Chains, checkChains, mapChains, poolChains } from "./chains.ts";

/**
 * Normal scores of the draws: Phi^-1((r - 3/8)/(S + 1/4)), where r is the rank of a draw among all S draws of all chains,
 * from 1. Equal draws share the average of their ranks. Ranks are the same after any increasing transformation, and
 * their scores have every moment even where the draws have none. A draw that is NaN becomes NaN.
 * Blom (1958); Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Bayesian Analysis 16(2).
 * Throws an ArgumentError if there is no chain, a ShapeError if lengths differ.
 */
export function rankNormalise(chains: Chains): Float64Array[] {
  checkChains("rankNormalise", chains);
  const sorted = poolChains(chains).sort();
  const scores = scoresOf(sorted);
  return mapChains(chains, (draw) => (Number.isNaN(draw) ? Number.NaN : scores[firstOf(sorted, draw)]!));
}

/** The scores of sorted draws: at the first of equal ones that of their average rank. */
function scoresOf(sorted: Float64Array): Float64Array {
  const scores = new Float64Array(sorted.length);
  for (let below = 0, upTo = 0; below < sorted.length; below = upTo) {
    do upTo += 1;
    while (upTo < sorted.length && sorted[upTo] === sorted[below]);
    scores[below] = standardNormalQuantile(((below + 1 + upTo) / 2 - 0.375) / (sorted.length + 0.25));
  }
  return scores;
}

/** The place of the first of the numbers that are equal to a value in a sorted array. */
function firstOf(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
