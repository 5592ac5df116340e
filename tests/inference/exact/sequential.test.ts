import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import type { Dataset } from "../../../src/data/dataset.ts";
import { takeDatasetRows } from "../../../src/data/takeDatasetRows.ts";
import { ArgumentError, ShapeError } from "../../../src/errors/errors.ts";
import { type ExactOptions, exact } from "../../../src/inference/exact/exact.ts";
import type { ExactPosterior } from "../../../src/inference/exact/exactPosterior.ts";
import { createModel, type Model } from "../../../src/model/model.ts";
import type { LinearModelSpec } from "../../../src/model/spec.ts";
import { createRng } from "../../../src/random/rng.ts";
import { largestMixedDifference } from "../../support/differences.ts";
import { SOLVERS } from "./models.ts";

/** 60 rows with weights, in pieces of very different sizes. */
const rng = createRng("pieces");
const x = Array.from({ length: 60 }, () => [2 * rng.uniform() - 0.5]);
const all = createDataset({
  x,
  y: x.map(([v]) => 100 + 20 * Math.sin(5 * v!) + rng.normal()),
  weights: x.map(() => 0.3 + rng.uniform()),
});
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const pieces = [range(0, 1), range(1, 40), range(40, 47), range(47, 60)].map((rows) =>
  takeDatasetRows(all, rows),
);

const joints = Array.from({ length: 12 }, (_, k) => -0.5 + k / 6);
const KINDS: readonly [string, Pick<LinearModelSpec, "prior" | "likelihood">][] = [
  [
    "known variances",
    {
      prior: { kind: "normal", variance: 3, biasVariance: 2 },
      likelihood: { kind: "normal", noiseVariance: 0.05 },
    },
  ],
  [
    "learned variances",
    {
      prior: { kind: "normal", variance: "learned" },
      likelihood: { kind: "normal", noiseVariance: "learned" },
    },
  ],
  [
    "noise integrated out",
    {
      prior: { kind: "normal", variance: 3 },
      likelihood: { kind: "normal", noiseVariance: { shape: 2, scale: 0.1 } },
    },
  ],
];

const modelOf = (kind: Pick<LinearModelSpec, "prior" | "likelihood">): Model =>
  createModel({ network: { kind: "shallow-relu", joints }, standardise: "both", ...kind }, all);

function same(found: ExactPosterior, expected: ExactPosterior): void {
  const close = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance = 1e-6) =>
    expect(largestMixedDifference(a, b)).toBeLessThan(tolerance);
  expect(found.observations).toBe(expected.observations);
  close(
    [Math.log(found.priorVariance), Math.log(found.noiseVariance)],
    [Math.log(expected.priorVariance), Math.log(expected.noiseVariance)],
  );
  close(found.mean, expected.mean);
  close(found.covariance().data, expected.covariance().data);
  close([found.logEvidence], [expected.logEvidence], 1e-9);
  close([found.effectiveParameters()], [expected.effectiveParameters()]);
  const [a, b] = [found.predict(x), expected.predict(x)];
  close(a.mean, b.mean);
  close(a.variance, b.variance);
}

describe.each(SOLVERS)("data that arrive in pieces, solver %s", (solver) => {
  test.each(KINDS)("%s: updates give the fit on all of them", async (name, kind) => {
    // Variances cannot be learned from the single row of the first piece.
    const parts = name === "learned variances" ? [pieces[1]!, pieces[0]!, pieces[2]!, pieces[3]!] : pieces;
    const model = modelOf(kind);
    let posterior = await exact({ solver }).fit(model, parts[0]!);
    for (const part of parts.slice(1)) posterior = await posterior.update(part);
    const { scaler } = posterior;
    same(posterior, await exact({ solver, scaler }).fit(model, all));
  });

  test.each(KINDS)("%s: merging the posteriors of shards does, in any order", async (name, kind) => {
    const model = modelOf(kind);
    const scaler = (await exact({ solver }).fit(modelOf(KINDS[0]![1]), all)).scaler;
    const options: ExactOptions = { solver, scaler };
    const shards = name === "learned variances" ? pieces.slice(1) : pieces;
    const whole = name === "learned variances" ? takeDatasetRows(all, range(1, 60)) : all;
    const fits = await Promise.all(shards.map((shard) => exact(options).fit(model, shard)));
    const expected = await exact(options).fit(model, whole);
    const [first, ...rest] = fits;
    same(first!.merge(...rest), expected);
    const [last, ...others] = fits.toReversed();
    same(last!.merge(...others), expected);
    same(rest[0]!.merge(first!, ...rest.slice(1)), expected);
  });

  test("an update with no rows changes nothing", async () => {
    const model = modelOf(KINDS[0]![1]);
    const posterior = await exact({ solver }).fit(model, all);
    const none = createDataset({ x: [], y: [], weights: [], featureNames: ["x"] });
    same(await posterior.update(none), posterior);
  });
});

