import { log } from "../numeric/special.ts";
import { centre, centredAutocovariance } from "./autocovariance.ts";
import { type Chains, checkChains } from "./chains.ts";
import { meanAndVariance } from "./meanAndVariance.ts";
import { toUnitRange } from "./toUnitRange.ts";

/** The shortest chain in which a pair of autocorrelations can be looked at; below it nothing is known of tau. */
export const FEWEST_DRAWS_FOR_ESS = 6;

/**
 * Effective sample size of the chains as they are, neither split nor ranked: the number of independent draws whose mean
 * would be as accurate, S/tau. With W the mean of the variances of the chains, var+ = (n - 1)/n W + B/n the pooled
 * variance and c_t the mean of the autocovariances,
 *   rho_t = 1 - (W - c_t)/var+   and   tau = -1 + 2 sum_k P_k,   P_k = rho_2k + rho_(2k+1),
 * where the sum ends before the first negative P_k (Geyer's initial positive sequence), a P_k above the one before
 * counts as that one (initial monotone sequence), and of the pair that ends it the first half is added if positive,
 * which makes tau less variable for antithetic chains. At most S log10(S) is returned: a smaller tau is noise.
 *
 * Geyer (1992), Statistical Science 7(4); Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Bayesian
 * Analysis 16(2), section 3.2; the end of the sum as in the R package posterior 1.4.0.
 * NaN if a draw is not finite, all draws are equal, or a chain has fewer than 6 draws.
 * Throws an ArgumentError if there is no chain, a ShapeError if lengths differ.
 */
export function essOf(chains: Chains): number {
  checkChains("essOf", chains);
  const unit = toUnitRange(chains);
  if (unit === undefined || chains[0]!.length < FEWEST_DRAWS_FOR_ESS) return Number.NaN;
  const draws = chains.length * chains[0]!.length;
  const leastTau = Math.LN10 / log(draws);
  return draws / Math.max(leastTau, autocorrelationTime(unit));
}

/** tau before it is bounded from below; it may be negative. */
function autocorrelationTime(chains: Chains): number {
  const n = chains[0]!.length;
  const rho = autocorrelations(chains);
  let tau = -1;
  let even = 1;
  let pair = 1 + rho(1);
  let ceiling = Number.POSITIVE_INFINITY;
  let t = 0;
  // The last lags of a chain are too few products to be used.
  for (; t < n - 5 && pair > 0; t += 2) {
    ceiling = Math.min(ceiling, pair);
    tau += 2 * ceiling;
    even = rho(t + 2);
    pair = even + rho(t + 3);
  }
  return tau + (pair >= 0 ? even : Math.max(0, even));
}

/** The autocorrelation of all chains together as a function of the lag, each lag computed when it is asked for. */
function autocorrelations(chains: Chains): (lag: number) => number {
  const n = chains[0]!.length;
  const centred = chains.map(centre);
  const covariance = (lag: number) =>
    centred.reduce((sum, chain) => sum + centredAutocovariance(chain, lag), 0) / chains.length;
  const biased = covariance(0);
  const within = (biased * n) / (n - 1);
  const between =
    chains.length === 1 ? 0 : meanAndVariance(chains.map((chain) => meanAndVariance(chain).mean)).variance;
  return (lag) => 1 - (within - covariance(lag)) / (biased + between);
}
