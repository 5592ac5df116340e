import { exp, logGamma } from "../../src/numeric/special.ts";

/** Probability of every count from 0 to m under the beta-binomial law of m trials with parameters a and b. */
export function betaBinomial(m: number, a: number, b: number): number[] {
  const logBeta = (x: number, y: number) => logGamma(x) + logGamma(y) - logGamma(x + y);
  return Array.from({ length: m + 1 }, (_, j) =>
    exp(logGamma(m + 1) - logGamma(j + 1) - logGamma(m - j + 1) + logBeta(j + a, m - j + b) - logBeta(a, b)),
  );
}

/** Variance of the share of successes. */
export function betaBinomialShareVariance(m: number, a: number, b: number): number {
  return (a * b * (a + b + m)) / (m * (a + b) * (a + b) * (a + b + 1));
}

/**
 * Pearson's statistic of counts against their probabilities, in bins of neighbouring counts each of which holds at least
 * `least` of the expected ones, and its degrees of freedom.
 */
export function chiSquare(
  counts: readonly number[],
  probabilities: readonly number[],
  least: number,
): { readonly statistic: number; readonly freedom: number } {
  const bins: { expected: number; found: number }[] = [{ expected: 0, found: 0 }];
  probabilities.forEach((p, count) => {
    let bin = bins.at(-1)!;
    if (bin.expected >= least) bins.push((bin = { expected: 0, found: 0 }));
    bin.expected += p * counts.length;
    bin.found += counts.filter((c) => c === count).length;
  });
  const last = bins.at(-1)!;
  if (last.expected < least && bins.length > 1) {
    bins.pop();
    bins.at(-1)!.expected += last.expected;
    bins.at(-1)!.found += last.found;
  }
  const statistic = bins.reduce(
    (sum, { expected, found }) => sum + ((found - expected) * (found - expected)) / expected,
    0,
  );
  return { statistic, freedom: bins.length - 1 };
}
