import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { inlineExecutor } from "../../src/inference/tasks.ts";
import { createModel } from "../../src/model/model.ts";
import type { LinearModelSpec } from "../../src/model/spec.ts";
import { createRng } from "../../src/random/rng.ts";
import { integratePath } from "../../src/study/powerPath.ts";
import { thermodynamicIntegration } from "../../src/study/thermodynamicIntegration.ts";

const noise = createRng("data");
const x = Float64Array.from({ length: 30 }, (_, i) => i / 29);
const data = createDataset({ x, y: x.map((v) => 5 + 2 * Math.sin(5 * v) + 0.3 * noise.normal()) });
const NOISE = 0.2;
const spec = (noiseVariance = NOISE): LinearModelSpec => ({
  network: { kind: "shallow-relu", joints: { count: 3 } },
  prior: { kind: "normal", variance: 1 },
  likelihood: { kind: "normal", noiseVariance },
  standardise: "both",
});
const truth = await exact().fit(createModel(spec(), data), data);
const method = { name: "nuts", options: { chains: 2, warmUp: 150, draws: 500 } };
const run = (seed: string) => ({ rng: createRng(seed) });
const found = await thermodynamicIntegration(spec(), data, run("path"), { method, steps: 10 });

/** E_b[log likelihood] in closed form: the posterior with noise variance s/b is the one with the power b. */
async function meanLogLikelihood(power: number): Promise<number> {
  const s = NOISE;
  const posterior = await exact().fit(createModel(spec(s / power), data), data);
  const { mean, epistemic } = posterior.predict(data.x);
  const unit = posterior.scaler.y.scale[0]!;
  const variance = s * unit * unit;
  return data.y.data.reduce((sum, y, i) => {
    const square = (y - mean[i]!) * (y - mean[i]!) + epistemic[i]!;
    return sum - 0.5 * Math.log(2 * Math.PI * variance) - square / (2 * variance);
  }, 0);
}

describe("on a linear model, whose evidence is known", () => {
  test("the evidence within four standard errors, which are small", () => {
    expect(found.standardError).toBeLessThan(0.2);
    expect(Math.abs(found.logEvidence - truth.logEvidence)).toBeLessThan(4 * found.standardError);
    expect(Math.abs(found.steppingStone - truth.logEvidence)).toBeLessThan(1);
  });

  test("the mean log likelihood at every power, in closed form", async () => {
    expect(found.path.length).toBe(11);
    for (const { power, mean, standardError } of found.path.slice(1)) {
      expect(Math.abs(mean - (await meanLogLikelihood(power)))).toBeLessThan(4.5 * standardError);
    }
  });

  test("the broken twin: a temperature on prior and likelihood together is another path", async () => {
    // Its mean stays where it is, and its covariance is that of the posterior over the power.
    const { mean, epistemic } = truth.predict(data.x);
    const unit = truth.scaler.y.scale[0]!;
    const variance = NOISE * unit * unit;
    const tempered = (power: number) =>
      data.y.data.reduce((sum, y, i) => {
        const square = (y - mean[i]!) * (y - mean[i]!) + epistemic[i]! / power;
        return sum - 0.5 * Math.log(2 * Math.PI * variance) - square / (2 * variance);
      }, 0);
    const missed = found.path
      .slice(1, -1)
      .filter((point) => Math.abs(point.mean - tempered(point.power)) > 4.5 * point.standardError);
    expect(missed.length).toBeGreaterThan(6);
  });
});

test("an executor changes nothing", async () => {
  const options = { method: { name: "hmc", options: { chains: 1, warmUp: 30, draws: 30 } }, steps: 2 };
  const here = await thermodynamicIntegration(spec(), data, run("same"), options);
  const there = await thermodynamicIntegration(
    spec(),
    data,
    { ...run("same"), executor: inlineExecutor },
    options,
  );
  expect(there).toEqual(here);
});

test("the path of a constant log likelihood is that constant", () => {
  const flat = integratePath(
    [0, 0.3, 1],
    [0, 1, 2].map(() => [new Float64Array(20).fill(-7)]),
  );
  expect(flat.logEvidence).toBeCloseTo(-7, 12);
  expect(flat.steppingStone).toBeCloseTo(-7, 12);
  expect(flat.standardError).toBe(0);
});

test("cubic paths are integrated exactly by means and slopes", () => {
  // E_b = 1 + b^3 with slope 3 b^2: draws of two values with that mean and variance.
  const powers = [0, 0.25, 0.6, 1];
  const chains = powers.map((b) => {
    const [mean, sd] = [1 + b * b * b, Math.sqrt(3 * b * b * (9999 / 10000))];
    return [Float64Array.from({ length: 10_000 }, (_, s) => mean + (s % 2 === 0 ? sd : -sd))];
  });
  const { logEvidence, correction } = integratePath(powers, chains);
  expect(logEvidence).toBeCloseTo(1.25, 10);
  // The broken twin: the trapezoidal rule alone.
  expect(logEvidence - correction).toBeGreaterThan(1.28);
});

test("stops when told to, and refuses what has no path", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(thermodynamicIntegration(spec(), data, { ...run("stop"), signal })).rejects.toThrow("enough");
  const refused = (options: object, of = spec()) =>
    expect(thermodynamicIntegration(of, data, run("refused"), options)).rejects;
  await refused({ method: { name: "map" } }).toThrow(/method must be one of/);
  await refused({ powers: [0, 0.5] }).toThrow(/last of the powers/);
  await refused({ powers: [0.1, 1] }).toThrow(/powers\[0\]/);
  await refused({ step: 3 }).toThrow(/unknown option/);
  const flat = { ...spec(), prior: { kind: "normal", variance: 4, biasVariance: "flat" } } as const;
  await refused({ method, steps: 2 }, flat).toThrow(/flat/);
});
