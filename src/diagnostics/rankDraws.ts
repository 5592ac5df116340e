import { type Chains, checkChains, mapChains, poolChains } from "./chains.ts";

/**
 * The rank of every draw among all draws of all chains, from 1; equal draws share the average of their ranks. A draw that is
 * NaN becomes NaN.
 * Throws an ArgumentError if there is no chain, a ShapeError if lengths differ.
 */
export function rankDraws(chains: Chains): Float64Array[] {
  checkChains("rankDraws", chains);
  const sorted = poolChains(chains).sort();
  const ranks = averageRanks(sorted);
  return mapChains(chains, (draw) => (Number.isNaN(draw) ? Number.NaN : ranks[firstOf(sorted, draw)]!));
}

/** The ranks of sorted draws: at the first of equal ones their average rank. */
function averageRanks(sorted: Float64Array): Float64Array {
  const ranks = new Float64Array(sorted.length);
  for (let below = 0, upTo = 0; below < sorted.length; below = upTo) {
    do upTo += 1;
    while (upTo < sorted.length && sorted[upTo] === sorted[below]);
    ranks[below] = (below + 1 + upTo) / 2;
  }
  return ranks;
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
