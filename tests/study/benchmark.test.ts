import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import type { Executor } from "../../src/inference/executor.ts";
import type { Progress } from "../../src/inference/method.ts";
import { createModel } from "../../src/model/model.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { createRng } from "../../src/random/rng.ts";
import type { BenchmarkFit } from "../../src/study/benchmark/benchmarkResult.ts";
import type { BenchmarkMethod, BenchmarkSet } from "../../src/study/benchmark/benchmarkSpec.ts";
import { benchmarkTask } from "../../src/study/benchmark/benchmarkTask.ts";
import { memoryCache } from "../../src/study/benchmark/resultCache.ts";
import { splitsOfTestRows } from "../../src/study/benchmark/splitsOfTestRows.ts";
import { type BenchmarkRun, benchmark } from "../../src/study/benchmark.ts";
import { studyExecutor } from "../../src/study/tasks.ts";

const ROWS = 40;
const TEST_ROWS = [
  [0, 9, 18, 27],
  [3, 11, 19, 35],
];

/** A sine with noise; `testY` replaces the targets of the rows of the first test part. */
function sineSet(name: string, testY?: number): BenchmarkSet {
  const rng = createRng(name);
  const x = Float64Array.from({ length: ROWS }, (_, i) => i / (ROWS - 1));
  const y = x.map((v) => 3 + 2 * Math.sin(6 * v) + 0.2 * rng.normal());
  if (testY !== undefined) for (const row of TEST_ROWS[0]!) y[row] = testY;
  return {
    name,
    data: createDataset({ x, y }),
    splits: splitsOfTestRows(ROWS, TEST_ROWS),
    hash: `${name} ${testY ?? ""}`,
  };
}

const shallow = (variance: number): ModelSpec => ({
  network: { kind: "shallow-relu", joints: { count: 8, from: 0, to: 1 } },
  prior: { kind: "normal", variance },
  likelihood: { kind: "normal", noiseVariance: 0.05 },
  standardise: "both",
});
const network: ModelSpec = {
  network: { kind: "mlp", hidden: [4], activation: "tanh" },
  prior: { kind: "normal", variance: 2 },
  likelihood: { kind: "normal", noiseVariance: "learned" },
};
const plain: BenchmarkMethod = { name: "plain", method: { name: "exact" }, model: shallow(20) };
const chosen: BenchmarkMethod = {
  name: "chosen by evidence",
  method: { name: "exact" },
  model: shallow(1),
  choose: { by: "evidence", grid: { "model.prior.variance": [1e-4, 1, 100] } },
};
const trained: BenchmarkMethod = {
  name: "trained",
  method: { name: "map", options: { epochs: 5 } },
  model: network,
  choose: { by: "validation", share: 0.25, grid: { "options.epochs": [1, 30], "options.batch": [8] } },
  inside: { folds: 3, recalibrate: "variance-scaling" },
};
const METHODS = [plain, chosen, trained];
const SETS = [sineSet("one"), sineSet("two")];
const run = () => ({ rng: createRng("run") });

const fitOf = ({ cells }: BenchmarkRun, set: string, method: string, split: number): BenchmarkFit => {
  const outcome = cells.find((cell) => cell.set === set && cell.method === method)!.outcomes[split]!;
  if ("error" in outcome) throw new Error(outcome.error);
  return outcome.fit;
};

/** An executor that does one task after the other and counts them, and fails after some. */
function counting(most = Number.POSITIVE_INFINITY): Executor & { count: number } {
  let last: Promise<unknown> = Promise.resolve();
  const executor = {
    count: 0,
    map: ((tasks, of) => {
      const next = last.then(() => {
        executor.count += tasks.length;
        if (executor.count > most) throw new Error("enough");
        return studyExecutor.map(tasks, of);
      });
      last = next.catch(() => undefined);
      return next;
    }) as Executor["map"],
  };
  return executor;
}

