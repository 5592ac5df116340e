import type { Chains } from "./chains.ts";

/** The smallest and the largest draw. */
export interface DrawRange {
  readonly low: number;
  readonly high: number;
}

/**
 * The range of the draws of all chains. Undefined if a draw is not finite, all draws are equal or there are none:
 * nothing can be said about mixing then.
 */
export function rangeOfDraws(chains: Chains): DrawRange | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const chain of chains)
    for (const draw of chain) {
      // NaN would be passed over by < and >.
      if (!Number.isFinite(draw)) return undefined;
      if (draw < low) low = draw;
      if (draw > high) high = draw;
    }
  return low < high ? { low, high } : undefined;
}
