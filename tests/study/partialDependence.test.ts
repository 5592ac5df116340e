import { expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { createModel } from "../../src/model/model.ts";
import { createRng } from "../../src/random/rng.ts";
import { partialDependence } from "../../src/study/partialDependence.ts";

const rng = createRng("dependence");
const x = Array.from({ length: 60 }, () => [rng.normal(), rng.normal()]);
const y = x.map(([a, b]) => 3 * a! - 2 * b! + 0.1 * rng.normal());
const data = createDataset({ x, y, featureNames: ["a", "b"] });

async function fitted(network: { kind: "linear" } | { kind: "random-relu"; units: number; seed: string }) {
  const spec = {
    network,
    prior: { kind: "normal", variance: 1 },
    likelihood: { kind: "normal", noiseVariance: 0.01 },
    standardise: "none",
  } as const;
  return exact().fit(createModel(spec, data), data);
}

test("of a linear model it is a line with the weight as slope, and the deviation of a line", async () => {
  const posterior = await fitted({ kind: "linear" });
  const result = partialDependence(posterior, data, 0, rng.fork("a"), { rows: 60 });
  const covariance = posterior.covariance();
  const meanB = x.reduce((sum, row) => sum + row[1]!, 0) / x.length;
  result.x.forEach((value, k) => {
    const h = [value, meanB, 1];
    const mean = h.reduce((sum, feature, j) => sum + feature * posterior.mean[j]!, 0);
    let variance = 0;
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) variance += h[i]! * h[j]! * covariance.data[3 * i + j]!;
    expect(result.mean[k]).toBeCloseTo(mean, 10);
    expect(result.std[k]).toBeCloseTo(Math.sqrt(variance), 10);
  });
});

test("the closed form and joint draws agree within the error of the draws", async () => {
  const posterior = await fitted({ kind: "random-relu", units: 30, seed: "dependence" });
  const { averages: _, ...withoutClosedForm } = posterior;
  const options = { rows: 20, points: 5, draws: 2000 };
  const closed = partialDependence(posterior, data, 1, rng.fork("b"), options);
  const drawn = partialDependence(withoutClosedForm, data, 1, rng.fork("b"), options);
  closed.std.forEach((std, k) => {
    expect(drawn.mean[k]).toBeCloseTo(closed.mean[k]!, 9);
    // The relative standard error of a standard deviation from 2000 normal draws is 1/sqrt(4000).
    expect(Math.abs(drawn.std[k]! / std - 1)).toBeLessThan(4 / Math.sqrt(4000));
  });
});

test("an input that is not there is refused", async () => {
  const posterior = await fitted({ kind: "linear" });
  expect(() => partialDependence(posterior, data, 2, rng)).toThrow(/feature must be .*at most 1, got 2/);
});

test("curves of single rows are the function with one input changed, and average to the dependence", async () => {
  const posterior = await fitted({ kind: "random-relu", units: 12, seed: "curves" });
  const options = { rows: 60, points: 5 };
  const plain = partialDependence(posterior, data, 1, rng.fork("c"), options);
  const { curves, ...rest } = partialDependence(posterior, data, 1, rng.fork("c"), {
    ...options,
    curves: 60,
  });
  expect(rest).toEqual(plain);
  expect([curves!.rows, curves!.cols]).toEqual([60, 5]);
  rest.x.forEach((value, k) => {
    const changed = { rows: 60, cols: 2, data: Float64Array.from(x.flatMap(([a]) => [a!, value])) };
    const expected = posterior.predict(changed).mean;
    let sum = 0;
    expected.forEach((f, row) => {
      expect(curves!.data[5 * row + k]).toBeCloseTo(f, 12);
      sum += f;
    });
    expect(sum / 60).toBeCloseTo(rest.mean[k]!, 9);
  });
  const few = partialDependence(posterior, data, 1, rng.fork("c"), { ...options, curves: 3 }).curves!;
  expect(Array.from(few.data.subarray(5, 10))).toEqual(Array.from(curves!.data.subarray(100, 105)));
  expect(partialDependence(posterior, data, 1, rng, { points: 2, curves: 999 }).curves!.rows).toBe(60);
});
