import { describe, expect, it } from "vitest";
import { invertCdf } from "../../src/distributions/invertCdf.ts";
import { normalLogDensity, normalMeanAbsolute } from "../../src/distributions/normal.ts";
import {
  type NormalMixture,
  normalMixtureCdf,
  normalMixtureLogDensity,
} from "../../src/distributions/normalMixture.ts";
import { halfMeanDifference, normalMixtureCrps } from "../../src/distributions/normalMixtureCrps.ts";
import { normalMixtureQuantile } from "../../src/distributions/normalMixtureQuantile.ts";
import { createRng } from "../../src/random/rng.ts";
import reference from "../fixtures/predictive/distributions.json" with { type: "json" };
import { relativeError } from "./relativeError.ts";

const mixtureOf = (weights: number[], mean: number[], sd: number[]): NormalMixture => {
  const sum = weights.reduce((total, w) => total + w, 0);
  return {
    weights: Float64Array.from(weights, (w) => w / sum),
    mean: Float64Array.from(mean),
    sd: Float64Array.from(sd),
  };
};

/** E|X - X'|/2 over all pairs: the slow twin of the trapezoidal rule. */
const pairs = ({ weights, mean, sd }: NormalMixture): number => {
  let sum = 0;
  for (let s = 0; s < weights.length; s++) {
    for (let r = 0; r < weights.length; r++) {
      const spread = Math.sqrt(sd[s]! * sd[s]! + sd[r]! * sd[r]!);
      sum += 0.5 * weights[s]! * weights[r]! * normalMeanAbsolute(mean[s]! - mean[r]!, spread);
    }
  }
  return sum;
};

describe.each(reference.mixtures.filter((m) => m.family === "normal"))("$name against mpmath", (m) => {
  const mixture = mixtureOf(m.weights, m.location, m.scale);
  it("cdf, log density and crps", () => {
    for (const [k, y] of m.points.entries()) {
      expect(relativeError(normalMixtureCdf(y, mixture), m.cdf[k]!)).toBeLessThan(2e-14);
      expect(relativeError(normalMixtureLogDensity(y, mixture), m.logDensity[k]!)).toBeLessThan(1e-14);
      expect(relativeError(normalMixtureCrps(y, mixture), m.crps[k]!)).toBeLessThan(1e-13);
    }
  });

  it("quantiles, far into both tails", () => {
    for (const [k, p] of m.probabilities.entries()) {
      expect(relativeError(normalMixtureQuantile(p, mixture), m.quantile[k]!)).toBeLessThan(1e-13);
    }
  });
});

describe("mixture of normal distributions", () => {
  const rng = createRng("mixture");
  const random = (count: number, spread: number): NormalMixture =>
    mixtureOf(
      Array.from({ length: count }, () => 0.1 + rng.uniform()),
      Array.from({ length: count }, () => spread * rng.normal()),
      Array.from({ length: count }, () => 0.3 + rng.uniform()),
    );

  it.each([
    [65, 0.1],
    [100, 3],
    [200, 20],
    [90, 100],
  ])(
    "%d components spread by %f: the trapezoidal rule agrees with the sum over all pairs",
    (count, spread) => {
      const mixture = random(count, spread);
      expect(relativeError(halfMeanDifference(mixture), pairs(mixture))).toBeLessThan(1e-13);
    },
  );

  it("the log density is that of the plain sum where it does not underflow, and finite where it does", () => {
    const mixture = random(20, 2);
    for (const y of [-5, 0, 3]) {
      const terms = mixture.weights.map(
        (w, s) => w * Math.exp(normalLogDensity(y, mixture.mean[s]!, mixture.sd[s]!)),
      );
      const sum = terms.reduce((total, term) => total + term, 0);
      expect(normalMixtureLogDensity(y, mixture)).toBeCloseTo(Math.log(sum), 12);
    }
    expect(normalMixtureLogDensity(1e4, mixture)).toBeLessThan(-1e6);
    expect(normalMixtureLogDensity(1e4, mixture)).toBeGreaterThan(Number.NEGATIVE_INFINITY);
  });

  it("point masses: quantile, cdf, density and crps of a staircase, by hand", () => {
    const stairs = mixtureOf([1, 1, 2], [3, 0, 1], [0, 0, 0]);
    expect([-1, 0, 0.5, 1, 3].map((y) => normalMixtureCdf(y, stairs))).toEqual([0, 0.25, 0.25, 0.75, 1]);
    expect([0.1, 0.25, 0.26, 0.75, 0.76].map((p) => normalMixtureQuantile(p, stairs))).toEqual([
      0, 0, 1, 1, 3,
    ]);
    expect(normalMixtureLogDensity(1, stairs)).toBe(Infinity);
    expect(normalMixtureLogDensity(2, stairs)).toBe(-Infinity);
    // At y = 1: 1/16 over [0, 1] and 1/16 over [1, 3].
    expect(normalMixtureCrps(1, stairs)).toBeCloseTo(3 / 16, 15);
    expect(normalMixtureCrps(-2, stairs)).toBeCloseTo(2 + 9 / 16 + 2 / 16, 15);
  });

  it("ten equal points: every tenth is reached although 0.1 is not exact", () => {
    const stairs = mixtureOf(
      Array.from({ length: 10 }, () => 1),
      Array.from({ length: 10 }, (_, s) => s + 1),
      Array.from({ length: 10 }, () => 0),
    );
    for (let k = 1; k < 10; k++) expect(normalMixtureQuantile(k / 10, stairs)).toBe(k);
  });

  it("a point among normals: the quantile rests on it over its whole mass", () => {
    const mixed = mixtureOf([1, 1], [0.3, 0.3], [0, 2]);
    expect([0.26, 0.5, 0.74].map((p) => normalMixtureQuantile(p, mixed))).toEqual([0.3, 0.3, 0.3]);
    expect(normalMixtureQuantile(0.2, mixed)).toBeLessThan(0.3);
    expect(normalMixtureQuantile(0.8, mixed)).toBeGreaterThan(0.3);
    expect(normalMixtureLogDensity(0.3, mixed)).toBe(Infinity);
  });

  it("two narrow peaks: the quantile crosses the empty middle where it should", () => {
    const peaks = mixtureOf([1, 1], [-1e6, 1e6], [1e-3, 1e-3]);
    expect(normalMixtureQuantile(0.4999999, peaks)).toBeCloseTo(-1e6, 1);
    expect(normalMixtureQuantile(0.5000001, peaks)).toBeCloseTo(1e6, 1);
  });
});

describe("invertCdf", () => {
  it("finds the left end of a flat piece, the far side of a jump, and a jump at 0", () => {
    const stairs = (y: number) => (y < 0 ? 0 : y < 1 ? 0.25 : y < 2 ? 0.5 : 1);
    expect(invertCdf(stairs, 0.1, -7.3, 9.1)).toBe(0);
    expect(invertCdf(stairs, 0.5, -7.3, 9.1)).toBe(1);
    expect(invertCdf(stairs, 0.51, -7.3, 9.1)).toBe(2);
  });

  it("returns the lower end when that is enough, and the upper one when nothing is", () => {
    expect(invertCdf((y) => y, 0.2, 0.3, 0.9)).toBe(0.3);
    expect(invertCdf((y) => y, 0.95, 0.3, 0.9)).toBe(0.9);
  });
});