describe("three methods on two sets of two splits", async () => {
  const found = await benchmark(METHODS, SETS, run());
  const bytes = JSON.stringify(found.cells);

  test("scores are those of a fit by hand", async () => {
    const { data, splits } = SETS[1]!;
    const rows = (list: ArrayLike<number>) => ({
      x: Float64Array.from(list, (row) => data.x.data[row]!),
      y: Float64Array.from(list, (row) => data.y.data[row]!),
    });
    const train = createDataset(rows(splits[1]!.trainRows));
    const { x, y } = rows(splits[1]!.testRows);
    const predictive = (await exact().fit(createModel(shallow(20), train), train)).predict(x);
    const fit = fitOf(found, "two", "plain", 1);
    expect(fit.rows.mean).toEqual(Array.from(predictive.mean));
    expect(fit.rows.logScore).toEqual(Array.from(predictive.logProb(y)));
    expect(fit.rows.crps).toEqual(Array.from(predictive.crps(y)));
    expect(fit.rows.pit).toEqual(Array.from(predictive.cdf(y)));
    fit.rows.squaredError.forEach((value, i) => {
      expect(value).toBeCloseTo((y[i]! - predictive.mean[i]!) ** 2, 12);
    });
    const { lower, upper } = predictive.interval(0.9);
    expect(fit.rows.width90).toEqual(Array.from(upper, (value, i) => value - lower[i]!));
    expect(fit).toMatchObject({ settings: {}, tried: [], fits: 1, gradients: null });
  });

  test("the evidence chooses as the evidences say, and nothing is fitted again", () => {
    const fit = fitOf(found, "one", "chosen by evidence", 0);
    expect(fit.fits).toBe(3);
    const scores = fit.tried.map(({ score }) => score!);
    const best = scores.indexOf(Math.max(...scores));
    expect(fit.settings).toEqual({ "model.prior.variance": [1e-4, 1, 100][best] });
    expect(fit.learned).toMatchObject({
      logEvidence: scores[best],
      priorVariance: [1e-4, 1, 100][best],
    });
  });

  test("kept-out rows choose; folds calibrate and judge; gradients of all fits are counted", () => {
    const fit = fitOf(found, "one", "trained", 0);
    expect(fit.tried.map(({ settings }) => settings)).toEqual([
      { "options.epochs": 1, "options.batch": 8 },
      { "options.epochs": 30, "options.batch": 8 },
    ]);
    expect(fit.settings).toEqual({ "options.epochs": 30, "options.batch": 8 });
    expect(fit.inside!.recalibration).toMatchObject({ kind: "variance-scaling", rows: 36 });
    expect(fit.inside!.folds.map(({ rows }) => rows)).toEqual([12, 12, 12]);
    expect(fit.fits).toBe(2 + 1 + 3);
    // 27 of 36 rows for the choice, all for the fit, two thirds of them in each of three folds.
    expect(fit.gradients).toBeCloseTo(0.75 * 1 + 0.75 * 30 + 30 + 3 * (24 / 36) * 30, 9);
  });

  test("is plain JSON; order, executor and company change nothing", async () => {
    expect(JSON.parse(bytes)).toEqual(found.cells);
    expect(bytes).not.toMatch(/NaN|Infinity/);
    const other = await benchmark([...METHODS].reverse(), [...SETS].reverse(), {
      ...run(),
      executor: studyExecutor,
    });
    for (const { set, method, outcomes } of found.cells) {
      const same = other.cells.find((cell) => cell.set === set && cell.method === method)!;
      expect(same.outcomes).toEqual(outcomes);
    }
    const alone = await benchmark([trained], [SETS[1]!], run());
    expect(alone.cells[0]!.outcomes).toEqual(found.cells[5]!.outcomes);
    // The broken twin: another seed.
    const twin = await benchmark([trained], [SETS[1]!], { rng: createRng("other") });
    expect(twin.cells[0]!.outcomes).not.toEqual(found.cells[5]!.outcomes);
  });

  test("what was interrupted goes on to the same bytes, and what is known is not computed", async () => {
    const cache = memoryCache();
    const stopped = counting(5);
    await expect(benchmark(METHODS, SETS, { ...run(), executor: stopped }, { cache })).rejects.toThrow(
      "enough",
    );
    const rest = counting();
    const resumed = await benchmark(METHODS, SETS, { ...run(), executor: rest }, { cache });
    expect(JSON.stringify(resumed.cells)).toBe(bytes);
    expect({ cached: resumed.cached, count: rest.count }).toEqual({ cached: 5, count: 7 });
    const nothing = counting(0);
    const again = await benchmark(METHODS, SETS, { ...run(), executor: nothing }, { cache });
    expect(JSON.stringify(again.cells)).toBe(bytes);
    expect({ cached: again.cached, count: nothing.count }).toEqual({ cached: 12, count: 0 });
    // Other data, another version, another seed, other options: nothing of it is known.
    const changed = [
      benchmark([plain], [{ ...SETS[0]!, hash: "other" }], run(), { cache }),
      benchmark([plain], [SETS[0]!], run(), { cache, version: "other" }),
      benchmark([plain], [SETS[0]!], { rng: createRng("other") }, { cache }),
      benchmark([{ ...plain, model: shallow(21) }], [SETS[0]!], run(), { cache }),
    ];
    for (const one of changed) expect((await one).cached).toBe(0);
  });

  test("progress is complete at the end; an abort ends it and keeps what was done", async () => {
    const seen: Progress[] = [];
    const cache = memoryCache();
    const controller = new AbortController();
    const stopped = benchmark(
      METHODS,
      SETS,
      {
        ...run(),
        signal: controller.signal,
        onProgress: ({ done }) => {
          if (done >= 4) controller.abort(new Error("stop"));
        },
      },
      { cache },
    );
    await expect(stopped).rejects.toThrow("stop");
    const resumed = await benchmark(
      METHODS,
      SETS,
      { ...run(), onProgress: (of) => seen.push(of) },
      { cache },
    );
    expect(resumed.cached).toBe(4);
    const done = seen.map((of) => of.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(seen[seen.length - 1]).toMatchObject({ done: 12, total: 12 });
    expect(seen.some(({ secondsLeft }) => secondsLeft !== undefined)).toBe(true);
    expect(seen[seen.length - 2]!.message).toMatch(/^two, trained, split 2$/);
  });
});

describe("no test row reaches a fit", () => {
  /** What was known before the test rows were scored. */
  const known = ({ rows: { mean, width90 }, ...fit }: BenchmarkFit) => ({ mean, width90, ...fit });

  test("targets of test rows change scores alone", async () => {
    const [own, changed] = await Promise.all(
      [sineSet("one"), sineSet("one", 1e6)].map((set) => benchmark(METHODS, [set], run())),
    );
    for (const { name } of METHODS) {
      const [a, b] = [fitOf(own!, "one", name, 0), fitOf(changed!, "one", name, 0)];
      expect(known(b)).toEqual(known(a));
      expect(b.rows.squaredError).not.toEqual(a.rows.squaredError);
      // They are training rows of the other split.
      expect(fitOf(changed!, "one", name, 1).rows.mean).not.toEqual(fitOf(own!, "one", name, 1).rows.mean);
    }
  });

  test("the broken twin, whose training part holds test rows, is refused, and would be caught", async () => {
    const leak = (set: BenchmarkSet) => ({
      trainRows: Uint32Array.from({ length: ROWS }, (_, i) => i),
      testRows: set.splits[0]!.testRows,
    });
    const set = sineSet("one");
    await expect(benchmark([plain], [{ ...set, splits: [leak(set)] }], run())).rejects.toThrow(/is both/);
    const [a, b] = await Promise.all(
      [sineSet("one"), sineSet("one", 1e6)].map(async (one) => {
        const spec = { ...trained, ...leak(one), foldsPath: ["run", "folds"] };
        const { name: _, ...task } = spec;
        return (await benchmarkTask(task, { data: one.data, rng: createRng("run") })) as {
          outcome: { fit: BenchmarkFit };
        };
      }),
    );
    expect(known(b!.outcome.fit)).not.toEqual(known(a!.outcome.fit));
  });
});

test("a method that fails is a row with its reason, and is remembered", async () => {
  const cache = memoryCache();
  const bad = { ...plain, name: "bad", method: { name: "laplace", options: { structur: "full" } } };
  const blind = {
    ...trained,
    name: "blind",
    choose: { by: "evidence" as const, grid: trained.choose!.grid },
  };
  const found = await benchmark([bad, plain, blind], [SETS[0]!], run(), { cache });
  expect(found.cells[0]!.outcomes).toMatchObject([{ error: /structur/ }, { error: /structur/ }].map(asMatch));
  expect(found.cells[1]!.outcomes).toMatchObject([{ fit: {} }, { fit: {} }]);
  expect(found.cells[2]!.outcomes[0]).toMatchObject({
    error: expect.stringMatching(/evidence, which map does not compute/),
  });
  const again = await benchmark([bad], [SETS[0]!], run(), { cache });
  expect(again.cached).toBe(2);
});

const asMatch = ({ error }: { readonly error: RegExp }) => ({ error: expect.stringMatching(error) });

test("fewer splits for a method that takes long", async () => {
  const { cells } = await benchmark([{ ...plain, splits: 1 }, chosen], [SETS[0]!], run());
  expect(cells.map(({ outcomes }) => outcomes.length)).toEqual([1, 2]);
});

describe("settings chosen by the judgement inside", () => {
  const inside = { folds: 3, rows: 13, recalibrate: "variance-scaling" } as const;
  const grid = { "options.epochs": [1, 30, 2], "model.prior.variance": [2, 0.01] };
  const fitWith = async (of: Partial<BenchmarkMethod>) =>
    fitOf(await benchmark([{ ...trained, ...of }], [SETS[0]!], run()), "one", "trained", 0);

  test.each(["grid", "coordinate"] as const)(
    "%s: the best of those that were tried, not judged again",
    async (search) => {
      const fit = await fitWith({ inside, choose: { by: "inside", grid, search } });
      expect(fit.tried.length).toBe(search === "grid" ? 6 : 4);
      const best = Math.max(...fit.tried.map(({ score }) => score!));
      expect(fit.tried.find(({ score }) => score === best)!.settings).toEqual(fit.settings);
      // Two folds of 12 rows hold 13.
      expect(fit.inside!.folds.map(({ rows }) => rows)).toEqual([12, 12]);
      expect(fit.fits).toBe(fit.tried.length * 2 + 1);
      const [one, two] = fit.inside!.folds;
      expect(best).toBeCloseTo((one!.logScore! + two!.logScore!) / 2, 12);
      // The same as with the settings given.
      const given = Object.fromEntries(
        Object.entries(fit.settings).map(([place, value]) => [place, [value]]),
      );
      const direct = await fitWith({ inside, choose: { by: "inside", grid: given } });
      expect(direct.fits).toBe(3);
      expect(direct.tried).toEqual([]);
      expect([direct.inside, direct.rows]).toEqual([fit.inside, fit.rows]);
    },
  );

  test("with other settings meanwhile, those that were chosen are judged for themselves", async () => {
    const meanwhile = { "options.batch": 4 };
    const fit = await fitWith({ inside, choose: { by: "inside", grid, search: "coordinate", meanwhile } });
    expect(fit.fits).toBe(4 * 2 + 1 + 2);
    expect(fit.settings).not.toHaveProperty("options.batch");
  });
});

test("refuses what cannot be meant", async () => {
  const refused = (methods: object[], sets: readonly object[] = SETS) =>
    expect(benchmark(methods as never, sets as never, run())).rejects;
  await refused([]).toThrow(ArgumentError);
  await refused([plain], []).toThrow(/data set is required/);
  await refused([plain, plain]).toThrow(/"plain" twice/);
  await refused([plain], [SETS[0], SETS[0]]).toThrow(/"one" twice/);
  await refused([{ ...plain, metod: 1 }]).toThrow(/metod/);
  await refused([{ ...plain, method: { name: "magic" } }]).toThrow(/magic/);
  await refused([{ ...plain, model: undefined }]).toThrow(/model must be an object/);
  await refused([{ ...plain, choose: { by: "luck", grid: {} } }]).toThrow(/luck/);
  await refused([{ ...plain, choose: { by: "validation", grid: { rate: [1] } } }]).toThrow(/options\.<name>/);
  await refused([{ ...plain, choose: { by: "validation", grid: { "options.rate": [] } } }]).toThrow(/list/);
  await refused([{ ...plain, choose: { by: "validation" } }]).toThrow(/grid must be an object/);
  await refused([{ ...plain, inside: { folds: 1 } }]).toThrow(/folds/);
  await refused([{ ...plain, inside: { rows: 0 } }]).toThrow(/rows/);
  await refused([{ ...plain, choose: { by: "inside", grid: {} } }]).toThrow(/Give `inside`/);
  await refused([{ ...plain, choose: { by: "evidence", grid: {}, search: "luck" } }]).toThrow(/luck/);
  await refused([{ ...plain, inside: { folds: 4 } }, trained]).toThrow(/some have 4, others 3/);
  await refused([{ ...plain, inside: { recalibrate: "hope" } }]).toThrow(/hope/);
  await refused([{ ...plain, splits: 0 }]).toThrow(/splits/);
  await refused([plain], [{ ...SETS[0], splits: [] }]).toThrow(/at least one split/);
});
