import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import type { Checkpoint } from "../../src/inference/checkpoint.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { map } from "../../src/inference/map/map.ts";
import type { InferenceMethod, Run } from "../../src/inference/method.ts";
import { inlineExecutor } from "../../src/inference/tasks.ts";
import { bayesByBackprop } from "../../src/inference/variational/bayesByBackprop.ts";
import type { LikelihoodSpec } from "../../src/model/likelihoodSpec.ts";
import { createModel, type Model } from "../../src/model/model.ts";
import { createMatrix, rowOf } from "../../src/numeric/matrix.ts";
import { createRng } from "../../src/random/rng.ts";
import { simulationBasedCalibration } from "../../src/study/simulationBasedCalibration.ts";
import { throughFile } from "../inference/interrupted.ts";
import { data, methodOfDraws, model, priorDraws } from "./calibrationModels.ts";

const few = { simulations: 20, draws: 9 };
const seed = () => ({ rng: createRng("few") });

describe("simulationBasedCalibration", () => {
  test("counts draws below the true value, and describes the ranks", async () => {
    const found = await simulationBasedCalibration(model, data, exact(), seed(), { ...few, at: [[0, 1]] });
    expect(found.quantities.map(({ name, kind }) => `${kind}: ${name}`)).toEqual([
      "parameter: weights[0]",
      "parameter: weights[1]",
      "parameter: biases",
      "log-likelihood: log likelihood",
      "function: f(at[0])",
    ]);
    for (const { ranks, histogram, ecdfDifference } of found.quantities) {
      expect(ranks).toHaveLength(20);
      expect(histogram.reduce((sum, count) => sum + count, 0)).toBe(20);
      expect(ecdfDifference).toHaveLength(9);
      expect(ecdfDifference[4]).toBeCloseTo(ranks.filter((rank) => rank <= 4).length / 20 - 0.5, 14);
      expect(ranks.every((rank) => Number.isInteger(rank) && rank >= 0 && rank <= 9)).toBe(true);
    }
    expect(found.band.lower).toHaveLength(9);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  test("is the same on an executor, and reports how far it is", async () => {
    const method = bayesByBackprop({ steps: 20, samples: 2 });
    const done: number[] = [];
    const onProgress = (progress: { readonly done: number }) => done.push(progress.done);
    const here = await simulationBasedCalibration(model, data, method, { ...seed(), onProgress }, few);
    const there = await simulationBasedCalibration(
      model,
      data,
      method,
      { ...seed(), executor: inlineExecutor },
      few,
    );
    expect(there).toEqual(here);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.at(-1)).toBe(20);
  });

  test("ends when it is told to", async () => {
    const controller = new AbortController();
    const onProgress = ({ done }: { readonly done: number }) => {
      if (done >= 3) controller.abort(new Error("enough"));
    };
    const run = { ...seed(), onProgress, signal: controller.signal };
    await expect(simulationBasedCalibration(model, data, exact(), run, few)).rejects.toThrow("enough");
  });

  test("continues where it was told to end, and comes to the same", async () => {
    const full = { simulations: 34, draws: 9 };
    const saved: Checkpoint[] = [];
    const save = (checkpoint: Checkpoint) => void saved.push(throughFile(checkpoint));
    const calibrate = (run: Partial<Run>, options: object = full) =>
      simulationBasedCalibration(model, data, exact(), { ...seed(), ...run }, options);
    const whole = await calibrate({ checkpoints: { save } });
    expect(saved.map(({ step }) => step)).toEqual([32]);
    const controller = new AbortController();
    const onProgress = ({ done }: { readonly done: number }) => {
      if (done >= 7) controller.abort(new Error("enough"));
    };
    await expect(calibrate({ onProgress, signal: controller.signal, checkpoints: { save } })).rejects.toThrow(
      "enough",
    );
    expect(saved.at(-1)!.step).toBe(7);
    for (const resume of saved) expect(await calibrate({ checkpoints: { resume, save } })).toEqual(whole);
    const executor = inlineExecutor;
    expect(await calibrate({ executor, checkpoints: { resume: saved.at(-1)!, save } })).toEqual(whole);
    await expect(
      calibrate({ checkpoints: { resume: saved[0]!, save } }, { ...full, at: [[0, 0]] }),
    ).rejects.toThrow("another run");
  });

  test("says how much the ranked draws of chains are worth, and where that is too little", async () => {
    const chain = (sorted: boolean): InferenceMethod => ({
      name: "chain",
      options: {},
      fit: async (of, on, run) => {
        const posterior = await exact().fit(of, on);
        const draws = createMatrix(63, 3);
        for (let s = 0; s < 63; s++) posterior.sample(run.rng, rowOf(draws, s));
        if (sorted) draws.data.sort();
        return { ...posterior, chains: 1, draws };
      },
    });
    const options = { simulations: 20, draws: 63 };
    const good = await simulationBasedCalibration(model, data, chain(false), seed(), options);
    expect(good.notes).toEqual([]);
    for (const { effective } of good.quantities) expect(effective!).toBeGreaterThan(45);
    const bad = await simulationBasedCalibration(model, data, chain(true), seed(), options);
    expect(bad.notes).toMatchObject([
      { code: "dependent-draws", message: expect.stringContaining("63 draws") },
    ]);
    const independent = await simulationBasedCalibration(model, data, exact(), seed(), few);
    expect(independent.quantities[0]).not.toHaveProperty("effective");
  });

  test("is blind to the targets and the weights that the data have, and to the scale of targets", async () => {
    const other = {
      ...data,
      y: createMatrix(6, 1, Float64Array.of(9, 8, 7, 6, 5, 4)),
      weights: new Float64Array(6).fill(3),
    };
    const scaled = createModel({ ...model.spec, standardise: "target" }, data);
    const plain = await simulationBasedCalibration(model, data, exact(), seed(), few);
    expect(await simulationBasedCalibration(scaled, other, exact(), seed(), few)).toEqual(plain);
  });

  test.each<[string, LikelihoodSpec, number, number]>([
    ["normal, learned noise", { kind: "normal", noiseVariance: "learned" }, 1, 1],
    ["student-t", { kind: "student-t", df: 4, scale: "learned" }, 1, 1],
    ["heteroscedastic", { kind: "heteroscedastic" }, 2, 0],
    ["poisson", { kind: "poisson" }, 1, 0],
    ["bernoulli", { kind: "bernoulli" }, 1, 0],
    ["categorical", { kind: "categorical" }, 3, 0],
  ])("ranks everything under a %s likelihood", async (_, likelihood, outputs, own) => {
    const classes = { bernoulli: ["no", "yes"], categorical: ["a", "b", "c"] }[likelihood.kind as string];
    const inputs = createDataset({ x: [-1, 0, 1, 2], y: [0, 1, 0, 1], ...(classes && { classes }) });
    const network = createModel(
      { network: { kind: "mlp", hidden: [2] }, prior: { kind: "normal", variance: 1 }, likelihood },
      inputs,
    );
    const { quantities } = await simulationBasedCalibration(network, inputs, priorDraws(19), seed(), {
      ...few,
      draws: 19,
      at: [0.5],
    });
    const kinds = quantities.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "parameter")).toHaveLength(4 + 3 * outputs + own);
    expect(kinds.filter((kind) => kind === "function")).toHaveLength(outputs);
    // Functions and parameters of prior draws are as good as those of their equals.
    for (const { kind, pValue } of quantities)
      if (kind !== "log-likelihood") expect(pValue).toBeGreaterThan(1e-4);
  });

  test("one point in place of a posterior has true values at either end", async () => {
    const still = methodOfDraws("still", () => createMatrix(9, 3));
    const found = await simulationBasedCalibration(model, data, still, seed(), few);
    expect(new Set(found.quantities[0]!.ranks)).toEqual(new Set([0, 9]));
    const point = await simulationBasedCalibration(model, data, map(), seed(), few);
    expect(point.pValue).toBeLessThan(1e-3);
    expect(point.quantities[0]!.shape).toBe("draws too narrow");
  });

  test("ranks a true value that equals all draws uniformly, at random", async () => {
    const prior = { kind: "normal", variance: 1e-300, mean: [1, 1, 0.5] } as const;
    const certain = createModel({ ...model.spec, prior }, data);
    const equal = methodOfDraws("equal", () =>
      createMatrix(
        9,
        3,
        Float64Array.from({ length: 27 }, (_, i) => prior.mean[i % 3]!),
      ),
    );
    const { quantities } = await simulationBasedCalibration(certain, data, equal, seed(), few);
    for (const { ranks, pValue } of quantities) {
      expect(new Set(ranks).size).toBeGreaterThan(5);
      expect(pValue).toBeGreaterThan(1e-3);
    }
  });

  test("refuses what it cannot rank", async () => {
    const learned = createModel({ ...model.spec, prior: { kind: "normal", variance: "learned" } }, data);
    const flat = createModel({ ...model.spec, prior: { kind: "normal", variance: "flat" } }, data);
    const noisy = createModel(
      { ...model.spec, likelihood: { kind: "normal", noiseVariance: "learned" } },
      data,
    );
    const refused = (of: Model, method: InferenceMethod = exact(), options: object = few) =>
      expect(simulationBasedCalibration(of, data, method, seed(), options)).rejects;
    await refused(learned).toThrow(ArgumentError);
    await refused(flat).toThrow(ArgumentError);
    await refused(noisy).toThrow("no draws of a noise variance");
    await refused(model, priorDraws(8)).toThrow("at least 9 draws, got 8");
    await refused(model, exact(), { simulation: 20 }).toThrow(ArgumentError);
    await refused(model, exact(), { simulations: 5 }).toThrow(ArgumentError);
    const posterior = { ...(await exact().fit(model, data)), size: 2 };
    await refused(model, { name: "short", options: {}, fit: async () => posterior }).toThrow(ShapeError);
  });
});
