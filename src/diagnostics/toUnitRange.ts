import { type Chains, mapChains } from "./chains.ts";
import { rangeOfDraws } from "./rangeOfDraws.ts";

/**
 * Chains moved and stretched so that their draws fill [0, 1]: (x - low)/(high - low). R-hat and effective sample sizes do
 * not change under this map, and behind it no square over- or underflows, whatever the units. Undefined where
 * {@link rangeOfDraws} is.
 */
export function toUnitRange(chains: Chains): Float64Array[] | undefined {
  const range = rangeOfDraws(chains);
  if (range === undefined) return undefined;
  const { low, high } = range;
  // Halved where their difference is no number; not otherwise, because the smallest numbers have no half.
  const unit = high - low === Number.POSITIVE_INFINITY ? 0.5 : 1;
  const width = unit * high - unit * low;
  return mapChains(chains, (draw) => (unit * draw - unit * low) / width);
}
