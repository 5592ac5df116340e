import { describe, expect, test } from "vitest";
import { type CrossConformal, crossConformal } from "../../src/calibration/crossConformal.ts";
import { createDataset } from "../../src/data/createDataset.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { takeDatasetRows } from "../../src/data/takeDatasetRows.ts";
import { DataError } from "../../src/errors/errors.ts";
import type { Executor } from "../../src/inference/executor.ts";
import type { Progress } from "../../src/inference/method.ts";
import { inlineExecutor } from "../../src/inference/tasks.ts";
import { createRng } from "../../src/random/rng.ts";
import { largestDifference } from "../support/differences.ts";
import { rejection } from "../support/rejection.ts";
import { dealRows, LINEAR_FIT, predictAfterFit, uciData } from "./splits.ts";

const yacht = uciData("yacht");
const run = () => ({ rng: createRng("cross") });

describe("jackknife+ and CV+", () => {
  const [train, fresh] = dealRows(yacht, [23, 5], createRng("few rows")) as [Dataset, Dataset];

  test.each(["residual", "standardised"] as const)(
    "by definition, score %s: one fit per row",
    async (score) => {
      const cross = await crossConformal(
        LINEAR_FIT,
        train,
        { level: 0.8, folds: "leave-one-out", score },
        run(),
      );
      const [lows, highs]: [number[][], number[][]] = [[], []];
      for (let i = 0; i < 23; i++) {
        const rest = takeDatasetRows(
          train,
          Array.from({ length: 23 }, (_, k) => k).filter((k) => k !== i),
        );
        const [own, there] = await predictAfterFit(rest, [takeDatasetRows(train, [i]), fresh]);
        const sd = (p: typeof own, at: number) => (score === "residual" ? 1 : p!.std[at]!);
        const r = Math.abs(train.y.data[i]! - own!.mean[0]!) / sd(own, 0);
        lows.push(Array.from(there!.mean, (m, at) => m - r * sd(there, at)));
        highs.push(Array.from(there!.mean, (m, at) => m + r * sd(there, at)));
      }
      const sorted = (lists: number[][], at: number) => lists.map((list) => list[at]!).sort((a, b) => a - b);
      // k = ceil(24 * 0.8) = 20: the 4th smallest and the 20th.
      const { lower, upper, guarantee } = cross.interval(fresh.x);
      expect(
        largestDifference(
          lower,
          lower.map((_, at) => sorted(lows, at)[3]!),
        ),
      ).toBeLessThan(1e-9);
      expect(
        largestDifference(
          upper,
          upper.map((_, at) => sorted(highs, at)[19]!),
        ),
      ).toBeLessThan(1e-9);
      expect(guarantee).toBeCloseTo(0.6, 12);
      expect(cross.folds).toBe(23);
      expect(cross.scores).toHaveLength(23);
    },
  );

  test("folds of equal size have a guarantee, others none", async () => {
    const twenty = dealRows(yacht, [20], createRng("twenty"))[0]!;
    const guarantee = async (folds: number) =>
      (await crossConformal(LINEAR_FIT, twenty, { level: 0.9, folds }, run())).guarantee;
    // 2 * 0.9 - 1 - min(2 (1 - 1/5)/(20/5 + 1), (1 - 5/20)/(5 + 1))
    expect(await guarantee(5)).toBeCloseTo(0.8 - 0.125, 12);
    expect(await guarantee(3)).toBeNull();
  });

  test("each target has scores of its own", async () => {
    const x = Array.from({ length: 24 }, (_, i) => [i / 24]);
    const noise = createRng("two targets").fillNormal(new Float64Array(24));
    const y = x.map(([v], i) => [v! + 0.1 * noise[i]!, 10 * v! + noise[i]!]);
    const model = { ...LINEAR_FIT.model, prior: { kind: "normal", variance: 10 } } as const;
    const fit = { method: { name: "map" }, model };
    const cross = await crossConformal(fit, createDataset({ x, y }), { level: 0.8, folds: 3 }, run());
    const { upper, lower } = cross.interval([[0.2], [0.8]]);
    expect(cross.scores).toHaveLength(48);
    for (const ends of [upper, lower]) {
      expect(ends).toHaveLength(4);
      for (const i of [0, 2]) expect(ends[i + 1]! / ends[i]!).toBeCloseTo(10, 2);
    }
  });

  test("are infinite, with a note, where rows are too few", async () => {
    const eight = takeDatasetRows(train, [0, 1, 2, 3, 4, 5, 6, 7]);
    const cross = await crossConformal(LINEAR_FIT, eight, { level: 0.9 }, run());
    expect(cross.folds).toBe(8);
    const { lower, upper, notes } = cross.interval(fresh.x);
    expect(lower).toEqual(new Float64Array(5).fill(Number.NEGATIVE_INFINITY));
    expect(upper).toEqual(new Float64Array(5).fill(Number.POSITIVE_INFINITY));
    expect(notes.map(({ code }) => code)).toEqual(["infinite"]);
  });
});

