import { checkNumber } from "../errors/checks.ts";
import { type Chains, checkChains, mapChains, poolChains } from "./chains.ts";
import { essOf } from "./essOf.ts";
import { rangeOfDraws } from "./rangeOfDraws.ts";
import { sampleQuantile } from "./sampleQuantile.ts";
import { splitChains } from "./splitChains.ts";

/**
 * Effective sample size for the quantile of level p: {@link essOf} the split chains of the indicators 1{x <= q}, q being
 * the sample quantile of all draws.
 * Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Bayesian Analysis 16(2).
 *
 * NaN if a draw is not finite, there are fewer than 12 draws per chain, or all indicators are equal: all draws are, or
 * their largest value is shared by so many that it is q itself, or the only draw below q is the middle one of an odd
 * number, which is in no half.
 * Throws an ArgumentError if there is no chain or p is not between 0 and 1, a ShapeError if lengths differ.
 */
export function essQuantile(chains: Chains, p: number): number {
  checkChains("essQuantile", chains);
  checkNumber("essQuantile", "p", p, { above: 0, below: 1 });
  if (rangeOfDraws(chains) === undefined) return Number.NaN;
  const quantile = sampleQuantile(poolChains(chains).sort(), p);
  return essOf(splitChains(mapChains(chains, (draw) => (draw <= quantile ? 1 : 0))));
}
