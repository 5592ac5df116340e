import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { ArgumentError, FormatError, NumericError } from "../../../src/errors/errors.ts";
import { asRegression } from "../../../src/inference/asRegression.ts";
import { hmc } from "../../../src/inference/hamiltonian/hmc.ts";
import { nuts } from "../../../src/inference/hamiltonian/nuts.ts";
import { loadPosterior } from "../../../src/inference/registry.ts";
import { createModel } from "../../../src/model/model.ts";
import type { ModelSpec } from "../../../src/model/spec.ts";
import type { ClassificationPredictive } from "../../../src/predictive/predictive.ts";
import { createRng } from "../../../src/random/rng.ts";
import { linearProblem } from "../oracles/linearProblem.ts";

const { data, model, mean, sd } = await linearProblem();
const run = () => ({ rng: createRng("chains") });

describe("a posterior of Hamiltonian chains", () => {
  const made = nuts({ chains: 3, warmUp: 200, draws: 1800 }).fit(model, data, run());

  test("keeps as many draws of every chain, and says what every iteration was like", async () => {
    const { draws, chains, stepSizes, statistics, divergences, energyFractions, gradients } = await made;
    expect([chains, draws.rows, draws.cols]).toEqual([3, 1800, 4]);
    expect(stepSizes).toHaveLength(3);
    const { energies, acceptances, leapfrogs, depths, divergent } = statistics;
    for (const values of [energies, acceptances, leapfrogs, depths, divergent])
      expect(values).toHaveLength(1800);
    expect(acceptances.every((value) => value >= 0 && value <= 1)).toBe(true);
    leapfrogs.forEach((steps, i) => {
      expect(steps).toBeGreaterThan(0);
      // A tree of depth d has 2^d - 1 steps; a doubling that was given up adds at most 2^d.
      expect(steps).toBeGreaterThanOrEqual(2 ** depths[i]! - 1);
      expect(steps).toBeLessThan(2 ** (depths[i]! + 1));
    });
    expect(divergences).toBe(0);
    for (const fraction of energyFractions) expect(fraction).toBeGreaterThan(0.3);
    expect(gradients).toBeGreaterThan(leapfrogs.reduce((sum, value) => sum + value, 0));
  });

  test("diagnoses parameters and f(x), and says that it has mixed", async () => {
    const posterior = await made;
    posterior.parameterDiagnostics().forEach((found, j) => {
      expect(found.rHat).toBeLessThan(1.02);
      expect(found.essBulk).toBeGreaterThan(300);
      expect(Math.abs(found.mean! - mean[j]!)).toBeLessThan(4.5 * found.mcseMean!);
      expect(Math.abs(Math.log(found.sd! / sd[j]!))).toBeLessThan(0.2);
    });
    expect(posterior.functionDiagnostics([[0, 0, 0]])).toHaveLength(1);
    expect(posterior.notes.map(({ code }) => code)).toEqual(["settings", "mixing"]);
    expect(posterior.notes[0]!.message).toMatch(
      /^3 chains of 200 \+ 600 iterations of NUTS, dense metric, step size .*, mean acceptance 0\.[789]\d, \d+\.\d leapfrog steps per iteration, 1800 draws kept\.$/,
    );
  });

  test("is the same after it was saved and loaded; damage is refused", async () => {
    const posterior = await made;
    const saved = structuredClone(posterior.save());
    const loaded = loadPosterior(saved) as typeof posterior;
    expect(loaded.parameterDiagnostics()).toEqual(posterior.parameterDiagnostics());
    const { statistics, divergences, energyFractions, stepSizes, gradients } = posterior;
    expect(loaded).toMatchObject({ statistics, divergences, energyFractions, stepSizes, gradients });
    expect(loaded.save()).toEqual(saved);
    for (const values of [
      { ...saved.values, chains: 7 },
      { ...saved.values, iterations: 5 },
    ]) {
      expect(() => loadPosterior({ ...saved, values })).toThrow(FormatError);
    }
  });

  test("keeps every second draw where it is thinned", async () => {
    const options = { chains: 1, warmUp: 50, stepSize: 0.3 } as const;
    const all = await nuts({ ...options, draws: 40 }).fit(model, data, run());
    const half = await nuts({ ...options, draws: 20, thin: 2 }).fit(model, data, run());
    expect(half.statistics).toEqual(all.statistics);
    const rows = (from: typeof all, i: number) => from.draws.data.slice(4 * i, 4 * i + 4);
    for (let i = 0; i < 20; i++) expect(rows(half, i)).toEqual(rows(all, 2 * i + 1));
  });
});

