import { describe, expect, test } from "vitest";
import { map } from "../../../src/inference/map/map.ts";
import type { MapOptions } from "../../../src/inference/map/mapOptions.ts";
import { createRng } from "../../../src/random/rng.ts";
import { largestGap, linearModel, linearProblem } from "./linearProblem.ts";

const problem = await linearProblem();
const { data, model, mean, sd } = problem;

/** Distance of an estimate from the posterior mean, in posterior standard deviations. */
const gap = (parameters: ArrayLike<number>): number => largestGap(parameters, mean, sd);

describe("the mode of a linear-Gaussian posterior is its mean, whatever the optimiser", () => {
  // Stochastic optimisers end within what a cosine schedule leaves of the noise of their batches.
  test.each<[string, MapOptions, number]>([
    ["L-BFGS", { optimiser: "lbfgs" }, 1e-6],
    ["gradient descent", { optimiser: { kind: "sgd", rate: 0.1, momentum: 0 }, batch: 30 }, 1e-4],
    ["momentum", { optimiser: { kind: "sgd", rate: 0.03 }, batch: 30 }, 1e-4],
    ["Nesterov", { optimiser: { kind: "sgd", rate: 0.03, nesterov: true }, batch: 30 }, 1e-4],
    ["Adam", { optimiser: "adam", batch: 30 }, 1e-3],
    ["AdamW without decay", { optimiser: { kind: "adamw", decay: 0 }, batch: 30 }, 1e-3],
    ["Adam on batches of 7", { optimiser: "adam", batch: 7, epochs: 2000 }, 0.05],
    ["SGD on batches of 7", { optimiser: { kind: "sgd", rate: 0.002 }, batch: 7, epochs: 4000 }, 0.05],
  ])("%s", async (_name, options, tolerance) => {
    const posterior = await map(options).fit(model, data, { rng: createRng("mode") });
    expect(gap(posterior.parameters)).toBeLessThan(tolerance);
  });

  test("a loss that forgot N/B, or counted the prior once per row, would be seen", async () => {
    const { noiseVariance, priorVariance } = problem;
    const broken = [
      // The likelihood of a batch of 7 standing for itself: noise N/B times as large.
      linearModel(data, noiseVariance * (30 / 7), priorVariance),
      linearModel(data, noiseVariance, priorVariance / 30),
    ];
    for (const twin of broken) {
      const { parameters } = await map().fit(twin, data, { rng: createRng("twin") });
      expect(gap(parameters)).toBeGreaterThan(0.1);
    }
  });

  test("its log posterior is the likelihood times the prior there", async () => {
    const { parameters, logPosterior } = await map().fit(model, data, { rng: createRng("density") });
    const { noiseVariance: s2, priorVariance: v } = problem;
    const normal = (value: number, variance: number) =>
      -0.5 * (Math.log(2 * Math.PI * variance) + (value * value) / variance);
    let sum = parameters.reduce((total, w) => total + normal(w, v), 0);
    for (let n = 0; n < data.x.rows; n++) {
      let f = parameters[3]!;
      for (let j = 0; j < 3; j++) f += parameters[j]! * data.x.data[3 * n + j]!;
      sum += normal(data.y.data[n]! - f, s2);
    }
    expect(logPosterior).toBeCloseTo(sum, 9);
  });
});
