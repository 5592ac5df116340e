import { checkNumber } from "../errors/checks.ts";
import { erfc, exp, log, logGamma } from "../numeric/special.ts";

/**
 * P(X > x) for X of the chi-square distribution with a whole number of degrees of freedom: with h = x/2 the sum of
 * e^-h h^a / Gamma(a + 1) over a = 0, 1, ..., df/2 - 1, or for odd df over a = 1/2, 3/2, ..., df/2 - 1 and erfc(sqrt(h)).
 * Throws an ArgumentError unless x is at least 0 and df is a positive whole number.
 */
export function chiSquareTail(x: number, df: number): number {
  checkNumber("chiSquareTail", "x", x, { min: 0 });
  checkNumber("chiSquareTail", "df", df, { integer: true, min: 1 });
  const half = x / 2;
  if (half === 0) return 1;
  let sum = df % 2 === 0 ? 0 : erfc(Math.sqrt(half));
  for (let a = df % 2 === 0 ? 0 : 0.5; a < df / 2; a++) sum += exp(a * log(half) - half - logGamma(a + 1));
  return Math.min(1, sum);
}
