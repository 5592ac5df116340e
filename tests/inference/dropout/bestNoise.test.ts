import { expect, test } from "vitest";
import { bestNoise } from "../../../src/inference/dropout/bestNoise.ts";

/** Mean log density of residuals under N(0, e^(2l)), up to a constant: largest at half the log of their mean square. */
const normal = (square: number) => (l: number) => -l - 0.5 * square * Math.exp(-2 * l);

test("finds the maximum of every target to five digits", () => {
  const of = [normal(0.09), normal(25), normal(1e-4)];
  const { values, scores } = bestNoise((at) => at.map((l, k) => of[k]!(l)), [0, 2, -1]);
  [0.3, 5, 0.01].forEach((sd, k) => {
    expect(values[k]).toBeCloseTo(Math.log(sd), 4);
    expect(scores[k]).toBe(of[k]!(values[k]!));
  });
});

test("finds the higher of two maxima", () => {
  const two = (l: number) => Math.max(1 - (l + 1) * (l + 1), 2 - 3 * (l + 4.1) * (l + 4.1));
  const { values } = bestNoise((at) => at.map(two), [0]);
  expect(values[0]).toBeCloseTo(-4.1, 4);
});

test("ends at the edge where the score rises towards it, and passes over what is not finite", () => {
  expect(bestNoise((at) => at.map((l) => l), [0.7]).values[0]).toBeGreaterThanOrEqual(0.7);
  const broken = (l: number) => (l > -2 ? Number.NEGATIVE_INFINITY : -(l + 3) * (l + 3));
  expect(bestNoise((at) => at.map(broken), [0]).values[0]).toBeCloseTo(-3, 4);
});
