import stdlibCdf from "@stdlib/stats-base-dists-normal-cdf";
import { describe, expect, it } from "vitest";
import {
  normalCdf,
  normalCrps,
  normalLogDensity,
  normalMeanAbsolute,
  normalQuantile,
} from "../../src/distributions/normal.ts";
import { standardNormalCdf, standardNormalDensity } from "../../src/distributions/standardNormal.ts";
import { integrate } from "../../src/numeric/quadrature.ts";
import reference from "../fixtures/predictive/distributions.json" with { type: "json" };
import { relativeError } from "./relativeError.ts";

describe("normal distribution", () => {
  it.each(reference.normal.cdf)("cdf(%f) is %s (mpmath)", (z, expected) => {
    // The last digit of z moves the lower tail by z^2 of its digits.
    expect(relativeError(normalCdf(z as number, 0, 1), expected)).toBeLessThan(
      5e-16 + 1e-16 * (z as number) ** 2,
    );
  });

  it.each(reference.normal.quantile)("quantile(%f) is %s (mpmath)", (p, expected) => {
    expect(relativeError(normalQuantile(p as number, 0, 1), expected)).toBeLessThan(5e-16);
  });

  it("the tabulated cdf agrees with that of @stdlib at every distance from its nodes", () => {
    for (let k = -9000; k <= 9000; k++) {
      const z = k / 997;
      expect(Math.abs(standardNormalCdf(z) - stdlibCdf(z, 0, 1))).toBeLessThan(3e-16);
      if (z < 0) expect(relativeError(standardNormalCdf(z), stdlibCdf(z, 0, 1))).toBeLessThan(2e-14);
    }
  });

  it("the tabulated density agrees with its formula, inside and outside the table", () => {
    for (let k = -9000; k <= 9000; k++) {
      const z = k / 997;
      const exact = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
      expect(relativeError(standardNormalDensity(z), exact)).toBeLessThan(3e-14);
    }
  });

  it("the ends are reached", () => {
    expect(standardNormalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(standardNormalCdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(standardNormalDensity(Number.POSITIVE_INFINITY)).toBe(0);
    expect(standardNormalCdf(Number.NaN)).toBeNaN();
    expect(standardNormalDensity(Number.NaN)).toBeNaN();
    expect(normalQuantile(0.5, 7, 3)).toBe(7);
  });

  it("the log density is the formula, also where the density underflows", () => {
    expect(normalLogDensity(1, 3, 2)).toBeCloseTo(-0.5 - Math.log(2) - 0.5 * Math.log(2 * Math.PI), 15);
    expect(normalLogDensity(100, 0, 1)).toBeCloseTo(-5000 - 0.5 * Math.log(2 * Math.PI), 9);
  });

  it("a standard deviation of 0 is a point mass", () => {
    expect([normalCdf(1, 2, 0), normalCdf(2, 2, 0), normalQuantile(0.3, 2, 0)]).toEqual([0, 1, 2]);
    expect([normalLogDensity(2, 2, 0), normalLogDensity(1, 2, 0)]).toEqual([Infinity, -Infinity]);
    expect([normalCrps(5, 2, 0), normalMeanAbsolute(-3, 0)]).toEqual([3, 3]);
  });

  it("crps at the mean is (sqrt 2 - 1)/sqrt pi, and tends to |y - mean| - sd/sqrt pi far away", () => {
    expect(normalCrps(5, 5, 2)).toBeCloseTo((2 * (Math.SQRT2 - 1)) / Math.sqrt(Math.PI), 15);
    expect(normalCrps(-1000, 0, 1)).toBeCloseTo(1000 - 1 / Math.sqrt(Math.PI), 12);
  });

  it("E|X| is the integral of |x| times the density", () => {
    for (const [mean, sd] of [
      [0, 1],
      [0.7, 0.5],
      [-3, 2],
    ] as const) {
      const f = (x: number) => Math.abs(x) * Math.exp(normalLogDensity(x, mean, sd));
      const integral = integrate(f, mean - 12 * sd, 0, 1e-14) + integrate(f, 0, mean + 12 * sd, 1e-14);
      expect(normalMeanAbsolute(mean, sd)).toBeCloseTo(integral, 12);
    }
  });
});
