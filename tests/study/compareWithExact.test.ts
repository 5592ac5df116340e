import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import type { ExactPosterior } from "../../src/inference/exact/exactPosterior.ts";
import { map } from "../../src/inference/map/map.ts";
import type { Posterior } from "../../src/inference/method.ts";
import { bayesByBackprop } from "../../src/inference/variational/bayesByBackprop.ts";
import { createModel } from "../../src/model/model.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { createRng } from "../../src/random/rng.ts";
import { compareWithExact } from "../../src/study/compareWithExact.ts";
import { invert } from "../support/denseAlgebra.ts";

const rng = createRng("compare");
const x = Float64Array.from({ length: 40 }, (_, i) => 10 + i / 4);
const data = createDataset({ x, y: x.map((v) => 3 * Math.sin(v) + rng.normal()) });
const JOINTS = 5;
const spec = (noiseVariance = 0.1, variance = 2) =>
  ({
    network: { kind: "shallow-relu", joints: { count: JOINTS } },
    prior: { kind: "normal", variance },
    likelihood: { kind: "normal", noiseVariance },
    standardise: "both",
  }) satisfies ModelSpec;
const model = createModel(spec(), data);
const truth = await exact().fit(model, data);
const grid = Float64Array.from({ length: 31 }, (_, i) => 9 + (i * 12) / 30);
const D = truth.size;
const run = (name: string) => ({ rng: createRng(name) });

/** The exact posterior as one that only knows how to draw. */
const drawing = (posterior: ExactPosterior): Posterior<"regression"> => {
  const { method, model: of, scaler, size, notes, sample, predict, save } = posterior;
  return { method, model: of, scaler, size, notes, sample, predict, save };
};

test("the exact posterior is at no distance from itself", () => {
  const found = compareWithExact(truth, truth, grid, rng.fork("itself"));
  expect(found.bias).toBe(0);
  expect(found.ratio).toBeCloseTo(1, 14);
  expect(found.held).toBeCloseTo(0.9544997, 7);
  expect(Math.abs(found.divergence)).toBeLessThan(1e-9);
  expect(found.wasserstein).toBeLessThan(1e-4);
  expect(found.floor).toBeUndefined();
});

test("its draws score what the floor says, not zero", () => {
  const found = compareWithExact(truth, drawing(truth), grid, rng.fork("draws"), { draws: 2000 });
  expect(found.draws).toBe(2000);
  // The divergence of moments is about half a chi square of D(D + 3)/2 degrees of freedom over S.
  const freedom = (D * (D + 3)) / 2;
  expect(Math.abs(found.divergence / found.floor!.divergence - 1)).toBeLessThan(4 * Math.sqrt(2 / freedom));
  expect(found.wasserstein / found.floor!.wasserstein).toBeGreaterThan(0.5);
  expect(found.wasserstein / found.floor!.wasserstein).toBeLessThan(1.5);
});

test("MAP: the right mean, no spread, sqrt(D) away", async () => {
  const posterior = await map().fit(model, data, run("map"));
  const found = compareWithExact(truth, posterior, grid, rng.fork("map"));
  expect(found.bias).toBeLessThan(1e-5);
  expect([found.ratio, found.smallestRatio, found.largestRatio, found.held]).toEqual([0, 0, 0, 0]);
  expect(found.divergence).toBe(Number.POSITIVE_INFINITY);
  expect(found.wasserstein).toBeCloseTo(Math.sqrt(D), 6);
  expect(found.draws).toBe(1);
  expect(found.gradients).toBe(posterior.gradients);
});