test("trajectories that are cut off, divergences and chains that creep are told", async () => {
  const short = await nuts({ maxDepth: 1, warmUp: 100, draws: 40 }).fit(model, data, run());
  expect(short.notes.find(({ code }) => code === "tree-depth")?.message).toMatch(
    /of 40 trajectories .* depth 1/,
  );
  const wild = await hmc({ stepSize: 5, pathLength: 50, warmUp: 0, draws: 40, metric: "unit" }).fit(
    model,
    data,
    run(),
  );
  expect(wild.divergences).toBeGreaterThan(30);
  expect(wild.notes.find(({ code }) => code === "divergences")?.message).toMatch(/of 40 iterations diverged/);
  const creeping = await hmc({ stepSize: 1e-4, pathLength: 1e-4, warmUp: 0, draws: 400 }).fit(
    model,
    data,
    run(),
  );
  expect(creeping.notes.map(({ code }) => code)).toContain("not-mixed");
});

test("learns all of the covariance of a few linear parameters, else its diagonal", async () => {
  const settings = async (network: ModelSpec["network"]) => {
    const of = createModel({ ...model.spec, network } as ModelSpec, data);
    const { notes } = await nuts({ chains: 1, warmUp: 1, draws: 4 }).fit(of, data, run());
    return notes[0]!.message;
  };
  expect(await settings({ kind: "linear" })).toMatch(/dense metric/);
  expect(await settings({ kind: "random-relu", units: 150, seed: 1 })).toMatch(/diagonal metric/);
  expect(await settings({ kind: "mlp", hidden: [2], activation: "tanh" })).toMatch(/diagonal metric/);
});

test("flat priors, dense metrics and draws beyond the memory are refused", async () => {
  const flat = createModel({ ...model.spec, prior: { kind: "normal", variance: "flat" } } as ModelSpec, data);
  await expect(nuts().fit(flat, data, run())).rejects.toThrow(/nuts: .*proper prior/);
  await expect(nuts({ draws: 1e9 }).fit(model, data, run())).rejects.toThrow(/1000000000 draws .* GB/);
  await expect(nuts({ draws: 1e9 }).fit(model, data, run())).rejects.toBeInstanceOf(ArgumentError);
  const wide = createModel(
    { ...model.spec, network: { kind: "mlp", hidden: [20_000], activation: "tanh" } } as ModelSpec,
    data,
  );
  await expect(nuts({ metric: "dense", draws: 4 }).fit(wide, data, run())).rejects.toThrow(
    /dense metric .*"diagonal"/,
  );
});

test("a posterior that is not finite is a NumericError", async () => {
  const huge = createDataset({
    x: [[1e200], [-1e200], [2e200]],
    y: [1, 2, 3],
  });
  const of = createModel({ ...model.spec, standardise: "none" } as ModelSpec, huge);
  await expect(nuts({ draws: 4, warmUp: 1 }).fit(of, huge, run())).rejects.toBeInstanceOf(NumericError);
});

describe("chains of networks", () => {
  const rng = createRng("networks");
  const x = Array.from({ length: 60 }, () => [2 * rng.normal(), rng.normal()]);
  const network = { kind: "mlp", hidden: [8], activation: "tanh" } as const;
  const prior = { kind: "normal", variance: 1 } as const;

  test("find a curve and its noise", async () => {
    const y = x.map(([a]) => Math.sin(a!) + 0.1 * rng.normal());
    const curve = createDataset({ x, y });
    const of = createModel(
      { network, prior, likelihood: { kind: "normal", noiseVariance: "learned" } },
      curve,
    );
    const fitted = await nuts({ chains: 2, warmUp: 200, draws: 200 }).fit(of, curve, run());
    const { mean: found, aleatoric } = asRegression(fitted).predict([
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
    const fitted = await hmc({ chains: 2, warmUp: 150, draws: 200 }).fit(of, classes, run());
    const { probabilities } = fitted.predict([
      [-4, 0],
      [0, 0],
      [4, 0],
    ]) as ClassificationPredictive;
    const at = (i: number) => probabilities.data[i * 2 + 1]!;
    expect(at(0)).toBeLessThan(0.1);
    expect(at(2)).toBeGreaterThan(0.9);
    expect(Math.abs(at(1) - 0.5)).toBeLessThan(0.4);
  });
});
