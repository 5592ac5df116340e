import { describe, expect, it } from "vitest";
import { betaCdf, betaQuantile } from "../../src/distributions/beta.ts";
import { exp, log, log1p } from "../../src/numeric/special.ts";
import { relativeError } from "./relativeError.ts";

/** P(at least a of a + b - 1 trials succeed), which is I_x(a, b), term after term. */
function binomialTail(x: number, a: number, b: number): number {
  const n = a + b - 1;
  let logTerm = n * log1p(-x);
  let sum = 0;
  for (let j = 0; j <= n; j++) {
    if (j >= a) sum += exp(logTerm);
    logTerm += log((n - j) / (j + 1)) + log(x) - log1p(-x);
  }
  return sum;
}

describe("beta distribution", () => {
  it.each([
    [1, 1],
    [2, 5],
    [7, 3],
    [40, 40],
    [81, 1500],
    [3000, 158],
  ])("a = %d, b = %d: tails of the binomial distribution", (a, b) => {
    const mean = a / (a + b);
    const sd = Math.sqrt((mean * (1 - mean)) / (a + b + 1));
    for (const z of [-3, -1, -0.2, 0, 0.5, 1, 3]) {
      const x = mean + z * sd;
      if (x <= 0 || x >= 1) continue;
      expect(relativeError(betaCdf(x, a, b), binomialTail(x, a, b))).toBeLessThan(1e-13 * (10 + a + b));
    }
  });

  it("closed forms: powers, and the arcsine distribution at its quarters", () => {
    for (const x of [1e-9, 0.01, 0.3, 0.5, 0.9, 0.999]) {
      expect(relativeError(betaCdf(x, 2.5, 1), exp(2.5 * log(x)))).toBeLessThan(1e-14);
      expect(relativeError(betaCdf(x, 1, 2.5), -Math.expm1(2.5 * log1p(-x)))).toBeLessThan(1e-14);
    }
    // (2/pi) arcsin(sqrt(x)): sin(pi/6)^2 = 1/4.
    expect(betaCdf(0.25, 0.5, 0.5)).toBeCloseTo(1 / 3, 14);
    expect(betaCdf(0.5, 0.5, 0.5)).toBeCloseTo(1 / 2, 14);
    expect(betaCdf(0.75, 0.5, 0.5)).toBeCloseTo(2 / 3, 14);
  });

  it("is 0 below, 1 above, and mirrors itself when a and b change places", () => {
    expect([betaCdf(-1, 2, 3), betaCdf(0, 2, 3), betaCdf(1, 2, 3), betaCdf(2, 2, 3)]).toEqual([0, 0, 1, 1]);
    for (const x of [0.125, 0.375, 0.75])
      expect(betaCdf(x, 2.25, 7.5) + betaCdf(1 - x, 7.5, 2.25)).toBeCloseTo(1, 14);
  });

  it("quantiles invert it, up to a million effective draws", () => {
    for (const [a, b] of [
      [0.7, 2],
      [6, 96],
      [5e4, 9.5e5],
      [5e5, 5e5],
    ] as const)
      for (const p of [0.001, 0.1586552539314571, 0.5, 0.95]) {
        const x = betaQuantile(p, a, b);
        expect(Math.abs(betaCdf(x, a, b) - p)).toBeLessThan(1e-13 + 1e-14 * (a + b));
      }
  });

  it("a sharp distribution is nearly normal about its mean", () => {
    const sd = Math.sqrt(0.25 / 1e6);
    expect(Math.abs((betaQuantile(0.8413447460685429, 5e5, 5e5) - 0.5) / sd - 1)).toBeLessThan(1e-5);
  });
});