describe("update and merge", () => {
  const model = modelOf(KINDS[0]![1]);

  test("leave the posteriors they start from alone", async () => {
    const first = await exact().fit(model, pieces[1]!);
    const before = [...first.mean];
    await first.update(pieces[2]!);
    first.merge(await exact({ scaler: first.scaler }).fit(model, pieces[2]!));
    expect([...first.mean]).toEqual(before);
    expect(first.observations).toBe(39);
  });

  test("judge the size of variances by all targets, not by the first ones", async () => {
    const learning = modelOf(KINDS[1]![1]);
    const alike = createDataset({ x: x.slice(0, 5), y: [3, 3, 3, 3, 3 + 1e-9], weights: [1, 1, 1, 1, 1] });
    const scaler = { x: { shift: [0], scale: [1] }, y: { shift: [0], scale: [1] } };
    const options: ExactOptions = { scaler };
    const first = await exact(options).fit(learning, alike);
    const second = await exact(options).fit(learning, all);
    const both = createDataset({
      x: [...x.slice(0, 5), ...x],
      y: [...alike.y.data, ...all.y.data],
      weights: [...alike.weights!, ...all.weights!],
    });
    const expected = await exact(options).fit(learning, both);
    same(await first.update(all), expected);
    same(first.merge(second), expected);
  });

  test("an aborted update rejects with the reason and leaves the posterior as it was", async () => {
    const reason = new Error("stop");
    for (const solver of SOLVERS) {
      const first = await exact({ solver }).fit(model, pieces[1]!);
      const before = structuredClone(first.save());
      const signal = AbortSignal.abort(reason);
      await expect(first.update(pieces[2]!, { signal })).rejects.toBe(reason);
      await expect(exact({ solver }).fit(model, pieces[1]!, { signal })).rejects.toBe(reason);
      expect(first.save()).toEqual(before);
    }
  });

  test("refuse posteriors of other models, options or standardisations", async () => {
    const first = await exact().fit(model, pieces[1]!);
    const { scaler } = first;
    const other = modelOf({ ...KINDS[0]![1], prior: { kind: "normal", variance: 4 } });
    for (const stranger of [
      await exact().fit(model, pieces[2]!),
      await exact({ scaler }).fit(other, pieces[2]!),
      await exact({ scaler, solver: "qr" }).fit(model, pieces[2]!),
    ]) {
      expect(() => first.merge(stranger)).toThrow(ArgumentError);
    }
  });

  test("refuse data with other columns", async () => {
    const first = await exact().fit(model, pieces[1]!);
    const wide: Dataset = createDataset({ x: [[1, 2]], y: [3] });
    await expect(first.update(wide)).rejects.toThrow(/1 input/);
    await expect(first.update(wide)).rejects.toThrow(ArgumentError);
    expect(() => first.predict([[1, 2]])).toThrow(ShapeError);
  });

  test("a posterior updated with a huge number of blocks keeps its digits", async () => {
    const options: ExactOptions = {
      scaler: { x: { shift: [0], scale: [1] }, y: { shift: [100], scale: [10] } },
    };
    const one = takeDatasetRows(all, [3]);
    for (const solver of SOLVERS) {
      let posterior = await exact({ ...options, solver }).fit(model, one);
      for (let i = 0; i < 99; i++) posterior = await posterior.update(one);
      const heavy = createDataset({ x: one.x, y: one.y, weights: [100 * one.weights![0]!] });
      const expected = await exact({ ...options, solver }).fit(model, heavy);
      expect(largestMixedDifference(posterior.mean, expected.mean)).toBeLessThan(1e-10);
      const found = posterior.predict([[0.2]]).epistemic[0]!;
      expect(found / expected.predict([[0.2]]).epistemic[0]!).toBeCloseTo(1, 9);
    }
  });
});
