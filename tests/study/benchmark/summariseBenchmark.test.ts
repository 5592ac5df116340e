import { expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { compareGoals } from "../../../src/study/benchmark/benchmarkGoals.ts";
import type { BenchmarkFit, BenchmarkOutcome } from "../../../src/study/benchmark/benchmarkResult.ts";
import { CHOSEN, CHOSEN_FOR_SET, chooseInside } from "../../../src/study/benchmark/chooseInside.ts";
import type { PublishedRow } from "../../../src/study/benchmark/publishedRow.ts";
import { splitScoresOf } from "../../../src/study/benchmark/splitScores.ts";
import { splitsOfTestRows } from "../../../src/study/benchmark/splitsOfTestRows.ts";
import { summariseBenchmark } from "../../../src/study/benchmark/summariseBenchmark.ts";

const set = {
  name: "set",
  data: createDataset({ x: [0, 1, 2, 3, 4, 5], y: [0, 1, 0, 1, 0, 1] }),
  splits: splitsOfTestRows(6, [
    [0, 1],
    [1, 2],
    [4, 5],
  ]),
  hash: "",
};

/** A fit with these log scores and PIT values of two test rows. */
const fitted = (
  logScore: readonly number[],
  pit: readonly number[],
  inside?: readonly (number | null)[],
): BenchmarkOutcome => ({
  fit: {
    settings: { "options.rate": logScore[0]! > 0 ? 1 : 2 },
    tried: [],
    learned: {},
    ...(inside === undefined
      ? {}
      : { inside: { folds: inside.map((score) => ({ rows: 1, logScore: score })) } }),
    rows: {
      mean: [0, 0],
      logScore,
      squaredError: [4, 0],
      crps: [1, 3],
      pit,
      width90: [2, 4],
    },
    fits: 2,
    gradients: 10,
    notes: [],
  },
});
const good = [
  fitted([1, 3], [0.5, 0.96], [-1, -1]),
  fitted([2, 2], [0.2, 0.04], [-1, -9]),
  fitted([0, -4], [0.5, 0.5], [-3, -3]),
];
const worse = [
  fitted([0, 1], [0.5, 0.5], [-2, -2]),
  // Only its first fold was predicted.
  fitted([2, 1], [0.5, 0.5], [-2]),
  fitted([0, -5], [0.5, 0.5], [-2, -2]),
];
const cells = [
  { set: "set", method: "good", outcomes: good },
  { set: "set", method: "worse", outcomes: worse },
  { set: "set", method: "partly", outcomes: [fitted([9, 9], [0.5, 0.5]), { error: "no luck" }] },
  { set: "set", method: "never", outcomes: [{ error: "never" }] },
];

test("means over splits with sd/sqrt(J), coverage clustered on rows, settings by frequency", () => {
  const { cells: found, differences } = summariseBenchmark(cells, [set]);
  const [first] = found;
  expect(first!.logScore.value).toBeCloseTo((2 + 2 - 2) / 3, 12);
  expect(first!.logScore.standardError).toBeCloseTo(Math.sqrt(16 / 3 / 3), 12);
  expect(first!.rmse.value).toBeCloseTo(Math.sqrt(2), 12);
  expect(first!.rmse.standardError).toBeCloseTo(0, 12);
  expect(first!.crps.value).toBe(2);
  expect(first!.width90.value).toBe(3);
  const held = first!.coverage.find(({ level }) => level === 0.9)!;
  expect(held.value).toBeCloseTo(4 / 6, 12);
  // Rows 0, 1, 2, 4, 5 with sums of deviations 1/3, -2/3 + 1/3, -2/3, 1/3, 1/3.
  const squares = (1 / 9) * (1 + 1 + 4 + 1 + 1);
  expect(held.standardError).toBeCloseTo(Math.sqrt((5 / 4) * squares) / 6, 12);
  expect(first).toMatchObject({ splits: 3, tried: 3, fits: 2, gradients: 10 });
  expect(first!.settings).toEqual([
    { settings: { "options.rate": 1 }, splits: 2 },
    { settings: { "options.rate": 2 }, splits: 1 },
  ]);
  // A method on fewer splits is compared on those, and is not the best.
  expect(differences.map(({ method, against }) => [method, against])).toEqual([
    ["worse", "good"],
    ["partly", "good"],
  ]);
  expect(differences[0]!.logScore.rows.value).toBeCloseTo(-5 / 6, 12);
  expect(differences[1]!.logScore.rows.value).toBeCloseTo(7, 12);
  expect(found[2]).toMatchObject({ splits: 1, tried: 2, error: "no luck" });
  expect(found[3]).toMatchObject({ splits: 0, error: "never", logScore: { value: null } });
  expect(JSON.stringify({ found, differences })).not.toMatch(/NaN|Infinity/);
});

test("an infinite score is a null with its reason", () => {
  const broken = { set: "set", method: "broken", outcomes: [{ fit: withoutScore(good[0]!) }] };
  const { cells: found } = summariseBenchmark([broken], [set]);
  expect(found[0]!.logScore).toMatchObject({ value: null, note: expect.stringMatching(/without spread/) });
  expect(splitScoresOf(broken).splits[0]).toMatchObject({ logScore: null, rmse: Math.sqrt(2) });
});

function withoutScore(outcome: BenchmarkOutcome): BenchmarkFit {
  if ("error" in outcome) throw new Error(outcome.error);
  return { ...outcome.fit, rows: { ...outcome.fit.rows, logScore: [null, 1] } };
}

test("the method judged best inside the training part of a split stands for it, whatever its test rows say", () => {
  const [chosen, forSet, ...none] = chooseInside(cells);
  expect(none).toEqual([]);
  expect(forSet).toMatchObject({ set: "set", method: CHOSEN_FOR_SET });
  expect(chosen).toMatchObject({ set: "set", method: CHOSEN });
  const names = chosen!.outcomes.map((outcome) => ("fit" in outcome ? outcome.fit.settings["method"] : ""));
  // On the third split the one that is worse on the test rows.
  expect(names).toEqual(["good", "good", "worse"]);
  // Means over the splits: -5/3 (its first two folds, of the second split one) against -2.
  expect(forSet!.outcomes.map((outcome) => "fit" in outcome && outcome.fit.settings["method"])).toEqual([
    "good",
    "good",
    "good",
  ]);
  expect(chosen!.outcomes[0]).toMatchObject({
    fit: { fits: 4, gradients: 20, tried: [{ score: -1 }, { score: -2 }] },
  });
  expect(chooseInside(cells.slice(2))).toEqual([]);
  // A fold without a finite score is no reason to choose a method.
  const impossible = { set: "set", method: "no", outcomes: [fitted([1, 1], [0.5, 0.5], [null, 9])] };
  expect(chooseInside([impossible])).toEqual([]);
});

test("goals: published rows with their errors, levels and coverage", () => {
  const row: PublishedRow = {
    name: "row",
    source: "a paper",
    plusMinus: "standard deviation",
    splits: 4,
    rmse: { set: [1.5, 0.4] },
    logScore: { set: [1, null] },
  };
  const summary = summariseBenchmark([...cells, ...chooseInside(cells)], [set]);
  const found = compareGoals(
    summary,
    {
      published: [{ method: "good", row: "row", betterOn: 1 }],
      least: { set: 0 },
      aim: { set: 5, elsewhere: 1 },
    },
    [row],
  );
  const [rmse, logScore] = found.published;
  expect(rmse).toMatchObject({ score: "rmse", publishedError: 0.2, asGood: true, better: true });
  expect(rmse!.gain).toBeCloseTo(1.5 - Math.sqrt(2), 12);
  // Worse by a third, less than its standard error of 1.33.
  expect(logScore).toMatchObject({ score: "logScore", publishedError: null, asGood: true, better: false });
  // As good by both scores, but by the second not better on one data set, as was wanted.
  expect(found.tallies).toMatchObject([
    { score: "rmse", sets: 1, worse: [], notBetter: [], met: true },
    { score: "logScore", sets: 1, worse: [], notBetter: ["set"], betterOn: 1, met: false },
  ]);
  expect(found.levels).toMatchObject([{ set: "set", least: 0, aim: 5, reachesAim: false }, {}]);
  expect(found.coverage[0]!.tolerance).toBeGreaterThan(0.02);
  expect(compareGoals(summary, { coverage: { set: 0.5 } }, []).coverage[0]).toMatchObject({
    tolerance: 0.5,
    met: true,
  });
  const twin = compareGoals(summary, { published: [{ method: "good", row: "row" }] }, [
    { ...row, logScore: { set: [9, 1] } },
  ]);
  expect(twin.published[1]).toMatchObject({ asGood: false, better: false, publishedError: 0.5 });
  expect(twin.tallies).toMatchObject([
    { betterOn: 0, met: true },
    { worse: ["set"], met: false },
  ]);
});
