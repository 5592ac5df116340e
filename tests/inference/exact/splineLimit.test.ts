import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import { invert, multiply } from "../../support/denseAlgebra.ts";
import { largestDifference } from "../../support/differences.ts";
import { evenJoints, normalModel } from "./models.ts";

const x = [0.05, 0.21, 0.3, 0.52, 0.74, 0.9];
const y = [1, 0.4, -0.3, 0.2, 1.1, 0.8];
const at = Array.from({ length: 21 }, (_, i) => i / 20);
const DENSITY = 40;
const BIAS = 2;
const NOISE = 0.01;

/** Covariance of an integrated Wiener process of the given density, started with slope 0 at 0, plus the bias. */
function kernel(a: number, b: number): number {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  return BIAS + DENSITY * (low * low * low * (1 / 3) + (low * low * (high - low)) / 2);
}

describe("many joints with prior variance / K", () => {
  test("tend to the cubic smoothing spline, at the rate 1/K", async () => {
    const gram = x.map((a, i) => x.map((b, j) => kernel(a, b) + (i === j ? NOISE : 0)));
    const { inverse } = invert(gram);
    const mean = at.map((p) =>
      multiply([x.map((a) => kernel(p, a))], inverse)[0]!.reduce((sum, w, n) => sum + w * y[n]!, 0),
    );
    const variance = at.map((p) => {
      const k = x.map((a) => kernel(p, a));
      return kernel(p, p) - multiply([k], inverse)[0]!.reduce((sum, w, n) => sum + w * k[n]!, 0);
    });
    const data = createDataset({ x: x.map((v) => [v]), y });
    const errors = [];
    for (const joints of [1000, 2000, 4000]) {
      const prior = { variance: DENSITY / joints, biasVariance: BIAS };
      const found = (await exact().fit(normalModel(evenJoints(joints), prior, NOISE, data), data)).predict(
        at,
      );
      errors.push(largestDifference(found.mean, mean));
      expect(largestDifference(found.epistemic, variance)).toBeLessThan(10 / joints);
    }
    expect(errors[0]).toBeLessThan(2e-3);
    // Halved with every doubling.
    expect(errors[0]! / errors[1]!).toBeCloseTo(2, 1);
    expect(errors[1]! / errors[2]!).toBeCloseTo(2, 1);
  });
});
