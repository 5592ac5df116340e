import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { kFold } from "../../src/data/kFold.ts";
import { splitDataset } from "../../src/data/split.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { leaveOneOut } from "../../src/inference/exact/leaveOneOut.ts";
import type { Progress } from "../../src/inference/method.ts";
import { meanCrps } from "../../src/metrics/meanCrps.ts";
import { meanLogScore } from "../../src/metrics/meanLogScore.ts";
import { createModel } from "../../src/model/model.ts";
import type { LinearModelSpec, ModelSpec } from "../../src/model/spec.ts";
import { createRng } from "../../src/random/rng.ts";
import { compareMethods } from "../../src/study/compareMethods.ts";
import { crossValidate } from "../../src/study/crossValidate.ts";
import { studyExecutor } from "../../src/study/tasks.ts";

const noise = createRng("data");
const x = Float64Array.from({ length: 40 }, (_, i) => i / 39);
const data = createDataset({ x, y: x.map((v) => 3 + Math.sin(6 * v) + 0.2 * noise.normal()) });
const joints = (count: number, standardise: "none" | "both" = "both"): LinearModelSpec => ({
  network: { kind: "shallow-relu", joints: count === 0 ? [2] : { count, from: 0, to: 1 } },
  prior: { kind: "normal", variance: 20 },
  likelihood: { kind: "normal", noiseVariance: 0.1 },
  standardise,
});
const method = { name: "exact" };
const flexible = { name: "flexible", method, model: joints(6) };
/** Its only joint lies beyond the data: a constant. */
const constant = { name: "constant", method, model: joints(0) };
const folds = kFold(data, 4, createRng("folds"));
const run = () => ({ rng: createRng("run") });

describe("exact candidates on four folds", async () => {
  const found = await compareMethods([constant, flexible], data, folds, run());
  const byHand = await Promise.all(
    folds.map(async ({ train, test: held }) => {
      const posterior = await exact().fit(createModel(joints(6), train), train);
      const predictive = posterior.predict(held.x);
      return { log: meanLogScore(predictive, held.y.data), crps: meanCrps(predictive, held.y.data) };
    }),
  );

  test("scores of every split, as fitted and scored by hand", () => {
    const { splits } = found.candidates[1]!;
    byHand.forEach(({ log, crps }, s) => {
      expect(splits[s]!.scores!.logScore).toEqual(log);
      expect(splits[s]!.scores!.crps).toEqual(crps);
      expect(splits[s]).toMatchObject({ trainRows: 30, testRows: 10 });
    });
    const mean = byHand.reduce((sum, { log }) => sum + log.value! / 4, 0);
    expect(found.candidates[1]!.scores!.logScore!.value).toBeCloseTo(mean, 12);
  });

  test("the flexible one is better by every score, clearly and in every split", () => {
    expect(found.scores).toEqual(["logScore", "crps", "squaredError"]);
    expect(found.candidates.map(({ ranks }) => ranks!.logScore)).toEqual([2, 1]);
    expect(found.candidates.map(({ meanRanks }) => meanRanks!.crps)).toEqual([2, 1]);
    expect(found.differences.length).toBe(3);
    for (const pair of found.differences) {
      expect(pair).toMatchObject({ candidate: "constant", against: "flexible" });
      const worse = pair.score === "logScore" ? -1 : 1;
      expect((worse * pair.rows.value!) / pair.rows.standardError!).toBeGreaterThan(3);
      expect(pair.splits.standardError).toBeGreaterThan(0);
      expect(pair.pValue).toBeLessThan(0.1);
    }
    expect(found.notes).toEqual([]);
    expect(found.weights!.stacking["flexible"]).toBeGreaterThan(0.9);
    expect(found.weights!.pseudoBmaPlus["flexible"]).toBeGreaterThan(0.99);
  });

  test("says how sure predictions were: coverage and widths, as counted by hand", async () => {
    const forecasts = found.candidates[1]!.forecasts!;
    if (forecasts.kind !== "regression") throw new Error("numbers are predicted");
    const parts = await Promise.all(
      folds.map(async ({ train, test: held }) => {
        const posterior = await exact().fit(createModel(joints(6), train), train);
        const predictive = posterior.predict(held.x);
        const { lower, upper } = predictive.interval(0.9);
        const held90 = Array.from(held.y.data, (y, i) => (lower[i]! <= y && y <= upper[i]! ? 1 : 0));
        return { held90, sd: Array.from(predictive.std) };
      }),
    );
    const held90 = parts.flatMap((part) => part.held90);
    const sd = parts.flatMap((part) => part.sd).sort((a, b) => a - b);
    const share = held90.reduce((sum: number, one) => sum + one, 0) / 40;
    expect(forecasts.rows).toBe(40);
    expect(forecasts.ninety.value).toBeCloseTo(share, 12);
    expect(forecasts.ninety.standardError).toBeCloseTo(Math.sqrt((share * (1 - share)) / 39), 12);
    expect(forecasts.coverage.observed[17]).toBeCloseTo(share, 12);
    expect(forecasts.sdQuantiles.length).toBe(21);
    expect(forecasts.sdQuantiles[0]).toBeCloseTo(sd[0]!, 12);
    expect(forecasts.sdQuantiles[10]).toBeCloseTo((sd[19]! + sd[20]!) / 2, 12);
    expect(forecasts.sdQuantiles[20]).toBeCloseTo(sd[39]!, 12);
  });

  test("is plain JSON", () => {
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(JSON.stringify(found)).not.toMatch(/NaN|Infinity/);
  });

  test("the order of candidates and an executor change nothing", async () => {
    const other = await compareMethods([flexible, constant], data, folds, {
      ...run(),
      executor: studyExecutor,
    });
    expect(other.weights!.pseudoBmaPlus["flexible"]).toBeCloseTo(
      found.weights!.pseudoBmaPlus["flexible"]!,
      12,
    );
    expect(other.candidates).toEqual([...found.candidates].reverse());
    expect(other.differences).toEqual(found.differences);
  });
});

