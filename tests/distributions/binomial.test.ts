import { describe, expect, it } from "vitest";
import { binomialCdf, binomialQuantile } from "../../src/distributions/binomial.ts";
import scores from "../fixtures/metrics/scores.json" with { type: "json" };
import { relativeError } from "./relativeError.ts";

describe("binomial distribution", () => {
  it.each(scores.binomial)("P(Y <= $k) of n = $n, p = $p against scipy", ({ n, p, k, cdf }) => {
    expect(relativeError(binomialCdf(k, n, p), cdf)).toBeLessThan(1e-11);
  });

  it.each(scores.binomialQuantiles)("quantile $q of n = $n, p = $p against scipy", ({ q, n, p, k }) => {
    expect(binomialQuantile(q, n, p)).toBe(k);
  });

  it("adds up the probabilities of single counts", () => {
    const p = 0.3;
    let term = 0.7 * 0.7 * 0.7 * 0.7 * 0.7;
    let sum = 0;
    for (let k = 0; k <= 5; k++) {
      sum += term;
      expect(binomialCdf(k, 5, p)).toBeCloseTo(sum, 14);
      term *= ((5 - k) / (k + 1)) * (p / (1 - p));
    }
  });

  it("certain trials, no trial, and counts out of range", () => {
    expect([binomialCdf(-1, 4, 0.5), binomialCdf(4, 4, 0.5), binomialCdf(9, 4, 0.5)]).toEqual([0, 1, 1]);
    expect([binomialCdf(0, 4, 0), binomialCdf(3, 4, 1), binomialCdf(0, 0, 0.5)]).toEqual([1, 0, 1]);
    expect([binomialQuantile(0.5, 4, 0), binomialQuantile(0.5, 4, 1), binomialQuantile(0.5, 0, 0.5)]).toEqual(
      [0, 4, 0],
    );
  });
});
