import { kolmogorovUpperTail } from "../distributions/kolmogorov.ts";
import { checkPit } from "./checkPit.ts";

/**
 * The Kolmogorov-Smirnov statistic of the probability integral transforms: the largest distance between their empirical
 * distribution function and that of the uniform distribution, from 0 to 1.
 * Throws an ArgumentError for values outside [0, 1] or no value at all.
 */
export function kolmogorovSmirnov(pit: ArrayLike<number>): number {
  checkPit("kolmogorovSmirnov", pit);
  const n = pit.length;
  const sorted = Float64Array.from(pit).sort();
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, (i + 1) / n - sorted[i]!, sorted[i]! - i / n);
  return largest;
}

/**
 * The p-value of the Kolmogorov-Smirnov test that the probability integral transforms are uniform: the probability of a
 * statistic as large or larger if they are independent and uniform, see {@link kolmogorovUpperTail}. Throws like
 * {@link kolmogorovSmirnov}.
 */
export function kolmogorovSmirnovPValue(pit: ArrayLike<number>): number {
  return kolmogorovUpperTail(kolmogorovSmirnov(pit), pit.length);
}