test("random methods depend on the seed and their name alone", async () => {
  const network: ModelSpec = {
    network: { kind: "mlp", hidden: [3], activation: "tanh" },
    prior: { kind: "normal", variance: 1 },
    likelihood: { kind: "normal", noiseVariance: 0.1 },
  };
  const map = { name: "net", method: { name: "map", options: { epochs: 3 } }, model: network };
  const splits = [splitDataset(data, { test: 0.25 }, createRng("split"))];
  const [alone, among] = [
    await compareMethods([map], data, splits, run()),
    await compareMethods([constant, map], data, splits, { ...run(), executor: studyExecutor }),
  ];
  expect(among.candidates[1]!.splits).toEqual(alone.candidates[0]!.splits);
  const other = await compareMethods([map], data, splits, { rng: createRng("other") });
  expect(other.candidates[0]!.scores).not.toEqual(alone.candidates[0]!.scores);
  // One split has no standard error of splits.
  expect(among.differences[0]!.splits.standardError).toBeNull();
  expect(among.differences[0]!.rows.standardError).toBeGreaterThan(0);
});

test("a candidate that fails is a row with its error; only where all fail it is thrown", async () => {
  const bad = { method: { name: "laplace", options: { structur: "full" } }, model: joints(6) };
  const found = await compareMethods([bad, flexible, constant], data, folds, run());
  expect(found.candidates[0]!.name).toBe("laplace");
  expect(found.candidates[0]!.error).toMatch(/unknown option "structur"/);
  expect(found.candidates[0]!.splits[0]!.error).toMatch(/structur/);
  expect(found.candidates[0]!.scores).toBeUndefined();
  expect(found.candidates[1]!.ranks!.logScore).toBe(1);
  expect(found.notes.map(({ code }) => code)).toEqual(["failed"]);
  await expect(compareMethods([bad], data, folds, run())).rejects.toThrow(/structur/);
});

