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
  const draws = sorted.length;
  return mapChains(chains, (draw) => {
    if (Number.isNaN(draw)) return Number.NaN;
    const below = countWhile(sorted, (other) => other < draw);
    const upTo = countWhile(sorted, (other) => other <= draw);
    return standardNormalQuantile(((below + 1 + upTo) / 2 - 0.375) / (draws + 0.25));
  });
}

/** How many numbers at the start of a sorted array have a property that none has after the first without it. */
function countWhile(sorted: Float64Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
