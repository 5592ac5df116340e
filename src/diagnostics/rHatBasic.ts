import { type Chains, checkChains } from "./chains.ts";
import { meanAndVariance } from "./meanAndVariance.ts";
import { toUnitRange } from "./toUnitRange.ts";

/**
 * Potential scale reduction of the chains as they are, neither split nor ranked:
 *   sqrt(var+/W),   var+ = (n - 1)/n W + B/n,
 * with W the mean of the variances of the m chains and B/n the variance of their means. Near 1 when the chains agree; a
 * chain that has not found the others raises it. `rHatBasic(splitChains(chains))` is the split R-hat.
 * Gelman & Rubin (1992), Statistical Science 7(4); Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Bayesian
 * Analysis 16(2).
 *
 * Infinity if every chain rests at a value of its own. NaN if a draw is not finite, all draws are equal, or there are
 * fewer than two chains or two draws in each.
 * Throws an ArgumentError if there is no chain, a ShapeError if lengths differ.
 */
export function rHatBasic(chains: Chains): number {
  checkChains("rHatBasic", chains);
  const unit = toUnitRange(chains);
  const n = chains[0]!.length;
  if (unit === undefined || chains.length < 2 || n < 2) return Number.NaN;
  const moments = unit.map(meanAndVariance);
  const between = meanAndVariance(moments.map(({ mean }) => mean)).variance;
  const within = meanAndVariance(moments.map(({ variance }) => variance)).mean;
  return Math.sqrt(between / within + (n - 1) / n);
}
