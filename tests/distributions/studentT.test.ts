import { describe, expect, it } from "vitest";
import { normalCrps, normalQuantile } from "../../src/distributions/normal.ts";
import {
  logGammaHalfStep,
  studentTCdf,
  studentTCrps,
  studentTLogDensity,
  studentTQuantile,
  studentTVariance,
} from "../../src/distributions/studentT.ts";
import reference from "../fixtures/predictive/distributions.json" with { type: "json" };
import { relativeError } from "./relativeError.ts";

type Row = [df: number, argument: number, value: string];
const rows = (table: unknown) => table as Row[];

describe("Student t distribution against mpmath, df from 0.5 to 1e6", () => {
  it("log density", () => {
    for (const [df, z, expected] of rows(reference.studentT.logDensity)) {
      expect(relativeError(studentTLogDensity(z, df, 0, 1), expected)).toBeLessThan(2e-15);
    }
  });

  it("cdf, in the lower tail down to 1e-280 and mirrored in the upper one", () => {
    for (const [df, z, expected] of rows(reference.studentT.cdf)) {
      expect(relativeError(studentTCdf(z, df, 0, 1), expected)).toBeLessThan(1e-13);
      expect(Math.abs(studentTCdf(-z, df, 0, 1) - (1 - Number(expected)))).toBeLessThan(3e-16);
    }
  });

  it("quantiles from p = 1e-12 to a step of 1e-10 from the median, and mirrored", () => {
    for (const [df, p, expected] of rows(reference.studentT.quantile)) {
      expect(relativeError(studentTQuantile(p, df, 0, 1), expected)).toBeLessThan(1e-14);
      // 1 - p carries a rounding error of 1e-16, worth 1e-16/p of the upper quantile.
      const upper = studentTQuantile(1 - p, df, 0, 1);
      const digits = 1e-14 + 1e-16 / (p * Math.min(df, 1)) + 3e-16 / Math.abs(0.5 - p);
      expect(relativeError(upper, -Number(expected))).toBeLessThan(digits);
    }
  });

  it("crps is the integral of (F - step)^2, whether or not the mean exists", () => {
    for (const [df, y, expected] of rows(reference.studentT.crps)) {
      expect(relativeError(studentTCrps(y, df, 0, 1), expected)).toBeLessThan(2e-14);
      expect(relativeError(studentTCrps(-3 * y + 2, df, 2, 3), 3 * Number(expected))).toBeLessThan(2e-14);
    }
  });
});

describe("Student t distribution in closed form", () => {
  it("df = 1 is Cauchy", () => {
    for (const z of [-30, -1, -0.05, -1e-9, 0, 1e-6, 0.3, 7]) {
      expect(studentTCdf(z, 1, 0, 1)).toBeCloseTo(0.5 + Math.atan(z) / Math.PI, 15);
      const crps = (2 / Math.PI) * (z * Math.atan(z) + Math.LN2 - 0.5 * Math.log1p(z * z));
      expect(studentTCrps(z, 1, 0, 1)).toBeCloseTo(crps, 14);
    }
    for (const p of [0.001, 0.3, 0.4999, 0.8]) {
      expect(relativeError(studentTQuantile(p, 1, 0, 1), Math.tan(Math.PI * (p - 0.5)))).toBeLessThan(1e-12);
    }
  });

  it("df = 2 has cdf 1/2 + z/(2 sqrt(2 + z^2))", () => {
    for (const z of [-30, -1, -0.05, 0, 0.3, 7]) {
      expect(studentTCdf(z, 2, 0, 1)).toBeCloseTo(0.5 + z / (2 * Math.sqrt(2 + z * z)), 15);
    }
  });

  it("tends to the normal distribution as df grows, without a seam", () => {
    for (const p of [1e-9, 0.02, 0.394, 0.4999, 0.7]) {
      const z = normalQuantile(p, 0, 1);
      for (const df of [0.99e8, 1.01e8, 1e12, 1e15]) {
        const expansion = z + (z * (z * z + 1)) / (4 * df);
        expect(relativeError(studentTQuantile(p, df, 0, 1), expansion)).toBeLessThan(1e-13);
      }
    }
    expect(studentTCrps(0.4, 1e9, 0, 1)).toBeCloseTo(normalCrps(0.4, 0, 1), 8);
  });

  it("crps passes through df = 1 without a jump", () => {
    for (const z of [0, 0.4, 3, 1000]) {
      const at = studentTCrps(z, 1, 0, 1);
      expect(relativeError(studentTCrps(z, 1 - 1e-6, 0, 1), at)).toBeLessThan(1e-4);
      expect(relativeError(studentTCrps(z, 1 + 1e-6, 0, 1), at)).toBeLessThan(1e-4);
      expect(
        relativeError(studentTCrps(z, 1 + 0.9e-8, 0, 1), studentTCrps(z, 1 + 1.1e-8, 0, 1)),
      ).toBeLessThan(1e-6);
      expect(
        relativeError(studentTCrps(z, 0.9 - 1e-12, 0, 1), studentTCrps(z, 0.9 + 1e-12, 0, 1)),
      ).toBeLessThan(1e-10);
    }
  });

  it("says what does not exist", () => {
    expect(studentTVariance(2, 1)).toBe(Infinity);
    expect(studentTVariance(0.7, 1)).toBe(Infinity);
    expect(studentTVariance(4, 3)).toBe(18);
    expect(studentTCrps(1, 0.5, 0, 1)).toBe(Infinity);
  });

  it("far targets score their distance", () => {
    expect(relativeError(studentTCrps(1e6, 1000, 0, 1), 1e6)).toBeLessThan(1e-6);
    expect(studentTCrps(1e200, 5, 0, 1)).toBe(1e200);
  });

  it("log Gamma(a + 1/2) - log Gamma(a) steps by log((a + 1/2)/a), across the switch to the series", () => {
    for (const a of [0.25, 1, 5.5, 19, 19.5, 19.99, 20, 400]) {
      const step = logGammaHalfStep(a + 1) - logGammaHalfStep(a);
      expect(step).toBeCloseTo(Math.log((a + 0.5) / a), 13);
    }
    expect(logGammaHalfStep(0.5)).toBeCloseTo(-0.5 * Math.log(Math.PI), 15);
  });
});
