import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { nuts } from "../../src/inference/hamiltonian/nuts.ts";
import { logPriors } from "../../src/inference/logJoint.ts";
import { map } from "../../src/inference/map/map.ts";
import type { Posterior } from "../../src/inference/method.ts";
import { bankOutputs } from "../../src/inference/predictBank.ts";
import { createMethod } from "../../src/inference/registry.ts";
import { compileModel } from "../../src/model/compileModel.ts";
import { createModel } from "../../src/model/model.ts";
import { parameterNames } from "../../src/model/parameterNames.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { type createMatrix, matrixFromRows } from "../../src/numeric/matrix.ts";
import { createRng } from "../../src/random/rng.ts";
import type { NamedArray } from "../../src/study/dataTree.ts";
import { parameterLayout } from "../../src/study/parameterLayout.ts";
import { pointwiseLogLikelihood } from "../../src/study/pointwiseLogLikelihood.ts";
import { posteriorTree } from "../../src/study/posteriorTree.ts";
import { rejection } from "../support/rejection.ts";
import { BRIEF } from "./briefMethods.ts";

const rng = createRng("posterior tree");
const x = matrixFromRows(Array.from({ length: 12 }, (_, i) => [i / 6 - 1, (i * i) % 5]));
const noisy = rng.fork("data");
const yOf = (targets: number) =>
  matrixFromRows(
    Array.from({ length: 12 }, (_, i) => Array.from({ length: targets }, (_, k) => i + k + noisy.normal())),
  );
const names = { featureNames: ["age", "mix"], targetNames: ["strength"] };
const data = { ...createDataset({ x, y: yOf(1) }), ...names };
const two = createDataset({ x, y: yOf(2) });
const classes = createDataset({
  x,
  y: Array.from({ length: 12 }, (_, i) => i % 3),
  classes: ["a", "b", "c"],
});

const mlp = (likelihood: ModelSpec["likelihood"], hidden = [3, 2]): ModelSpec => ({
  network: { kind: "mlp", hidden, activation: "tanh" },
  prior: { kind: "normal", variance: 1 },
  likelihood,
});
const linear = (noiseVariance: number | "learned" | { shape: number; scale: number } = 0.5) =>
  ({
    network: { kind: "linear" },
    prior: { kind: "normal", variance: 1 },
    likelihood: { kind: "normal", noiseVariance },
  }) as ModelSpec;
const learned = mlp({ kind: "normal", noiseVariance: "learned" });
const brief = { chains: 2, warmUp: 20, draws: 20 };
const run = { rng: rng.fork("tree") };

/** The number at some indices. */
function at({ shape, data: values }: NamedArray, ...indices: number[]): number {
  return values[indices.reduce((sum, i, k) => sum * shape[k]! + i, 0)] as number;
}

