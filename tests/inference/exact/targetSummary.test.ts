import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  combineSummaries,
  EMPTY_SUMMARY,
  summariseTargets,
  summaryVariance,
} from "../../../src/inference/exact/targetSummary.ts";

const targets = fc
  .array(
    fc.tuple(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.double({ min: 0.01, max: 10, noNaN: true })),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .map((rows) => ({
    y: Float64Array.from(rows, ([y]) => y),
    weights: Float64Array.from(rows, ([, w]) => w),
  }));

describe("summaries of targets", () => {
  test("are weighted moments and the range, and parts add up to the whole", () => {
    fc.assert(
      fc.property(targets, fc.nat(40), ({ y, weights }, cut) => {
        const whole = summariseTargets(y, weights);
        const weight = weights.reduce((sum, w) => sum + w, 0);
        const mean = y.reduce((sum, v, i) => sum + weights[i]! * v, 0) / weight;
        const squares = y.reduce((sum, v, i) => sum + weights[i]! * (v - mean) * (v - mean), 0);
        const parts = combineSummaries(
          summariseTargets(y.subarray(0, cut), weights.subarray(0, cut)),
          summariseTargets(y.subarray(cut), weights.subarray(cut)),
        );
        for (const found of [whole, parts]) {
          expect(found.weight).toBeCloseTo(weight, 9);
          expect(found.mean).toBeCloseTo(mean, 8);
          expect(Math.abs(found.squares - squares)).toBeLessThan(1e-8 * (1 + squares));
          expect([found.low, found.high]).toEqual([Math.min(...y), Math.max(...y)]);
        }
      }),
      { seed: 71 },
    );
  });

  test("more rows than one block are summed in parts", () => {
    const y = Float64Array.from({ length: 10_000 }, (_, i) => 1e6 + (i % 7));
    const summary = summariseTargets(y, undefined);
    const mean = y.reduce((sum, v) => sum + (v - 1e6), 0) / 10_000;
    const variance = y.reduce((sum, v) => sum + (v - 1e6 - mean) * (v - 1e6 - mean), 0) / 10_000;
    expect(summary.mean - 1e6).toBeCloseTo(mean, 9);
    expect(summaryVariance(summary)).toBeCloseTo(variance, 9);
  });

  test("equal targets have a variance of exactly 0, whatever the rounding of their mean", () => {
    for (const value of [0.1, 1e300, -7]) {
      expect(summaryVariance(summariseTargets(new Float64Array(1001).fill(value), undefined))).toBe(0);
    }
  });

  test("no targets are nothing to add", () => {
    const none = summariseTargets(new Float64Array(0), undefined);
    expect(none).toEqual(EMPTY_SUMMARY);
    const some = summariseTargets(Float64Array.of(1, 4), undefined);
    expect(combineSummaries(none, some)).toEqual(some);
    expect(combineSummaries(some, none)).toEqual(some);
    expect(combineSummaries(none, none)).toEqual(EMPTY_SUMMARY);
  });
});
