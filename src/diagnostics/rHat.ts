import { type Chains, checkChains, mapChains, poolChains } from "./chains.ts";
import { rangeOfDraws } from "./rangeOfDraws.ts";
import { rankNormalise } from "./rankNormalise.ts";
import { rHatBasic } from "./rHatBasic.ts";
import { sampleQuantile } from "./sampleQuantile.ts";
import { splitChains } from "./splitChains.ts";

/** The shortest half of a chain whose mean and variance are compared with those of the others. */
export const FEWEST_DRAWS_FOR_R_HAT = 4;

/**
 * The improved R-hat: the larger of the split R-hat of the normal scores of the draws (chains at different places) and of
 * the draws folded about their median, |x - median| (chains of different widths). It needs no moments and does not
 * change under increasing maps of the draws, apart from the folding. Chains may be used when it is below 1.01.
 * Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Bayesian Analysis 16(2).
 *
 * Where all draws lie equally far from the median, folding leaves nothing to compare and the first of the two is
 * returned. Infinity if every half of a chain rests at a value of its own. NaN if a draw is not finite, all draws are
 * equal, or there are fewer than 8 draws per chain.
 * Throws an ArgumentError if there is no chain, a ShapeError if lengths differ.
 */
export function rHat(chains: Chains): number {
  checkChains("rHat", chains);
  if (tooFew(chains)) return Number.NaN;
  const folded = foldedRHat(chains);
  const bulk = rankedRHat(chains);
  return Number.isNaN(folded) ? bulk : Math.max(bulk, folded);
}

/**
 * The folded R-hat alone: the split R-hat of the normal scores of |x - median|. It sees chains that agree about the centre
 * and not about the width, which the other part of {@link rHat} does not.
 *
 * NaN where all draws lie equally far from the median, and where {@link rHat} is.
 * Throws an ArgumentError if there is no chain, a ShapeError if lengths differ.
 */
export function rHatFolded(chains: Chains): number {
  checkChains("rHatFolded", chains);
  return tooFew(chains) ? Number.NaN : foldedRHat(chains);
}

function tooFew(chains: Chains): boolean {
  return rangeOfDraws(chains) === undefined || chains[0]!.length < 2 * FEWEST_DRAWS_FOR_R_HAT;
}

function foldedRHat(chains: Chains): number {
  const median = sampleQuantile(poolChains(chains).sort(), 0.5);
  return rankedRHat(mapChains(chains, (draw) => Math.abs(draw - median)));
}

function rankedRHat(chains: Chains): number {
  return rHatBasic(rankNormalise(splitChains(chains)));
}