describe("the run of a cross-conformal fit", () => {
  const data = dealRows(yacht, [24], createRng("run"))[0]!;
  const fits = (cross: CrossConformal) => cross.interval(data.x);

  test("goes through the executor, and gives the same with any", async () => {
    const asked: string[] = [];
    const executor: Executor = {
      map: (tasks, given) => {
        asked.push(...tasks.map(({ task, path }) => `${task} ${path.join("/")}`));
        return inlineExecutor.map(tasks, given);
      },
    };
    const here = await crossConformal(LINEAR_FIT, data, { level: 0.8, folds: 3 }, run());
    const there = await crossConformal(LINEAR_FIT, data, { level: 0.8, folds: 3 }, { ...run(), executor });
    expect(fits(there)).toEqual(fits(here));
    expect(asked).toEqual(["fit cross/fold/0", "fit cross/fold/1", "fit cross/fold/2"]);
  });

  test("tells its progress and stops when told to", async () => {
    const progress: Progress[] = [];
    const onProgress = (of: Progress) => void progress.push(of);
    await crossConformal(LINEAR_FIT, data, { level: 0.8, folds: 4 }, { ...run(), onProgress });
    expect(progress.at(-1)).toMatchObject({ done: 4, total: 4 });
    expect(progress.map(({ done }) => done)).toEqual(progress.map(({ done }) => done).sort((a, b) => a - b));
    const controller = new AbortController();
    const stopped = crossConformal(
      LINEAR_FIT,
      data,
      { level: 0.8, folds: 12 },
      { ...run(), signal: controller.signal, onProgress: () => controller.abort(new Error("enough")) },
    );
    await expect(stopped).rejects.toThrow("enough");
  });

  test("what does not fit or is not known is refused", async () => {
    const refused = (options: object, fit: object = LINEAR_FIT, rows = data) =>
      rejection(crossConformal(fit as never, rows, { level: 0.8, ...options }, run()));
    expect((await refused({ level: 2 })).message).toContain("level must be");
    expect((await refused({ alpha: 1 })).message).toContain('"alpha"');
    expect((await refused({ score: "x" })).message).toContain('"standardised"');
    expect(await refused({ folds: 25 })).toBeInstanceOf(DataError);
    expect((await refused({}, { ...LINEAR_FIT, rows: [1] })).message).toContain('"rows"');
    const classes = createDataset({ x: [[0], [1]], y: [0, 1], classes: ["a", "b"] });
    const spec = {
      ...LINEAR_FIT.model,
      likelihood: { kind: "bernoulli" },
      prior: { kind: "normal", variance: 1 },
    };
    const fit = { method: { name: "map" }, model: spec };
    expect((await refused({}, fit, classes)).message).toContain("predicts classes");
  });
});
