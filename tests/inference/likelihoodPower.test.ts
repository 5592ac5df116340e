import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { nuts } from "../../src/inference/hamiltonian/nuts.ts";
import { sampleDensity } from "../../src/inference/hamiltonian/sampleDensity.ts";
import { baoab } from "../../src/inference/langevin/baoab.ts";
import { sghmc } from "../../src/inference/langevin/sghmc.ts";
import { createModel } from "../../src/model/model.ts";
import type { LinearModelSpec } from "../../src/model/spec.ts";
import { createRng } from "../../src/random/rng.ts";

const noise = createRng("data");
const x = Float64Array.from({ length: 20 }, (_, i) => i / 19);
const data = createDataset({ x, y: x.map((v) => 2 + v + 0.5 * noise.normal()) });
const spec = (noiseVariance: number) =>
  ({
    network: { kind: "shallow-relu", joints: [0] },
    prior: { kind: "normal", variance: 1 },
    likelihood: { kind: "normal", noiseVariance },
  }) satisfies LinearModelSpec;
const model = createModel(spec(0.5), data);
const POWER = 0.1;
/** The likelihood to a power is the one with its noise variance over the power. */
const truth = await exact().fit(createModel(spec(0.5 / POWER), data), data);
const sd = truth.variances().map(Math.sqrt);

describe.each([
  ["nuts", nuts({ chains: 2, warmUp: 200, draws: 2000, likelihoodPower: POWER })],
  ["baoab", baoab({ chains: 2, steps: 20_000, draws: 2000, likelihoodPower: POWER })],
])("%s", (_, method) => {
  test("samples prior times likelihood to a power, and says so", async () => {
    const posterior = await method.fit(model, data, { rng: createRng("power") });
    const diagnostics = posterior.parameterDiagnostics();
    diagnostics.forEach(({ mean, sd: spread, mcseMean }, j) => {
      expect(Math.abs(mean! - truth.mean[j]!)).toBeLessThan(4.5 * mcseMean!);
      expect(spread! / sd[j]!).toBeGreaterThan(0.9);
      expect(spread! / sd[j]!).toBeLessThan(1.1);
    });
    expect(posterior.notes.map(({ code }) => code)).toContain("power");
  });
});

test("the posterior itself, and a temperature in place of the power, are caught by these checks", async () => {
  const full = await exact().fit(model, data);
  expect(full.variances().map((v, j) => Math.sqrt(v) / sd[j]!)[0]).toBeLessThan(0.9);
  const hot = await baoab({ chains: 2, steps: 20_000, draws: 2000, temperature: 1 / POWER }).fit(
    model,
    data,
    {
      rng: createRng("hot"),
    },
  );
  const missed = hot.parameterDiagnostics().filter(({ mean, sd: spread, mcseMean }, j) => {
    const off = Math.abs(mean! - truth.mean[j]!) > 4.5 * mcseMean!;
    return off || Math.abs(spread! / sd[j]! - 1) > 0.1;
  });
  expect(missed.length).toBeGreaterThan(0);
});

test("a power of 1 is the posterior, draw by draw, and a power of 0 the prior", async () => {
  const few = { chains: 1, warmUp: 30, draws: 20 };
  const [plain, one] = await Promise.all(
    [{}, { likelihoodPower: 1 }].map((power) =>
      nuts({ ...few, ...power }).fit(model, data, { rng: createRng(1) }),
    ),
  );
  expect(one!.draws).toEqual(plain!.draws);
  const prior = await nuts({ chains: 1, warmUp: 100, draws: 2000, likelihoodPower: 0 }).fit(model, data, {
    rng: createRng(1),
  });
  for (const { mean, sd: spread, mcseMean } of prior.parameterDiagnostics()) {
    expect(Math.abs(mean!)).toBeLessThan(4.5 * mcseMean!);
    expect(Math.abs(spread! - 1)).toBeLessThan(0.1);
  }
});

test("negative powers are refused, and powers of a density without a likelihood", async () => {
  expect(() => nuts({ likelihoodPower: -1 })).toThrow(/likelihoodPower/);
  expect(() => sghmc({ likelihoodPower: Number.NaN })).toThrow(/likelihoodPower/);
  const density = { parameters: [{ name: "a" }], logDensity: () => ({ value: 0, gradient: [0] }) };
  await expect(
    sampleDensity(density as never, { likelihoodPower: 0.5 }, { rng: createRng(1) }),
  ).rejects.toThrow(/likelihood/);
});
