import { describe, expect, it } from "vitest";
import {
  drawPoisson,
  poissonCdf,
  poissonCrps,
  poissonLogProb,
  poissonQuantile,
} from "../../src/distributions/poisson.ts";
import {
  poissonMixtureCdf,
  poissonMixtureCrps,
  poissonMixtureLogProb,
  poissonMixtureQuantile,
} from "../../src/distributions/poissonMixture.ts";
import { createRng } from "../../src/random/rng.ts";
import { checkMoments } from "../contracts/closeness.ts";
import poisson from "../fixtures/predictive/poisson.json" with { type: "json" };
import { relativeError } from "./relativeError.ts";

describe.each(poisson.single)("Poisson of rate $rate against mpmath", (expected) => {
  const { rate } = expected;

  it("log probabilities and both tails", () => {
    for (const [k, y] of expected.y.entries()) {
      // A probability of e^-70 has lost two digits to its logarithm.
      expect(relativeError(poissonLogProb(y, rate), expected.logProb[k]!)).toBeLessThan(2e-14);
      const below = poissonCdf(y, rate);
      const tolerance = rate < 1e5 ? 1e-13 : 1e-12;
      if (y < rate) expect(relativeError(below, expected.lower[k]!)).toBeLessThan(tolerance);
      expect(Math.abs(1 - below - Number(expected.upper[k]))).toBeLessThan(2e-16 + 1e-13 * (1 - below));
    }
  });

  it("quantiles", () => {
    expect(expected.p.map((p) => poissonQuantile(p, rate))).toEqual(expected.quantile);
  });

  it("continuous ranked probability scores", () => {
    for (const [k, value] of (expected.crps ?? []).entries()) {
      // The two parts of the score are as large as the rate where they nearly cancel.
      const found = poissonCrps(expected.y[k]!, rate);
      expect(Math.abs(found - Number(value))).toBeLessThan(1e-13 * Number(value) + 1e-15 * rate);
    }
  });
});

describe.each(poisson.mixtures)("mixture of the rates $rates against mpmath", (expected) => {
  const mixture = {
    weights: Float64Array.from(expected.weights),
    rate: Float64Array.from(expected.rates),
  };

  it("log probabilities, cdf, scores and quantiles", () => {
    for (const [k, y] of expected.y.entries()) {
      expect(relativeError(poissonMixtureLogProb(y, mixture), expected.logProb[k]!)).toBeLessThan(1e-13);
      expect(relativeError(poissonMixtureCdf(y, mixture), expected.cdf[k]!)).toBeLessThan(1e-13);
      expect(relativeError(poissonMixtureCrps(y, mixture), expected.crps[k]!)).toBeLessThan(1e-12);
    }
    expect(expected.p.map((p) => poissonMixtureQuantile(p, mixture))).toEqual(expected.quantile);
  });
});

describe("Poisson at its edges", () => {
  it("a rate of 0 is the point mass at 0", () => {
    expect([poissonLogProb(0, 0), poissonLogProb(1, 0)]).toEqual([0, -Infinity]);
    expect([poissonCdf(-1, 0), poissonCdf(0, 0), poissonQuantile(0.99, 0)]).toEqual([0, 1, 0]);
    expect([poissonCrps(3, 0), poissonCrps(-2, 0)]).toEqual([3, 2]);
  });

  it("only counts have a probability", () => {
    for (const y of [-1, 0.5, 1e9 + 0.5, Number.POSITIVE_INFINITY, Number.NaN]) {
      expect(poissonLogProb(y, 3)).toBe(Number.NEGATIVE_INFINITY);
    }
    expect([poissonCdf(-0.1, 3), poissonCdf(Number.POSITIVE_INFINITY, 3)]).toEqual([0, 1]);
  });

  it("the sum and the expansion of the cdf meet at the rate where they change", () => {
    for (const z of [-8, -3, -1, 0, 1, 3, 6]) {
      const k = Math.floor(1e5 + z * Math.sqrt(1e5));
      const sum = poissonCdf(k, 99999.999999);
      const expansion = poissonCdf(k, 100000.000001);
      // Between the two rates the cdf falls by P(k) times their distance.
      const fall = 2e-6 * Math.exp(poissonLogProb(k, 1e5));
      expect(Math.abs(sum - expansion - fall)).toBeLessThan(1e-13);
    }
  });

  it("the score of a mixture of equals is the closed form, by two other ways of computing it", () => {
    const weights = Float64Array.of(0.25, 0.75);
    const score = (y: number, rate: number) =>
      poissonMixtureCrps(y, { weights, rate: Float64Array.of(rate, rate) });
    for (const rate of [0.3, 5, 90, 4000, 1e6]) {
      const y = Math.floor(rate + Math.sqrt(rate));
      expect(relativeError(score(y, rate), poissonCrps(y, rate))).toBeLessThan(1e-11);
    }
    expect(relativeError(score(2e7 + 3000, 2e7), poissonCrps(2e7 + 3000, 2e7))).toBeLessThan(1e-7);
  });

  it("rates far apart cost no more than each alone", () => {
    const mixture = { weights: Float64Array.of(0.5, 0.5), rate: Float64Array.of(1, 9e6) };
    // F_1(1) = 0.74 and F_1(2) = 0.92; between the two rates the cdf rests at a half: E|Y - 1| - E|Y - Y'|/2 = distance/2 - distance/4, but for their spreads.
    expect(relativeError(poissonMixtureCrps(1, mixture), 9e6 / 4)).toBeLessThan(1e-3);
    expect(poissonMixtureQuantile(0.4, mixture)).toBe(2);
  });

  it.each([0.02, 0.7, 4, 33, 2500, 3e5, 1e6])(
    "draws of rate %d have mean and variance equal to it",
    (rate) => {
      const rng = createRng("poisson draws").fork(rate);
      const draws = Float64Array.from({ length: 4000 }, () => drawPoisson(rate, rng));
      expect(draws.every((y) => Number.isInteger(y) && y >= 0)).toBe(true);
      checkMoments(draws, rate, rate);
    },
  );

  it("a broken twin, a normal draw rounded down, is caught: it is half a count too small", () => {
    const rng = createRng("floored");
    const floored = Float64Array.from({ length: 4000 }, () => Math.floor(33 + Math.sqrt(33) * rng.normal()));
    expect(() => checkMoments(floored, 33, 33)).toThrow(/mean of the draws/);
  });
});