test("classes: log score, Brier score and error rate", async () => {
  const classes = createDataset({ x, y: x.map((v) => (v > 0.5 ? 1 : 0)), classes: ["low", "high"] });
  const model = (variance: number): ModelSpec => ({
    network: { kind: "mlp", hidden: [] },
    prior: { kind: "normal", variance },
    likelihood: { kind: "bernoulli" },
  });
  const map = { name: "map", options: { epochs: 200 } };
  const found = await compareMethods(
    [
      { method: map, model: model(1e-4) },
      { method: map, model: model(100) },
    ],
    classes,
    kFold(classes, 2, createRng("classes")),
    run(),
  );
  expect(found.scores).toEqual(["logScore", "brier", "error"]);
  expect(found.candidates.map(({ name }) => name)).toEqual(["map", "map 2"]);
  expect(found.candidates[1]!.ranks!.logScore).toBe(1);
  expect(found.candidates[1]!.scores!.error!.value).toBeLessThan(0.2);
});

test("repeated splits: rows count once", async () => {
  const repeated = [0, 1, 2].map((k) => splitDataset(data, { test: 0.4 }, createRng("repeat").fork(k)));
  const found = await compareMethods([flexible, constant], data, repeated, run());
  expect(found.notes.map(({ code }) => code)).toEqual(["overlap"]);
  expect(found.weights).toBeUndefined();
});

test("progress never decreases, ends complete, and an abort ends it", async () => {
  const seen: Progress[] = [];
  await compareMethods([flexible, constant], data, folds, { ...run(), onProgress: (of) => seen.push(of) });
  const done = seen.map(({ done: so }) => so);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(seen[seen.length - 1]).toMatchObject({ done: 8, total: 8 });
  expect(seen.some(({ secondsLeft }) => secondsLeft !== undefined)).toBe(true);
  expect(seen[0]!.message).toBe("flexible, 1 of 4");

  const controller = new AbortController();
  const stopped = compareMethods([flexible, constant], data, folds, {
    ...run(),
    signal: controller.signal,
    onProgress: ({ done: so }) => {
      if (so >= 2) controller.abort(new Error("enough"));
    },
  });
  await expect(stopped).rejects.toThrow("enough");
});

test("refuses no candidates, no splits, names taken twice, unknown rows and rows on both sides", async () => {
  const refused = (candidates: object[], splits: object[]) =>
    expect(compareMethods(candidates as never, data, splits as never, run())).rejects;
  await refused([], folds).toThrow(ArgumentError);
  await refused([flexible], []).toThrow(/at least one split/);
  await refused([flexible, flexible], folds).toThrow(/unique/);
  await refused([flexible], [{ trainRows: [0, 1], testRows: [40] }]).toThrow(/test row of split 0/);
  await refused([flexible], [{ trainRows: [0, 1], testRows: [1] }]).toThrow(/is both/);
  await refused([flexible], [{ trainRows: [], testRows: [1] }]).toThrow(/training rows/);
});

describe("cross-validation", () => {
  test("with as many folds as rows it is the closed form of leaving one out", async () => {
    // Joints and standardisation must not see the row that is left out.
    const candidate = { method, model: joints(6, "none") };
    const { elpd, pointwise, folds: count } = await crossValidate(candidate, data, run(), { folds: 1000 });
    expect(count).toBe(40);
    const posterior = await exact().fit(createModel(candidate.model, data), data);
    const expected = leaveOneOut(posterior, data).logProb(data.y.data);
    pointwise.logScore!.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 9);
    });
    expect(elpd!.value).toBeCloseTo(
      expected.reduce((sum, value) => sum + value, 0),
      8,
    );
    // The broken twin: rows that were seen.
    const seen = posterior.predict(data.x).logProb(data.y.data);
    expect(seen.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(elpd!.value + 1);
  });

  test("given splits must hold every row once; errors of fits are thrown", async () => {
    const splits = folds.slice(1);
    await expect(crossValidate(flexible, data, run(), { splits })).rejects.toThrow(/every row once/);
    await expect(crossValidate(flexible, data, run(), { splits, folds: 2 })).rejects.toThrow(/exclude/);
    const bad = { method: { name: "nuts", options: { draws: 0 } }, model: joints(3) };
    await expect(crossValidate(bad, data, run(), { splits: folds })).rejects.toThrow(/draws/);
    const { pointwise } = await crossValidate(flexible, data, run(), { splits: folds });
    expect(Object.keys(pointwise)).toEqual(["logScore", "crps", "squaredError"]);
  });
});
