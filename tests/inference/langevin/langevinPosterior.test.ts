import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { ArgumentError, FormatError, ShapeError } from "../../../src/errors/errors.ts";
import { asRegression } from "../../../src/inference/asRegression.ts";
import { baoab } from "../../../src/inference/langevin/baoab.ts";
import { sghmc } from "../../../src/inference/langevin/sghmc.ts";
import { sgld } from "../../../src/inference/langevin/sgld.ts";
import { loadPosterior } from "../../../src/inference/registry.ts";
import { createModel } from "../../../src/model/model.ts";
import type { ModelSpec } from "../../../src/model/spec.ts";
import type { ClassificationPredictive } from "../../../src/predictive/predictive.ts";
import { createRng } from "../../../src/random/rng.ts";
import { linearProblem } from "../oracles/linearProblem.ts";

const rng = createRng("langevin posteriors");
const run = () => ({ rng: createRng("chains") });
const { data, model, mean, sd } = await linearProblem();

describe("a posterior of chains", () => {
  const made = baoab({ chains: 3, steps: 4000, draws: 200 }).fit(model, data, run());

  test("keeps as many draws of every chain, and says what it took", async () => {
    const { draws, chains, stepSizes, frictions, gradients } = await made;
    expect([chains, draws.rows, draws.cols]).toEqual([3, 201, 4]);
    expect(stepSizes).toHaveLength(3);
    expect([...frictions]).toEqual([1, 1, 1]);
    // Every step is one gradient of all rows; the start and four measurements take some tens each.
    expect(gradients).toBeGreaterThan(3 * 4001);
    expect(gradients).toBeLessThan(3 * 4300);
  });

  test("diagnoses parameters and f(x), whose chains agree and have the exact mean", async () => {
    const posterior = await made;
    const parameters = posterior.parameterDiagnostics();
    expect(parameters).toHaveLength(4);
    parameters.forEach((found, j) => {
      expect(found.rHat).toBeLessThan(1.05);
      expect(found.essBulk).toBeGreaterThan(100);
      expect(Math.abs(found.mean! - mean[j]!)).toBeLessThan(4.5 * found.mcseMean!);
      expect(Math.abs(Math.log(found.sd! / sd[j]!))).toBeLessThan(0.25);
    });
    const at = [
      [0, 0, 0],
      [1, -1, 2],
    ];
    const functions = posterior.functionDiagnostics(at);
    const { mean: predicted } = asRegression(posterior).predict(at);
    functions.forEach((found, i) => {
      expect(found.mean).toBeCloseTo(predicted[i]!, 10);
    });
    expect(() => posterior.functionDiagnostics([[1]])).toThrow(ShapeError);
  });

  test("is the same after it was saved and loaded, with its diagnostics; damage is refused", async () => {
    const posterior = await made;
    const saved = structuredClone(posterior.save());
    const loaded = loadPosterior(saved) as typeof posterior;
    expect(loaded.parameterDiagnostics()).toEqual(posterior.parameterDiagnostics());
    expect([loaded.chains, loaded.gradients, loaded.notes]).toEqual([
      3,
      posterior.gradients,
      posterior.notes,
    ]);
    for (const values of [{ ...saved.values, chains: 2 }, { ...saved.values, chains: 0 }, { notes: "[]" }]) {
      expect(() => loadPosterior({ ...saved, values })).toThrow(FormatError);
    }
  });
});

test("chains that have not mixed say so", async () => {
  const { notes } = await sgld({ steps: 200, draws: 40, stepSize: 1e-7 }).fit(model, data, run());
  const found = notes.find(({ code }) => code === "not-mixed");
  expect(found?.message).toMatch(/R-hat of f up to .*, effective draws down to \d+ of 40 .*More steps help/);
});

test("a tempered posterior says that it is none", async () => {
  const { notes } = await sghmc({ steps: 100, draws: 40, temperature: 0.1 }).fit(model, data, run());
  expect(notes.map(({ code }) => code)).toContain("tempered");
});