describe("the parameters", () => {
  test.each([
    ["of a network", learned, data],
    ["of one layer", linear(), data],
    ["of one layer with two units", linear("learned"), two],
  ] as const)("%s stand where their names say", async (_, spec, rows) => {
    const posterior = await nuts(brief).fit(createModel(spec, rows), rows, { rng });
    const { groups } = await posteriorTree(posterior, run);
    const { variables, coordinates } = groups["posterior"]!;
    const { form, likelihood } = parameterLayout(posterior);
    const all = parameterNames({ form, likelihood });
    for (const [j, name] of all.slice(0, form.size).entries()) {
      const [, role, rest] = /^(\w+?)((?:\[\d+\])*)$/.exec(name)!;
      const indices = Array.from(rest!.matchAll(/\d+/g), Number);
      const single = form.layers.length === 2;
      const variable = variables[single ? role! : `${role}_${indices.shift()}`]!;
      for (const s of [0, 7, 19]) {
        const [chain, draw] = [Math.floor(s / 10), s % 10];
        expect(at(variable, chain, draw, ...indices)).toBe(posterior.draws.data[s * posterior.size + j]);
      }
    }
    for (const { dims, shape } of Object.values(variables))
      expect(dims.map((dim) => coordinates[dim]!.length)).toEqual(shape);
  });

  test("have axes with names, and the noise also in the units of y", async () => {
    const posterior = await nuts(brief).fit(createModel(learned, data), data, { rng });
    const { variables, coordinates } = (await posteriorTree(posterior, run, names)).groups["posterior"]!;
    expect(
      Object.fromEntries(Object.entries(variables).map(([name, { dims }]) => [name, dims.slice(2)])),
    ).toEqual({
      weights_0: ["feature", "hidden_0"],
      biases_0: ["hidden_0"],
      weights_1: ["hidden_0", "hidden_1"],
      biases_1: ["hidden_1"],
      weights_2: ["hidden_1", "output"],
      biases_2: ["output"],
      log_noise_sd: [],
      noise_sd: [],
    });
    expect(coordinates["feature"]).toEqual(["age", "mix"]);
    expect(coordinates["draw"]).toEqual(Int32Array.from({ length: 10 }, (_, i) => i));
    const { log_noise_sd: log, noise_sd: sd } = variables as Record<string, NamedArray>;
    for (let s = 0; s < 20; s++) {
      const expected = Math.exp(log!.data[s] as number) * posterior.scaler.y.scale[0]!;
      expect(sd!.data[s]).toBeCloseTo(expected, 12);
    }
  });

  test("of another basis are on an axis of that name", async () => {
    const line = createDataset({ x: x.data.filter((_, i) => i % 2 === 0), y: data.y.data });
    const spec = { ...linear(), network: { kind: "shallow-relu", joints: { count: 4 } } } as ModelSpec;
    const posterior = await exact().fit(createModel(spec as never, line), line);
    const { variables } = (await posteriorTree(posterior, run, { draws: 5 })).groups["posterior"]!;
    expect(variables["weights"]).toMatchObject({ dims: ["chain", "draw", "basis"], shape: [1, 5, 4] });
    expect(variables["biases"]).toMatchObject({ dims: ["chain", "draw"], shape: [1, 5] });
  });

  test("are those that sample gives, where a posterior holds no draws", async () => {
    const posterior = await exact().fit(createModel(linear() as never, data), data);
    const { variables } = (await posteriorTree(posterior, run, { draws: 3 })).groups["posterior"]!;
    const again = run.rng.fork("parameters");
    const first = posterior.sample(again);
    expect(Array.from(variables["weights"]!.data as Float64Array).slice(0, 2)).toEqual([first[0], first[1]]);
    expect(variables["biases"]!.data[0]).toBe(first[2]);
  });
});

describe.each(Object.keys(BRIEF))("a posterior of %s", (method) => {
  test("becomes a tree with all groups", async () => {
    const spec = method === "exact" ? linear() : learned;
    const model = createModel(spec as never, data);
    const posterior = (await createMethod({ name: method, options: BRIEF[method]! }).fit(model, data, {
      rng,
    })) as Posterior;
    const { groups, notes } = await posteriorTree(posterior, run, { data, at: x, draws: 8 });
    const hamiltonian = ["hmc", "nuts"].includes(method);
    const chains = hamiltonian || ["sgld", "psgld", "sghmc", "baoab"].includes(method);
    expect(notes).toEqual([]);
    expect(Object.keys(groups).sort()).toEqual(
      [
        "constant_data",
        "log_likelihood",
        "observed_data",
        "posterior",
        "posterior_predictive",
        "predictions",
        "predictions_constant_data",
        ...(chains ? ["sample_stats"] : []),
      ].sort(),
    );
    const y = groups["posterior_predictive"]!.variables["y"]!;
    expect(y.shape).toEqual(chains ? [2, 20, 12] : [1, 8, 12]);
    const arrays = Object.values(groups).flatMap(({ variables }) => Object.values(variables));
    expect(arrays.every(({ data: values }) => (values as Float64Array).every(Number.isFinite))).toBe(true);
    const statistics = Object.keys(groups["sample_stats"]?.variables ?? {});
    if (chains && !hamiltonian) expect(statistics).toEqual(["lp"]);
    expect(statistics.includes("tree_depth")).toBe(method === "nuts");
  });
});

describe("statistics of the sampler", () => {
  test("are those of the draws that were kept, but for divergences, none of which is lost", async () => {
    const posterior = await nuts({ ...brief, thin: 3 }).fit(createModel(learned, data), data, { rng });
    const { statistics } = posterior;
    statistics.divergent.fill(0);
    statistics.divergent[3 * 4] = 1;
    const { variables } = (await posteriorTree(posterior, run)).groups["sample_stats"]!;
    const { energy, diverging, step_size: step, n_steps: steps } = variables as Record<string, NamedArray>;
    expect(at(energy!, 1, 4)).toBe(statistics.energies[3 * 14 + 2]);
    expect(at(steps!, 0, 9)).toBe(statistics.leapfrogs[29]);
    expect(Array.from(diverging!.data as Uint8Array).flatMap((value, s) => (value ? [s] : []))).toEqual([4]);
    expect([at(step!, 0, 5), at(step!, 1, 5)]).toEqual(Array.from(posterior.stepSizes));
  });
});