describe("variational families", () => {
  test("factorised: 1/2 (sum log Lambda_jj - log det Lambda)", async () => {
    const posterior = await bayesByBackprop().fit(model, data, run("factorised"));
    const found = compareWithExact(truth, posterior, grid, rng.fork("factorised"));
    const { data: flat } = truth.covariance();
    const covariance = Array.from({ length: D }, (_, i) => [...flat.subarray(i * D, (i + 1) * D)]);
    const { inverse, logDeterminant } = invert(covariance);
    const shortfall = inverse.reduce((sum, row, j) => sum + Math.log(row[j]!), 0) + logDeterminant;
    expect(found.divergence).toBeCloseTo(0.5 * shortfall, 2);
    expect(found.ratio).toBeLessThan(0.95);
    expect(found.draws).toBeUndefined();
  });

  test("full: near the exact posterior, from its covariance and from its draws alike", async () => {
    const posterior = await bayesByBackprop({ family: "full" }).fit(model, data, run("full"));
    const found = compareWithExact(truth, posterior, grid, rng.fork("full"));
    expect(found.divergence).toBeLessThan(0.01);
    expect(found.ratio).toBeCloseTo(1, 1);
    const covariance = posterior.covariance();
    posterior.std.forEach((std, j) => {
      expect(Math.sqrt(covariance.data[j * D + j]!) / std).toBeCloseTo(1, 12);
    });
    const { covariance: _, ...withoutMoments } = posterior;
    const drawn = compareWithExact(truth, withoutMoments, grid, rng.fork("drawn"), { draws: 4000 });
    expect(Math.abs(drawn.divergence - drawn.floor!.divergence - found.divergence)).toBeLessThan(
      4 * drawn.floor!.divergence,
    );
  });
});

test("a band twice as wide and one sd off is told as such", () => {
  const predictive = truth.predict(grid);
  const sd = predictive.epistemic.map(Math.sqrt);
  const other = {
    ...drawing(truth),
    predict: () => ({
      ...predictive,
      mean: predictive.mean.map((mean, i) => mean + sd[i]!),
      epistemic: predictive.epistemic.map((value) => 4 * value),
    }),
  };
  const found = compareWithExact(truth, other, grid, rng.fork("twice"), { draws: 100 });
  expect(found.bias).toBeCloseTo(1, 12);
  expect(found.ratio).toBeCloseTo(2, 12);
  // P(-3 < Z < 5).
  expect(found.held).toBeCloseTo(0.9986498, 6);
});

test("the rounding of draws that agree is no spread", () => {
  const predictive = truth.predict(grid);
  const other = {
    ...drawing(truth),
    predict: () => ({ ...predictive, epistemic: predictive.epistemic.map((value) => 1e-30 * value) }),
  };
  const found = compareWithExact(truth, other, grid, rng.fork("rounding"), { draws: 100 });
  expect([found.ratio, found.largestRatio]).toEqual([0, 0]);
});

describe("what cannot be compared is refused", () => {
  const refuse = (posterior: Posterior<"regression">, pattern: RegExp, of = truth) =>
    expect(() => compareWithExact(of, posterior, grid, rng)).toThrow(pattern);

  test.each([
    ["prior", spec(0.1, 3), /their prior differs/],
    ["likelihood", spec(0.2), /their likelihood differs/],
    ["network", { ...spec(), network: { kind: "shallow-relu", joints: { count: 4 } } } as const, /network/],
    ["standardisation", { ...spec(), standardise: "inputs" } as const, /their standardisation differs/],
  ])("another %s", async (_, other, pattern) => {
    refuse(await exact().fit(createModel(other, data), data), pattern);
  });

  test("an exact posterior that is no normal distribution", async () => {
    const open = createModel(
      { ...spec(), likelihood: { kind: "normal", noiseVariance: { shape: 2, scale: 1 } } },
      data,
    );
    const posterior = await exact().fit(open, data);
    refuse(posterior, /must be normal/, posterior);
  });

  test("unknown options and numbers of draws", () => {
    const options = { drawz: 3 } as object;
    expect(() => compareWithExact(truth, truth, grid, rng, options)).toThrow(/unknown option "drawz"/);
    expect(() => compareWithExact(truth, truth, grid, rng, { draws: 1 })).toThrow(
      /draws must be .*at least 2/,
    );
  });
});
