import { describe, expect, it } from "vitest";
import {
  exponentialIntegralExcess,
  scaledExponentialIntegral,
} from "../../src/numeric/exponentialIntegral.ts";
import { integrate } from "../../src/numeric/quadrature.ts";
import fixture from "../fixtures/numeric/exponentialIntegral.json" with { type: "json" };

const rows = fixture.rows as [number, string, string][];
const worst = (found: (u: number) => number, column: 1 | 2) =>
  rows.reduce((most, row) => Math.max(most, Math.abs(found(row[0]) / Number(row[column]) - 1)), 0);

describe("the scaled exponential integral", () => {
  it("keeps its promise against 40 digits", () => {
    expect(worst(scaledExponentialIntegral, 1)).toBeLessThan(4e-15);
  });

  it("is the integral it is defined by", () => {
    for (const u of [0.01, 0.9, 1.1, 30]) {
      const byQuadrature = integrate((t) => Math.exp(-t) / (u + t), 0, 50, 1e-13);
      expect(Math.abs(scaledExponentialIntegral(u) / byQuadrature - 1)).toBeLessThan(1e-11);
    }
  });

  it("reaches its ends", () => {
    expect(scaledExponentialIntegral(0)).toBe(Infinity);
    expect(scaledExponentialIntegral(Infinity)).toBe(0);
    expect(scaledExponentialIntegral(Number.NaN)).toBeNaN();
  });
});

describe("its reciprocal less u", () => {
  it("keeps its promise against 40 digits", () => {
    expect(worst(exponentialIntegralExcess, 2)).toBeLessThan(4e-15);
  });

  it("would lose its digits as a difference", () => {
    expect(worst((u) => 1 / scaledExponentialIntegral(u) - u, 2)).toBeGreaterThan(1e-8);
  });

  it("reaches its ends", () => {
    expect(exponentialIntegralExcess(0)).toBe(0);
    expect(exponentialIntegralExcess(Infinity)).toBe(1);
  });
});