test("what it chose is said", async () => {
  const batches = await sghmc({ steps: 100, draws: 40, batch: 5, controlVariates: true }).fit(
    model,
    data,
    run(),
  );
  expect(batches.notes[0]!.message).toMatch(
    /^4 chains of 100 steps of SGHMC, on batches of 5 with control variates, constant step size .*, friction 0.0500, the first 20 % left out, 40 draws kept\.$/,
  );
  const cyclical = await sgld({ chains: 1, steps: 100, draws: 4, schedule: "cyclical" }).fit(
    model,
    data,
    run(),
  );
  expect(cyclical.notes[0]!.message).toMatch(
    /^1 chain of 100 steps of SGLD, on all rows, cyclical step size .*, 4 draws kept\.$/,
  );
});

test("control variates without batches, flat priors and draws beyond the memory are refused", async () => {
  await expect(sgld({ controlVariates: true }).fit(model, data, run())).rejects.toThrow(
    /controlVariates need batches/,
  );
  const flat = createModel({ ...model.spec, prior: { kind: "normal", variance: "flat" } } as ModelSpec, data);
  await expect(sgld().fit(flat, data, run())).rejects.toThrow(/proper prior/);
  await expect(sgld({ draws: 1e9 }).fit(model, data, run())).rejects.toThrow(/1000000000 draws .* GB/);
  await expect(sgld({ draws: 1e9 }).fit(model, data, run())).rejects.toBeInstanceOf(ArgumentError);
});

describe("chains of networks", () => {
  const x = Array.from({ length: 80 }, () => [2 * rng.normal(), rng.normal()]);
  const network = { kind: "mlp", hidden: [10], activation: "tanh" } as const;
  const prior = { kind: "normal", variance: 1 } as const;

  test.each(["f64", "f32"] as const)("find a curve and its noise, in %s", async (precision) => {
    const y = x.map(([a]) => Math.sin(a!) + 0.1 * rng.normal());
    const curve = createDataset({ x, y });
    const of = createModel(
      { network, prior, likelihood: { kind: "normal", noiseVariance: "learned" }, precision },
      curve,
    );
    const posterior = asRegression(await baoab({ steps: 6000, draws: 200 }).fit(of, curve, run()));
    const { mean: found, aleatoric } = posterior.predict([
      [-2, 0],
      [0, 0],
      [2, 0],
    ]);
    [-2, 0, 2].forEach((a, i) => {
      expect(Math.abs(found[i]! - Math.sin(a))).toBeLessThan(0.2);
    });
    expect(Math.sqrt(aleatoric[0]!)).toBeGreaterThan(0.05);
    expect(Math.sqrt(aleatoric[0]!)).toBeLessThan(0.2);
  });

  test("tell classes apart, and are less sure between them", async () => {
    const y = x.map(([a]) => (a! > 0 ? 1 : 0));
    const classes = createDataset({ x, y, classes: ["left", "right"] });
    const of = createModel({ network, prior, likelihood: { kind: "categorical" } } as ModelSpec, classes);
    const posterior = await sghmc({ steps: 4000, draws: 200, batch: 40 }).fit(of, classes, run());
    const { probabilities } = posterior.predict([
      [-4, 0],
      [0, 0],
      [4, 0],
    ]) as ClassificationPredictive;
    const at = (i: number) => probabilities.data[i * 2 + 1]!;
    expect(at(0)).toBeLessThan(0.1);
    expect(at(2)).toBeGreaterThan(0.9);
    expect(Math.abs(at(1) - 0.5)).toBeLessThan(0.4);
  });

  test("learn counts", async () => {
    const y = x.map(([a]) => Math.round(Math.exp(1 + 0.5 * Math.tanh(a!))));
    const counts = createDataset({ x, y });
    const of = createModel({ network, prior, likelihood: { kind: "poisson" } } as ModelSpec, counts);
    const posterior = asRegression(await sgld({ steps: 6000, draws: 200 }).fit(of, counts, run()));
    const { mean: found } = posterior.predict([
      [-3, 0],
      [3, 0],
    ]);
    expect(found[1]).toBeGreaterThan(found[0]! + 1);
  });
});
