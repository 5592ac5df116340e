import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { laplace } from "../../src/inference/laplace/laplace.ts";
import { map } from "../../src/inference/map/map.ts";
import type { DensityPosterior } from "../../src/inference/method.ts";
import { bayesByBackprop } from "../../src/inference/variational/bayesByBackprop.ts";
import { createModel } from "../../src/model/model.ts";
import { log } from "../../src/numeric/special.ts";
import { createRng } from "../../src/random/rng.ts";
import { paretoDiagnostic } from "../../src/study/paretoDiagnostic.ts";
import { data as inputs, model as linear } from "./calibrationModels.ts";

const data = { ...inputs, y: { ...inputs.y, data: Float64Array.of(0.8, 2.1, 0.3, 1.9, 0.2, 1.4) } };
const run = () => ({ rng: createRng("pareto") });

/** The exact posterior as an approximation, all its standard deviations multiplied by `factor` along the axes of its own draws. */
async function stretched(factor: number): Promise<DensityPosterior> {
  const posterior = await exact().fit(linear, data);
  const back = new Float64Array(3);
  return {
    ...posterior,
    method: "stretched",
    sample: (rng, out = new Float64Array(3)) => {
      posterior.sample(rng, out);
      for (let j = 0; j < 3; j++) out[j] = posterior.mean[j]! + factor * (out[j]! - posterior.mean[j]!);
      return out;
    },
    logDensity: (parameters) => {
      for (let j = 0; j < 3; j++)
        back[j] = posterior.mean[j]! + (parameters[j]! - posterior.mean[j]!) / factor;
      return posterior.logDensity(back) - 3 * log(factor);
    },
  };
}

describe("paretoDiagnostic", () => {
  test("of the posterior itself: all ratios are equal, and draws are worth what they are", async () => {
    const found = await paretoDiagnostic(await stretched(1), data, run(), { draws: 400 });
    expect(found).toMatchObject({ k: null, reason: expect.stringContaining("equal"), draws: 400 });
    expect(found.ess).toBeCloseTo(400, 6);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  test("of one too wide: bounded ratios", async () => {
    const found = await paretoDiagnostic(await stretched(1.3), data, run());
    expect(found.k!).toBeLessThan(0.1);
    expect(found.note.code).toBe("importance");
    // The effective share of draws with variance v x that of the target is (2 v - 1)^(d/2) / v^d: v = 1.69, d = 3.
    expect(Math.abs(found.ess / 2000 / ((2.38 * Math.sqrt(2.38)) / (1.69 * 1.69 * 1.69)) - 1)).toBeLessThan(
      0.05,
    );
  });

  // Ratios to a normal density of variance v < 1 times that of the target have tails of shape 1 - v.
  test.each([
    [0.8, 0.36],
    [0.45, 0.7975],
    [0.3, 0.91],
  ])("of one too narrow by %d: the shape %d of the tail", async (factor, shape) => {
    const found = await paretoDiagnostic(await stretched(factor), data, run(), { draws: 20_000 });
    expect(Math.abs(found.k! - shape)).toBeLessThan(0.2);
    expect(found.note.code).toBe(shape > 0.7 ? "importance-poor" : "importance");
  });

  test("is low for full covariance and high for a factorised family", async () => {
    const options = { steps: 3000, samples: 4, rate: 0.02 };
    const full = await bayesByBackprop({ family: "full", ...options }).fit(linear, data, run());
    const factorised = await bayesByBackprop(options).fit(linear, data, run());
    const good = await paretoDiagnostic(full, data, run());
    const poor = await paretoDiagnostic(factorised, data, run());
    expect(good.k!).toBeLessThan(0.5);
    expect(good.ess).toBeGreaterThan(1900);
    expect(poor.k!).toBeGreaterThan(0.7);
    expect(poor.note).toMatchObject({
      code: "importance-poor",
      message: expect.stringContaining("too narrow"),
    });
  });

  test("knows the temperature, and the prior that Laplace's evidence chose", async () => {
    const cold = await bayesByBackprop({ family: "full", steps: 3000, rate: 0.02, temperature: 0.1 }).fit(
      linear,
      data,
      run(),
    );
    expect((await paretoDiagnostic(cold, data, run())).ess).toBeGreaterThan(1900);
    const tuned = await laplace({ priorPrecision: "evidence", tuning: "online", rounds: 8 }).fit(
      linear,
      data,
      run(),
    );
    expect(Math.abs(tuned.priorFactors[0]! - 1)).toBeGreaterThan(0.05);
    const found = await paretoDiagnostic(tuned, data, run());

    expect(found.ess).toBeGreaterThan(1999);
  });

  test("of a network with standardised data, whose Laplace approximation is one mode of several", async () => {
    const curve = createDataset({ x: [-2, -1, 0, 1, 2], y: [1, 0, 3, 2, 5] });
    const network = createModel(
      {
        network: { kind: "mlp", hidden: [4], activation: "tanh" },
        prior: { kind: "normal", variance: 1 },
        likelihood: { kind: "normal", noiseVariance: 0.1 },
      },
      curve,
    );
    const posterior = await laplace({ training: { epochs: 50 } }).fit(network, curve, run());
    const found = await paretoDiagnostic(posterior, curve, run(), { draws: 500 });
    expect(found.k!).toBeGreaterThan(found.threshold);
    expect(found.threshold).toBeCloseTo(1 - Math.LN10 / log(500), 12);
  });

  test("refuses what is exact, has no density or is of other data", async () => {
    const approximation = await stretched(1);
    await expect(paretoDiagnostic(await exact().fit(linear, data), data, run())).rejects.toThrow(
      ArgumentError,
    );
    const point = (await map().fit(linear, data, run())) as never;
    await expect(paretoDiagnostic(point, data, run())).rejects.toThrow("density");
    const narrow = createDataset({ x: [1, 2], y: [1, 2] });
    await expect(paretoDiagnostic(approximation, narrow, run())).rejects.toThrow(/column|input/);
    await expect(paretoDiagnostic(approximation, data, run(), { draws: 3 })).rejects.toThrow(ArgumentError);
  });

  test("ends when it is told to", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(paretoDiagnostic(await stretched(1), data, { ...run(), signal })).rejects.toThrow("enough");
  });
});
