import { exp } from "../numeric/special.ts";
import { uniformCountsProbability } from "./uniformCounts.ts";

/** Up to this number of numbers the probability is exact. */
const MOST_EXACT = 2000;
/** From n d^2 = 18 on the probability is below 1e-15. */
const FAR = 18;

/**
 * P(D >= d) for the Kolmogorov-Smirnov statistic D of n independent numbers, uniform on [0, 1]: the p-value of the test
 * that they are uniform.
 *
 * For n up to 2000 exact, as the probability that the empirical distribution function leaves a strip of half-width d; above by
 * Kolmogorov's limit at a corrected statistic, t + 1/(6 sqrt n) + (t - 1)/(4 n) with t = d sqrt n (Vrbik 2018), to 3e-5.
 */
export function kolmogorovUpperTail(d: number, n: number): number {
  if (d <= 0.5 / n) return 1;
  if (d >= 1) return 0;
  if (n * d * d > FAR) return 2 * exp(-2 * n * d * d);
  return n <= MOST_EXACT ? Math.max(0, 1 - stripProbability(d, n)) : limit(d * Math.sqrt(n), n);
}

/**
 * P(D < d): at d + i/n more than i numbers must lie below, and at i/n - d fewer than i; between these places nothing new is
 * asked.
 */
function stripProbability(d: number, n: number): number {
  const asked: { readonly at: number; readonly lower: number; readonly upper: number }[] = [];
  for (let i = 0; i < n; i++) {
    if (d + i / n < 1) asked.push({ at: d + i / n, lower: i + 1, upper: n });
    if ((i + 1) / n - d > 0) asked.push({ at: (i + 1) / n - d, lower: 0, upper: i });
  }
  asked.sort((a, b) => a.at - b.at);
  const points = asked.map(({ at }) => at);
  const lower = asked.map((one) => one.lower);
  const upper = asked.map((one) => one.upper);
  // Bounds hold on: a count that was reached stays reached, and what is too many later is too many now.
  for (let k = 1; k < lower.length; k++) lower[k] = Math.max(lower[k]!, lower[k - 1]!);
  for (let k = upper.length - 2; k >= 0; k--) upper[k] = Math.min(upper[k]!, upper[k + 1]!);
  return uniformCountsProbability(n, { points, lower, upper });
}

function limit(t: number, n: number): number {
  const x = t + 1 / (6 * Math.sqrt(n)) + (t - 1) / (4 * n);
  // Below 0.2 the probability is 1 to twelve digits, and the series slow.
  if (x < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 40; k++) sum += (k % 2 === 1 ? 2 : -2) * exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, sum));
}
