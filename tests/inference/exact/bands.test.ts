import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import { evenJoints, fitAll, normalModel, toyData } from "./models.ts";

const sd = (values: Float64Array) => Array.from(values, Math.sqrt);

describe("the band of the function", () => {
  test("is constant left of the first joint and widens without end to the right of the data", async () => {
    const data = toyData();
    for (const posterior of await fitAll(normalModel(evenJoints(14), { variance: 10 }, 0.09, data), data)) {
      const left = posterior.predict([-5, -1, -0.1, 0]);
      for (const value of left.epistemic) expect(value).toBeCloseTo(left.epistemic[3]!, 14);
      for (const value of left.mean) expect(value).toBeCloseTo(left.mean[3]!, 14);
      const right = sd(posterior.predict([0.95, 1, 1.2, 2, 5, 100]).epistemic);
      for (let i = 1; i < right.length; i++) expect(right[i]).toBeGreaterThan(right[i - 1]!);
      // Far out it is a cone: the sd of the slope times the distance.
      const [near, far] = sd(posterior.predict([1e6, 2e6]).epistemic);
      expect(far! / near!).toBeCloseTo(2, 5);
    }
  });

  test("need not be narrowest near data: 0.099 far to the left, 0.112 among them", async () => {
    // Bias variance 0.01 says more about the left than eight rows of noise variance 0.09 say about their own place.
    const x = Array.from({ length: 8 }, (_, i) => [0.6 + (0.3 * i) / 7]);
    const data = createDataset({ x, y: x.map(() => 0.5) });
    const model = normalModel(evenJoints(14), { variance: 1, biasVariance: 0.01 }, 0.09, data);
    const [left, among] = sd((await exact().fit(model, data)).predict([-0.2, 0.75]).epistemic);
    expect(left).toBeCloseTo(0.099, 3);
    expect(among).toBeCloseTo(0.112, 3);
  });

  test("of an observation adds the noise, whatever the solver", async () => {
    const data = toyData();
    for (const posterior of await fitAll(normalModel(evenJoints(5), { variance: 10 }, 0.09, data), data)) {
      const predictive = posterior.predict([0.1, 0.7]);
      predictive.variance.forEach((value, i) => {
        expect(value).toBeCloseTo(predictive.epistemic[i]! + 0.09, 14);
      });
      const { lower, upper } = predictive.band(2, "function");
      const wide = predictive.band(2);
      expect(upper[0]! - lower[0]!).toBeLessThan(wide.upper[0]! - wide.lower[0]!);
    }
  });
});
