import { describe, expect, it } from "vitest";
import { gpdFit, gpdQuantile } from "../../src/diagnostics/gpdFit.ts";
import { paretoSmooth, paretoThreshold } from "../../src/diagnostics/paretoSmooth.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import { exp, log, logSumExp } from "../../src/numeric/special.ts";
import { createRng } from "../../src/random/rng.ts";
import { readJson } from "../support/readFixture.ts";

interface Reference {
  log_ratios: number[];
  pareto_k: number;
  n_eff: number;
  tail_length: number;
  smoothed_normalised_log_weights: number[];
}

const reference = readJson<Reference>("diagnostics/paretoSmooth.json");

/** Draws of a generalised Pareto distribution, sorted. */
function excesses(k: number, sigma: number, n: number): Float64Array {
  const rng = createRng(7);
  return Float64Array.from({ length: n }, () => gpdQuantile({ k, sigma }, rng.uniform())).sort();
}

describe("paretoSmooth against the R package loo", () => {
  const smoothed = paretoSmooth(Float64Array.from(reference.log_ratios));

  it("k, the tail and the effective sample size", () => {
    expect(smoothed.tail).toBe(reference.tail_length);
    expect(Math.abs(smoothed.k! - reference.pareto_k)).toBeLessThan(1e-12);
    expect(Math.abs(smoothed.ess / reference.n_eff - 1)).toBeLessThan(1e-12);
    expect(smoothed.reason).toBeUndefined();
  });

  it("every weight", () => {
    const difference = smoothed.logWeights.map((w, s) =>
      Math.abs(w - reference.smoothed_normalised_log_weights[s]!),
    );
    expect(Math.max(...difference)).toBeLessThan(1e-12);
    expect(Math.abs(logSumExp(smoothed.logWeights))).toBeLessThan(1e-13);
  });
});

describe("paretoSmooth", () => {
  const rng = createRng(3);
  const ratios = Float64Array.from({ length: 400 }, () => rng.normal());

  it("does not change with a constant", () => {
    const moved = paretoSmooth(ratios.map((ratio) => ratio + 700));
    const here = paretoSmooth(ratios);
    expect(Math.abs(moved.k! - here.k!)).toBeLessThan(1e-10);
  });

  it("leaves the order of the ratios and all but the tail as they are", () => {
    const { logWeights, tail } = paretoSmooth(ratios);
    const order = Array.from(ratios.keys()).sort((a, b) => ratios[a]! - ratios[b]!);
    const ordered = order.map((s) => logWeights[s]!);
    expect(ordered).toEqual([...ordered].sort((a, b) => a - b));
    const offsets = order.slice(0, -tail).map((s) => logWeights[s]! - ratios[s]!);
    expect(Math.max(...offsets) - Math.min(...offsets)).toBeLessThan(1e-13);
  });

  it("takes a longer tail from draws that depend on each other", () => {
    expect(paretoSmooth(ratios).tail).toBe(60);
    expect(paretoSmooth(ratios, { effective: 0.7 }).tail).toBe(72);
    expect(paretoSmooth(ratios, { effective: 0.01 }).tail).toBe(80);
  });

  it("says why there is no k", () => {
    const equal = paretoSmooth(new Float64Array(100).fill(-3));
    expect(equal).toMatchObject({ k: null, reason: expect.stringContaining("equal") });
    expect(equal.ess).toBeCloseTo(100, 10);
    expect(paretoSmooth(ratios.slice(0, 20))).toMatchObject({
      k: null,
      reason: expect.stringContaining("20"),
    });
    expect(paretoSmooth(ratios.slice(0, 21)).k).not.toBeNull();
    const ties = Float64Array.from({ length: 100 }, (_, s) => (s < 97 ? 0 : s - 90));
    expect(paretoSmooth(ties)).toMatchObject({ k: null, reason: expect.stringContaining("too many") });
  });

  it("gives a draw of ratio 0 the weight 0", () => {
    const { logWeights, k } = paretoSmooth(ratios.with(5, Number.NEGATIVE_INFINITY));
    expect(logWeights[5]).toBe(Number.NEGATIVE_INFINITY);
    expect(k).not.toBeNull();
  });

  it("refuses what is no ratio", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => paretoSmooth(ratios.with(2, bad))).toThrow(ArgumentError);
    expect(() => paretoSmooth(new Float64Array(4).fill(Number.NEGATIVE_INFINITY))).toThrow(ArgumentError);
    expect(() => paretoSmooth(new Float64Array())).toThrow(ArgumentError);
    expect(() => paretoSmooth(ratios, { effective: 0 })).toThrow(ArgumentError);
    expect(() => paretoSmooth(ratios, { relative: 1 } as object)).toThrow(ArgumentError);
  });
});

describe("gpdFit", () => {
  // The standard error of the shape is about (1 + k)/sqrt(n) = 0.02; four of them.
  it.each([-0.3, 0, 0.4, 0.9])("finds the shape %d and the scale of 5000 draws", (k) => {
    const fit = gpdFit(excesses(k, 2, 5000))!;
    expect(Math.abs(fit.k - k)).toBeLessThan((4 * (1 + Math.abs(k))) / Math.sqrt(5000));
    expect(Math.abs(fit.sigma / 2 - 1)).toBeLessThan(4 * Math.sqrt((2 * (1 + Math.abs(k))) / 5000));
  });

  it("keeps its shape in other units", () => {
    const sorted = excesses(0.5, 1, 100);
    const fit = gpdFit(sorted)!;
    const scaled = gpdFit(sorted.map((x) => 1e-9 * x))!;
    expect(Math.abs(scaled.k - fit.k)).toBeLessThan(1e-12);
    expect(Math.abs(scaled.sigma / (1e-9 * fit.sigma) - 1)).toBeLessThan(1e-12);
  });

  it("has the quantiles of its distribution", () => {
    for (const k of [-0.5, 1e-12, 0.5]) {
      const x = gpdQuantile({ k, sigma: 3 }, 0.9);
      expect(exp(-log(1 + (k * x) / 3) / k)).toBeCloseTo(0.1, 3);
    }
    expect(gpdQuantile({ k: 0, sigma: 3 }, 0.9)).toBeCloseTo(3 * log(10), 14);
  });

  it("passes theta = 0, the exponential distribution, which is a point of this grid", () => {
    const fit = gpdFit(Float64Array.of(5, 5, 9, 9))!;
    const near = gpdFit(Float64Array.of(5, 5, 9, 9 + 1e-9))!;
    expect(fit.k).toBeCloseTo(near.k, 6);
    expect(fit.sigma).toBeCloseTo(near.sigma, 6);
  });

  it("says nothing without a scale, and refuses what is not sorted", () => {
    expect(gpdFit(new Float64Array(8))).toBeUndefined();
    expect(gpdFit(Float64Array.of(1))).toBeUndefined();
    expect(() => gpdFit(Float64Array.of(2, 1))).toThrow(ArgumentError);
    expect(() => gpdFit(Float64Array.of(-1, 1))).toThrow(ArgumentError);
    expect(() => gpdFit(Float64Array.of(1, Number.NaN))).toThrow(ArgumentError);
  });
});

it("paretoThreshold is 0.7 from 2200 draws on, and less for fewer", () => {
  expect(paretoThreshold(100)).toBeCloseTo(0.5, 12);
  expect(paretoThreshold(2000)).toBeLessThan(0.7);
  expect(paretoThreshold(2200)).toBe(0.7);
});
