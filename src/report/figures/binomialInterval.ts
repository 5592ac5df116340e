import { binomialQuantile } from "../../distributions/binomial.ts";
import { checkNumber } from "../../errors/checks.ts";

/**
 * The smallest central interval of whole numbers that holds a binomial count with at least probability `level`:
 * lower is the smallest k with P(K <= k) >= (1 - level) / 2, upper the smallest k with P(K <= k) >= (1 + level) / 2.
 * Exact up to rounding, not approximated by a normal distribution.
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
  const quantile = (share: number): number => binomialQuantile(share, trials, probability);
  return { lower: quantile(tail), upper: quantile(1 - tail) };
}
