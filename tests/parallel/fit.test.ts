import { afterAll, describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { kFold } from "../../src/data/kFold.ts";
import { ArgumentError, DataError, ShapeError } from "../../src/errors/errors.ts";
import { asRegression } from "../../src/inference/asRegression.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import type { ExactPosterior } from "../../src/inference/exact/exactPosterior.ts";
import type { Executor } from "../../src/inference/executor.ts";
import type { FitResult, FitSpec } from "../../src/inference/fitResult.ts";
import { loadFit } from "../../src/inference/fitTask.ts";
import { inlineExecutor } from "../../src/inference/tasks.ts";
import { createModel } from "../../src/model/model.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { createRng } from "../../src/random/rng.ts";
import { inputScaleCandidates, selectByEvidence } from "../../src/study/selectByEvidence.ts";
import { bits, testPool, workerFile } from "./testPool.ts";

const rng = createRng("fits on threads");
const x = Array.from({ length: 60 }, () => [rng.normal(), rng.normal()]);
const data = createDataset({
  x,
  y: x.map(([a, b]) => a! * b! + 0.1 * rng.normal()),
  weights: x.map(() => 0.5 + rng.uniform()),
});
const random: ModelSpec = {
  network: { kind: "random-relu", units: 20, seed: "fits" },
  prior: { kind: "normal", variance: "learned" },
  likelihood: { kind: "normal", noiseVariance: "learned" },
};
const scales = inputScaleCandidates(random);

const one = testPool(1, workerFile);
const two = testPool(2, workerFile);
const four = testPool(4, workerFile);
afterAll(async () => {
  for (const pool of [one, two, four]) await pool.close();
});
const executors = [
  ["inline", inlineExecutor],
  ["1 worker", one],
  ["2 workers", two],
  ["4 workers", four],
] as const;

const fitBy = (model: ModelSpec, more: Partial<FitSpec> = {}) => ({
  task: "fit",
  spec: { method: { name: "exact" }, model, ...more } satisfies FitSpec,
  path: [],
  dataId: "data",
});

describe.each(executors)("%s", (_, executor) => {
  test("fits have the bits of fits without an executor", async () => {
    const results = (await executor.map(
      scales.map((spec) => fitBy(spec)),
      { data: { data } },
    )) as FitResult[];
    for (const [k, spec] of scales.entries()) {
      const direct = await exact().fit(createModel(spec, data), data);
      expect(bits(results[k])).toBe(
        bits({ posterior: direct.save(), notes: direct.notes, logEvidence: direct.logEvidence }),
      );
      expect(bits(asRegression(loadFit(results[k]!)).predict(data.x).std)).toBe(
        bits(direct.predict(data.x).std),
      );
    }
  });

  test.each([
    ["a clear maximum", data],
    // The evidence rises towards no weights at all: there are notes to be kept.
    ["a maximum on the boundary", createDataset({ x: data.x, y: x.map((_, i) => (i % 2 === 0 ? 1 : -1)) })],
  ])("selection by evidence gives the same as without an executor: %s", async (_, chosen) => {
    const direct = await selectByEvidence(scales, chosen);
    const selection = await selectByEvidence(scales, chosen, { executor });
    expect(selection.candidates).toEqual(direct.candidates);
    expect(selection.best.notes).toEqual(direct.best.notes);
    expect(selection.best.logEvidence).toBe(direct.best.logEvidence);
    const all = ({ best }: { readonly best: ExactPosterior }) => {
      const { mean, std } = best.predict(data.x);
      const draw = best.sample(createRng("draw"));
      return bits([best.save(), mean, std, draw, best.mean, best.variances(), best.noiseVariance]);
    };
    expect(all(selection)).toBe(all(direct));
  });

  test("folds are fitted on their rows of the data that all share", async () => {
    const folds = kFold(data, 4, createRng("folds"));
    const rowsOf = new Map(Array.from({ length: 60 }, (_, row) => [data.x.data[2 * row]!, row]));
    const rows = folds.map(({ train }) =>
      Array.from({ length: train.x.rows }, (_, i) => rowsOf.get(train.x.data[2 * i]!)!),
    );
    const results = (await executor.map(
      rows.map((some) => fitBy(random, { rows: some })),
      {
        data: { data },
      },
    )) as FitResult[];
    for (const [k, { train }] of folds.entries()) {
      const direct = await exact().fit(createModel(random, train), train);
      expect(results[k]!.logEvidence).toBe(direct.logEvidence);
    }
  });

  test("shards merge to the posterior on all rows", async () => {
    const known: ModelSpec = {
      ...random,
      prior: { kind: "normal", variance: 1 },
      likelihood: { kind: "normal", noiseVariance: 0.1 },
      standardise: "none",
    };
    const halves = [0, 1].map((k) => Array.from({ length: 30 }, (_, i) => 30 * k + i));
    const results = (await executor.map(
      halves.map((rows) => fitBy(known, { rows })),
      {
        data: { data },
      },
    )) as FitResult[];
    const [a, b] = results.map((result) => loadFit(result) as ExactPosterior);
    const whole = await exact().fit(createModel(known, data), data);
    const merged = a!.merge(b!);
    expect(merged.observations).toBe(60);
    merged.mean.forEach((value, j) => {
      expect(value).toBeCloseTo(whole.mean[j]!, 9);
    });
  });

  test("errors of a fit keep class, code, details and message", async () => {
    const wrong: ModelSpec = { ...random, network: { kind: "random-relu", units: -1, seed: 1 } };
    const flat: ModelSpec = { ...random, prior: { kind: "normal", variance: "flat" } };
    const failures: [FitSpec, typeof ArgumentError][] = [
      [{ method: { name: "exact" }, model: wrong }, ArgumentError],
      [{ method: { name: "guess" }, model: random }, ArgumentError],
      [{ method: { name: "exact", options: { solver: "luck" } }, model: random }, ArgumentError],
      [{ method: { name: "exact" }, model: flat, rows: [0, 1] }, DataError],
      [{ method: { name: "exact" }, model: random, rows: [0, 99] }, ArgumentError],
      [{ method: { name: "exact" }, model: random, row: [0] } as never, ArgumentError],
    ];
    for (const [spec, kind] of failures) {
      const call = (by: Executor) =>
        by.map([{ task: "fit", spec, path: [], dataId: "data" }], { data: { data } }).catch((e) => e);
      const [error, expected] = [await call(executor), await call(inlineExecutor)];
      expect(error).toBeInstanceOf(kind);
      expect(error).not.toBeInstanceOf(ShapeError);
      expect({ ...error, message: error.message }).toEqual({ ...expected, message: expected.message });
    }
  });
});

test("the error of the first model that cannot be fitted ends a selection", async () => {
  const flat: ModelSpec = { ...random, network: { kind: "linear" }, prior: { kind: "normal", variance: -1 } };
  for (const run of [{}, { executor: inlineExecutor }, { executor: two }])
    await expect(selectByEvidence([random, flat, flat], data, run)).rejects.toBeInstanceOf(ArgumentError);
});

test("progress of a selection is its own, counted in models", async () => {
  const seen: { message: string; done: number; total: number }[] = [];
  await selectByEvidence(scales, data, { executor: two, onProgress: (progress) => seen.push(progress) });
  expect(new Set(seen.map(({ message }) => message))).toEqual(new Set(["comparing models"]));
  expect(seen.at(-1)).toMatchObject({ done: scales.length, total: scales.length });
});