describe("the likelihood", () => {
  test("of every row is the normal density; lp is their sum and the log prior", async () => {
    const model = createModel({ ...linear(0.5), standardise: "none" }, data);
    const posterior = await nuts(brief).fit(model, data, { rng });
    const { groups } = await posteriorTree(posterior, run, { data });
    const { weights, biases } = groups["posterior"]!.variables as Record<string, NamedArray>;
    const [y, lp] = [groups["log_likelihood"]!.variables["y"]!, groups["sample_stats"]!.variables["lp"]!];
    const normal = (value: number, variance: number) =>
      -0.5 * (Math.log(2 * Math.PI * variance) + (value * value) / variance);
    for (const [c, d] of [
      [0, 3],
      [1, 9],
    ] as const) {
      const [a, b, bias] = [at(weights!, c, d, 0), at(weights!, c, d, 1), at(biases!, c, d)];
      let joint = normal(a, 1) + normal(b, 1) + normal(bias, 1);
      for (let i = 0; i < 12; i++) {
        const f = a * x.data[2 * i]! + b * x.data[2 * i + 1]! + bias;
        const expected = normal(data.y.data[i]! - f, 0.5);
        expect(at(y, c, d, i)).toBeCloseTo(expected, 9);
        joint += expected;
      }
      expect(at(lp, c, d)).toBeCloseTo(joint, 8);
    }
  });

  test("is that of pointwiseLogLikelihood, in the units of y", async () => {
    const posterior = await nuts(brief).fit(createModel(learned, data), data, { rng });
    const { groups } = await posteriorTree(posterior, run, { data });
    const { values } = pointwiseLogLikelihood(posterior, data, rng);
    expect(groups["log_likelihood"]!.variables["y"]!.data).toEqual(values.data);
    const priors = logPriors(compileModel(posterior.model, posterior.scaler), posterior.draws);
    const sum = values.data.subarray(0, 12).reduce((total, value) => total + value, 0);
    expect(groups["sample_stats"]!.variables["lp"]!.data[0]).toBeCloseTo(sum + priors[0]!, 9);
  });

  test("is missing, with a note, where the noise was integrated out", async () => {
    const spec = linear({ shape: 3, scale: 1 });
    const posterior = await exact().fit(createModel(spec as never, data), data);
    const { groups, notes } = await posteriorTree(posterior, run, { data, draws: 4 });
    expect(groups["log_likelihood"]).toBeUndefined();
    expect(notes).toMatchObject([
      { code: "log-likelihood", message: /no log likelihood.*draws must hold all/ },
    ]);
    expect(groups["posterior_predictive"]!.variables["y"]!.shape).toEqual([1, 4, 12]);
  });
});

