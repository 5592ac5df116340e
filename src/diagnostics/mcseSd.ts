import { type Chains, checkChains, mapChains, poolChains } from "./chains.ts";
import { essMean } from "./essMean.ts";
import { meanAndVariance } from "./meanAndVariance.ts";
import { rangeOfDraws } from "./rangeOfDraws.ts";
import { toUnitRange } from "./toUnitRange.ts";

/**
 * Monte Carlo standard error of the standard deviation of all draws, in units of the draws. With the central moments
 * m_2 and m_4 of the draws, the sample variance has variance (m_4 - m_2^2)/ESS, and by the delta method the sd
 *   sqrt((m_4 - m_2^2)/(4 m_2 ESS)),
 * where ESS is the {@link essMean} of (x - mean)^2; no normal distribution is assumed. Kenney & Keeping (1951),
 * Mathematics of Statistics, part 2; the choice of ESS as in the R package posterior 1.4.0.
 * NaN if a draw is not finite, all draws lie equally far from the mean, or there are fewer than 12 draws per chain.
 * Throws an ArgumentError if there is no chain, a ShapeError if lengths differ.
 */
export function mcseSd(chains: Chains): number {
  checkChains("mcseSd", chains);
  const range = rangeOfDraws(chains);
  const unit = toUnitRange(chains);
  if (range === undefined || unit === undefined) return Number.NaN;
  const { mean } = meanAndVariance(poolChains(unit));
  const squares = mapChains(unit, (draw) => (draw - mean) * (draw - mean));
  const pooled = poolChains(squares);
  const ofSquares = meanAndVariance(pooled);
  const excess = (ofSquares.variance * (pooled.length - 1)) / pooled.length;
  return (range.high - range.low) * Math.sqrt(excess / (4 * ofSquares.mean * essMean(squares)));
}
