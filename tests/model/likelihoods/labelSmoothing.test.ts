import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LabelSmoothing } from "../../../src/model/likelihoodSpec.ts";
import { createLikelihood } from "../../../src/model/likelihoods/createLikelihood.ts";
import { largestMixedDifference } from "../../support/differences.ts";
import { rowLoss } from "./randomRows.ts";

const smoothed = (classes: number, smoothing?: LabelSmoothing) =>
  createLikelihood({ kind: "categorical", ...(smoothing === undefined ? {} : { smoothing }) }, 1, classes);
const cases = fc.record({
  share: fc.integer({ min: 1, max: 60 }).map((k) => k / 100),
  logits: fc.array(
    fc.integer({ min: -300, max: 300 }).map((k) => k / 100),
    { minLength: 2, maxLength: 6 },
  ),
  y: fc.nat(),
});
const holds = (property: (share: number, logits: number[], y: number) => void) =>
  fc.assert(
    fc.property(cases, ({ share, logits, y }) => property(share, logits, y % logits.length)),
    {
      seed: 9_4,
      numRuns: 100,
    },
  );

describe("label smoothing", () => {
  test("over others is the cross-entropy with 1 - rho at y and rho/(K - 1) elsewhere (problem 9.4)", () => {
    holds((share, logits, y) => {
      const classes = logits.length;
      const total = Math.log(logits.reduce((sum, f) => sum + Math.exp(f), 0));
      const expected = logits.reduce(
        (sum, f, k) => sum + (k === y ? 1 - share : share / (classes - 1)) * (total - f),
        0,
      );
      const found = rowLoss(smoothed(classes, { share, over: "others" }), logits, [y], 2).value;
      expect(found).toBeCloseTo(2 * expected, 11);
    });
  });

  test("is smallest at the smoothed probabilities, where the gradient is 0", () => {
    for (const over of ["others", "uniform"] as const) {
      holds((share, logits, y) => {
        const classes = logits.length;
        const rest = over === "others" ? share / (classes - 1) : share / classes;
        const best = logits.map((_, k) => Math.log(k === y ? 1 - (classes - 1) * rest : rest));
        const likelihood = smoothed(classes, { share, over });
        const least = rowLoss(likelihood, best, [y]);
        expect(largestMixedDifference(least.byOutputs, new Float64Array(classes))).toBeLessThan(1e-14);
        // The smallest value is the entropy of the smoothed target.
        expect(least.value).toBeCloseTo(
          best.reduce((sum, f) => sum - Math.exp(f) * f, 0),
          12,
        );
        expect(rowLoss(likelihood, logits, [y]).value).toBeGreaterThanOrEqual(least.value - 1e-12);
      });
    }
  });

  const gap = (share: number, uniform: number, logits: number[], y: number) => {
    const others = rowLoss(smoothed(logits.length, { share, over: "others" }), logits, [y]);
    const all = rowLoss(smoothed(logits.length, { share: uniform, over: "uniform" }), logits, [y]);
    return Math.max(
      Math.abs(others.value - all.value),
      largestMixedDifference(others.byOutputs, all.byOutputs),
    );
  };

  test("the two conventions agree for eps = rho K/(K - 1)", () => {
    holds((share, logits, y) => {
      const uniform = (share * logits.length) / (logits.length - 1);
      fc.pre(uniform < 1);
      expect(gap(share, uniform, logits, y)).toBeLessThan(1e-12);
    });
  });

  test("a broken twin that uses rho as it stands is caught", () => {
    let missed = 0;
    holds((share, logits, y) => {
      if (gap(share, share, logits, y) < 1e-4) missed++;
    });
    expect(missed).toBe(0);
  });

  test("no share is no smoothing", () => {
    for (const over of ["others", "uniform"] as const) {
      const none = smoothed(3, { share: 0, over });
      expect(none.fused?.loss).toBe("softmax");
      expect(rowLoss(none, [1, 2, 3], [1])).toEqual(rowLoss(smoothed(3), [1, 2, 3], [1]));
    }
  });
});