describe("draws of observations", () => {
  const quiet = mlp({ kind: "normal", noiseVariance: 1e-4 });

  /** Mean square of (y - f)/sd, with f under the draw of the same place: 1, within a Monte Carlo error of sqrt(2/n). */
  function spread(
    posterior: Posterior & { readonly draws: ReturnType<typeof createMatrix> },
    y: ArrayLike<unknown>,
  ) {
    const { outputs } = bankOutputs(compileModel(posterior.model, posterior.scaler), posterior.draws, x);
    const { shift, scale } = posterior.scaler.y;
    let sum = 0;
    outputs.data.forEach((f, k) => {
      const z = ((y[k] as number) - shift[0]! - scale[0]! * f) / (scale[0]! * 1e-2);
      sum += z * z;
    });
    return sum / outputs.data.length;
  }

  test("of chains are of the parameters at the same place; a broken twin that mixes them is caught", async () => {
    const posterior = await nuts({ ...brief, draws: 100 }).fit(createModel(quiet, data), data, { rng });
    const { groups } = await posteriorTree(posterior, run, { at: x });
    const y = groups["predictions"]!.variables["y"]!.data as Float64Array;
    const error = Math.sqrt(2 / y.length);
    expect(Math.abs(spread(posterior, y) - 1)).toBeLessThan(4 * error);
    const twin = posterior.predict(x).sample(100, rng.fork("twin")).data;
    expect(Math.abs(spread(posterior, twin) - 1)).toBeGreaterThan(100 * error);
  });

  test("have the moments of what the posterior predicts; a broken twin without noise is caught", async () => {
    for (const noise of ["learned", { shape: 3, scale: 1 }] as const) {
      const posterior = await exact().fit(createModel(linear(noise) as never, data), data);
      const { groups } = await posteriorTree(posterior, run, { at: x, draws: 2000 });
      const { variables, attributes } = groups["predictions"]!;
      expect(attributes["draws"]).toMatch(noise === "learned" ? /^one under/ : /^not under/);
      const y = variables["y"]!.data as Float64Array;
      const { mean, variance, epistemic } = posterior.predict(x);
      for (let i = 0; i < 12; i++) {
        const column = y.filter((_, k) => k % 12 === i);
        const average = column.reduce((sum, value) => sum + value, 0) / 2000;
        const squares = column.reduce((sum, value) => sum + (value - average) ** 2, 0) / 1999;
        expect(Math.abs(average - mean[i]!)).toBeLessThan(4.5 * Math.sqrt(variance[i]! / 2000));
        // The relative error of a variance is sqrt(2/n); more where tails are those of a Student t.
        expect(Math.abs(squares / variance[i]! - 1)).toBeLessThan(0.2);
        expect(Math.abs(squares / epistemic[i]! - 1)).toBeGreaterThan(0.5);
      }
    }
  });

  test("have an axis of targets, or are classes", async () => {
    const both = createModel(linear("learned"), two);
    const several = await nuts(brief).fit(both, two, { rng });
    const { groups } = await posteriorTree(several, run, { data: two });
    expect(groups["posterior_predictive"]!.variables["y"]).toMatchObject({
      dims: ["chain", "draw", "row", "target"],
      shape: [2, 10, 12, 2],
    });
    expect(groups["posterior"]!.variables["noise_sd"]!.dims).toEqual(["chain", "draw", "target"]);
    expect(groups["observed_data"]!.variables["y"]).toMatchObject({
      dims: ["row", "target"],
      data: two.y.data,
    });

    const model = createModel(mlp({ kind: "categorical" }), classes);
    const single = await map({ epochs: 5 }).fit(model, classes, { rng });
    const tree = await posteriorTree(single, run, { data: classes, draws: 30 });
    const y = tree.groups["posterior_predictive"]!.variables["y"]!;
    expect(tree.groups["posterior"]!.variables["biases_0"]!.shape).toEqual([1, 1, 3]);
    expect(y.data).toBeInstanceOf(Int32Array);
    expect(y.attributes).toEqual({ classes: ["a", "b", "c"] });
    expect(new Set(y.data as Int32Array)).toEqual(new Set([0, 1, 2]));
    expect(tree.notes).toEqual([]);
  });
});

describe("posteriorTree", () => {
  const posterior = () => exact().fit(createModel(linear() as never, data), data);

  test("gives the same with the same stream, and leaves the data alone", async () => {
    const before = structuredClone(data);
    const once = await posteriorTree(await posterior(), { rng: createRng("a") }, { data, draws: 5 });
    const again = await posteriorTree(await posterior(), { rng: createRng("a") }, { data, draws: 5 });
    expect(again).toEqual(once);
    expect(data).toEqual(before);
  });

  test("gives the weights of the rows", async () => {
    const weighted = { ...data, weights: new Float64Array(12).fill(2) };
    const { groups } = await posteriorTree(await posterior(), run, { data: weighted, draws: 2 });
    expect(groups["constant_data"]!.variables["weights"]!.data).toBe(weighted.weights);
  });

  test("tells how far it is, and stops when it is told to", async () => {
    const chains = await nuts(brief).fit(createModel(learned, data), data, { rng });
    const seen: number[] = [];
    await posteriorTree(
      chains,
      { ...run, onProgress: ({ done, total }) => seen.push(done / total) },
      { at: x },
    );
    expect(seen.at(-1)).toBe(1);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(posteriorTree(chains, { ...run, signal }, { at: x })).rejects.toThrow("enough");
  });

  test("refuses what does not fit", async () => {
    const fitted = await posterior();
    const of = (options: object) => rejection(posteriorTree(fitted, run, options));
    expect(await of({ date: data })).toMatchObject({ code: "argument", message: /unknown option/ });
    expect(await of({ draws: 0 })).toMatchObject({ code: "argument", message: /draws/ });
    expect(await of({ data: two })).toMatchObject({ code: "shape", message: /2 input\(s\) and 1 target/ });
    expect(await of({ at: [1, 2] })).toMatchObject({ code: "shape", message: /must have shape \[n, 2\]/ });
    expect(await of({ featureNames: ["one"] })).toMatchObject({ code: "shape", message: /featureNames/ });
    const hole = { ...data, y: { ...data.y, data: data.y.data.map((v, i) => (i === 3 ? Number.NaN : v)) } };
    expect(await of({ data: hole })).toMatchObject({ code: "argument", message: /finite/ });
  });
});
