import { checkNumber } from "../../errors/checks.ts";
import { exp, log, log1p, logGamma } from "../../numeric/special.ts";

/**
 * The smallest central interval of whole numbers that holds a binomial count with at least probability `level`:
 * lower is the smallest k with P(K <= k) >= (1 - level) / 2, upper the smallest k with P(K <= k) >= (1 + level) / 2.
 * Exact up to rounding: the probabilities are summed, not approximated by a normal distribution.
 *
 * Throws an ArgumentError if trials is not a whole number of at least 0, or a probability lies outside its range.
 */
export function binomialInterval(
  trials: number,
  probability: number,
  level: number,
): { readonly lower: number; readonly upper: number } {
  checkNumber("binomialInterval", "trials", trials, { min: 0, integer: true });
  checkNumber("binomialInterval", "probability", probability, { min: 0, max: 1 });
  checkNumber("binomialInterval", "level", level, { above: 0, below: 1 });
  if (probability === 0 || trials === 0) return { lower: 0, upper: 0 };
  if (probability === 1) return { lower: trials, upper: trials };
  const tail = (1 - level) / 2;
  return { lower: quantile(trials, probability, tail), upper: quantile(trials, probability, 1 - tail) };
}

/** Standard deviations below the mean at which summing starts: the tail left out is far below rounding. */
const START = 12;

/** The smallest k with P(K <= k) >= share. */
function quantile(n: number, p: number, share: number): number {
  const sd = Math.sqrt(n * p * (1 - p));
  const first = Math.max(0, Math.floor(n * p - START * sd - 1));
  const logOdds = log(p) - log1p(-p);
  let logMass = logBinomialMass(n, p, first);
  let sum = 0;
  for (let k = first; k < n; k++) {
    // Every thousandth term afresh, so that the recursion's rounding errors do not add up.
    if (k % 1000 === 0) logMass = logBinomialMass(n, p, k);
    sum += exp(logMass);
    if (sum >= share * (1 - 1e-12)) return k;
    logMass += log((n - k) / (k + 1)) + logOdds;
  }
  return n;
}

function logBinomialMass(n: number, p: number, k: number): number {
  const ways = logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  return ways + k * log(p) + (n - k) * log1p(-p);
}
