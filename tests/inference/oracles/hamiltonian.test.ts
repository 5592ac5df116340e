import { describe, expect, test } from "vitest";
import { type HmcOptions, hmc } from "../../../src/inference/hamiltonian/hmc.ts";
import { type NutsOptions, nuts } from "../../../src/inference/hamiltonian/nuts.ts";
import { createModel } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import { scaledBy, worstDeviation } from "../langevin/stationary.ts";
import { linearModel, linearProblem } from "./linearProblem.ts";

const { data, model, mean, covariance, noiseVariance, priorVariance } = await linearProblem();

const WITHIN = 4.5;
const CAUGHT = 8;
const LONG = { chains: 4, warmUp: 300, draws: 8000 } as const;

describe("the draws of nuts and hmc have mean mu and covariance Lambda^-1", () => {
  const nutsOf = (options: NutsOptions = {}, of = model) =>
    nuts({ ...LONG, ...options }).fit(of, data, { rng: createRng("hamiltonian oracle") });
  const hmcOf = (options: HmcOptions = {}) =>
    hmc({ ...LONG, ...options }).fit(model, data, { rng: createRng("hamiltonian oracle") });

  test.each<[string, NutsOptions]>([
    ["a diagonal metric", { metric: "diagonal" }],
    ["a dense metric", { metric: "dense" }],
    ["the unit metric", { metric: "unit" }],
    ["a shallow tree", { maxDepth: 2 }],
    ["every third draw", { thin: 3, draws: 4000 }],
    ["a large step", { acceptance: 0.5 }],
  ])("nuts with %s", async (_, options) => {
    const found = await nutsOf(options);
    expect(worstDeviation(found, mean, covariance)).toBeLessThan(WITHIN);
    // A tenth more in every standard deviation would be seen.
    expect(worstDeviation(found, mean, scaledBy(covariance, 1.21))).toBeGreaterThan(CAUGHT);
    expect(found.divergences).toBe(0);
  });

  test.each<[string, HmcOptions]>([
    ["a diagonal metric", { metric: "diagonal" }],
    ["a dense metric", { metric: "dense" }],
    ["short paths", { pathLength: 0.5, draws: 16_000 }],
  ])("hmc with %s", async (_, options) => {
    const found = await hmcOf(options);
    expect(worstDeviation(found, mean, covariance)).toBeLessThan(WITHIN);
    expect(worstDeviation(found, mean, scaledBy(covariance, 1.21))).toBeGreaterThan(CAUGHT);
  });

  test("nuts in f32", async () => {
    const single = createModel({ ...model.spec, precision: "f32" }, data) as typeof model;
    expect(worstDeviation(await nutsOf({}, single), mean, covariance)).toBeLessThan(WITHIN);
  });

  test("broken twins that count the prior or the noise wrongly are caught", async () => {
    const noPrior = await nutsOf({}, linearModel(data, noiseVariance, 1e4));
    expect(worstDeviation(noPrior, mean, covariance)).toBeGreaterThan(CAUGHT);
    const halfNoise = await nutsOf({}, linearModel(data, noiseVariance / 2, priorVariance));
    expect(worstDeviation(halfNoise, mean, covariance)).toBeGreaterThan(CAUGHT);
  });

  test("a dense metric takes fewer leapfrog steps where parameters are correlated", async () => {
    const steps = async (metric: NutsOptions["metric"]) => {
      const { statistics } = await nutsOf(metric === undefined ? {} : { metric, draws: 1000 });
      return statistics.leapfrogs.reduce((sum, value) => sum + value, 0) / statistics.leapfrogs.length;
    };
    expect(await steps("dense")).toBeLessThan(await steps("unit"));
  });
});
