import type { Dataset } from "../data/dataset.ts";
import { kFold } from "../data/kFold.ts";
import { takeDatasetRows } from "../data/takeDatasetRows.ts";
import { checkChoice, checkKeys, checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { asRegression } from "../inference/asRegression.ts";
import type { FitResult, FitSpec } from "../inference/fitResult.ts";
import { loadFit } from "../inference/fitTask.ts";
import type { Inputs } from "../inference/inputs.ts";
import type { Note, Posterior, Run } from "../inference/method.ts";
import { inlineExecutor } from "../inference/tasks.ts";
import { createModel, type Model } from "../model/model.ts";
import { type ConformalInterval, closeIntervals } from "./conformalInterval.ts";
import { conformalRank } from "./conformalRank.ts";
import {
  CONFORMAL_SCORES,
  type ConformalScore,
  nestedIntervals,
  scoreObservations,
} from "./conformalScore.ts";
import { infinite } from "./conformalThresholds.ts";

/** Options of {@link crossConformal}. */
export interface CrossConformalOptions {
  /** The share of observations that the intervals are to hold, e.g. 0.9. */
  readonly level: number;
  /** Number of folds, or "leave-one-out" for one fit per row; default 10, or the number of rows where that is smaller. */
  readonly folds?: number | "leave-one-out";
  /** The shape of the intervals; default "standardised". */
  readonly score?: ConformalScore;
}

/** Conformal intervals from fits that each left some rows out. */
export interface CrossConformal {
  readonly level: number;
  readonly score: ConformalScore;
  /** Number of folds K. */
  readonly folds: number;
  /** As of every interval: see {@link ConformalInterval}. */
  readonly guarantee: number | null;
  /** The posteriors of the fits [K], each without the rows of its fold. */
  readonly posteriors: readonly Posterior<"regression">[];
  /** The score of every row [n, t] by the posterior that did not see it. */
  readonly scores: Float64Array;
  readonly notes: readonly Note[];
  /** The intervals at the rows of x, in the units of y. Throws a ShapeError if x has other columns. */
  interval(x: Inputs): ConformalInterval;
}

const WHERE = "crossConformal";

/**
 * CV+ and, with "leave-one-out", the jackknife+ (Barber, Candes, Ramdas & Tibshirani 2021): conformal intervals without rows
 * put aside. The model is fitted K times, each time without one fold. With k = ceil((n + 1) level) the interval at x reaches
 * from the (n + 1 - k)-th smallest of the n lower ends to the k-th smallest of the upper ends that the fits without row i
 * give to x at the score of row i. Infinite where k > n, with a note.
 *
 * For exchangeable rows the coverage is at least 2 level - 1 with the jackknife+, and less than that by at most
 * min(2 (1 - 1/K)/(n/K + 1), (1 - K/n)/(K + 1)) with K folds of equal size, whatever the score (Gupta, Kuchibhotla &
 * Ramdas 2022); it is usually close to `level`. The fits are done by the executor of the run, or one after the other on
 * this thread.
 * Throws an ArgumentError for a level outside (0, 1), an unknown option or a model of classes, a DataError for more folds than rows,
 * and whatever the method throws.
 */
export async function crossConformal(
  fit: Omit<FitSpec, "rows">,
  data: Dataset,
  options: CrossConformalOptions,
  run: Run,
): Promise<CrossConformal> {
  checkKeys(WHERE, fit, ["method", "model"]);
  checkKeys(WHERE, options, ["level", "folds", "score"]);
  const level = checkNumber(WHERE, "level", options.level, { above: 0, below: 1 });
  const score = checkChoice(WHERE, "score", options.score ?? "standardised", CONFORMAL_SCORES);
  checkOutcome(createModel(fit.model, data));
  const rows = data.x.rows;
  const folds = chooseFolds(data, options.folds ?? Math.min(10, rows), run);
  const posteriors = await fitFolds(fit, data, folds, run);
  const targets = data.y.cols;
  const foldOf = new Uint32Array(rows);
  const scores = new Float64Array(rows * targets);
  for (const [k, { testRows }] of folds.entries()) {
    const test = takeDatasetRows(data, testRows);
    const nest = nestedIntervals(WHERE, posteriors[k]!.predict(test.x), score, level);
    const own = scoreObservations(nest, test.y.data);
    testRows.forEach((row, at) => {
      foldOf[row] = k;
      scores.set(own.subarray(at * targets, (at + 1) * targets), row * targets);
    });
  }
  const rank = conformalRank(rows, level);
  const notes = rank > rows ? [infinite(rows, level)] : [];
  const guarantee = guaranteed(level, rows, folds);
  return {
    level,
    score,
    folds: folds.length,
    guarantee,
    posteriors,
    scores,
    notes,
    interval(x) {
      const nests = posteriors.map((posterior) =>
        nestedIntervals("interval", posterior.predict(x), score, level),
      );
      const [lows, highs] = [new Float64Array(rows), new Float64Array(rows)];
      const lower = new Float64Array(nests[0]!.lower.length);
      const upper = new Float64Array(lower.length);
      for (let i = 0; i < lower.length; i++) {
        for (let row = 0; row < rows; row++) {
          const nest = nests[foldOf[row]!]!;
          const reach = scores[row * targets + (i % targets)]! * nest.scale[i]!;
          lows[row] = nest.lower[i]! - reach;
          highs[row] = nest.upper[i]! + reach;
        }
        lower[i] = lows.sort()[rows - rank] ?? Number.NEGATIVE_INFINITY;
        upper[i] = highs.sort()[rank - 1] ?? Number.POSITIVE_INFINITY;
      }
      const ends = closeIntervals(lower, upper);
      return { ...ends, level, guarantee, notes: [...notes, ...ends.notes] };
    },
  };
}

function checkOutcome({ outcome }: Model): void {
  if (outcome === "regression") return;
  throw new ArgumentError({
    where: WHERE,
    problem: "the model must predict numbers, it predicts classes",
    fix: "Put rows aside and use fitConformalSets.",
  });
}

/** The rows that one fit uses, and those it leaves out. */
interface Fold {
  readonly trainRows: Uint32Array;
  readonly testRows: Uint32Array;
}

function chooseFolds(data: Dataset, folds: number | "leave-one-out", { rng }: Run): readonly Fold[] {
  if (folds !== "leave-one-out") return kFold(data, folds, rng.fork("folds"));
  const all = Uint32Array.from({ length: data.x.rows }, (_, i) => i);
  checkNumber(WHERE, "number of rows", all.length, { min: 2 });
  return Array.from(all, (row) => ({
    trainRows: all.filter((other) => other !== row),
    testRows: all.subarray(row, row + 1),
  }));
}

async function fitFolds(
  { method, model }: Omit<FitSpec, "rows">,
  data: Dataset,
  folds: readonly Fold[],
  { rng, signal, onProgress, executor = inlineExecutor }: Run,
): Promise<readonly Posterior<"regression">[]> {
  const tasks = folds.map(({ trainRows }, k) => ({
    task: "fit",
    spec: { method, model, rows: trainRows } satisfies FitSpec,
    path: [...rng.path, "fold", k],
    dataId: "data",
  }));
  const results = (await executor.map(tasks, {
    data: { data },
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  })) as FitResult[];
  return results.map((result) => asRegression(loadFit(result)));
}

/** Theorems 1 and 4 of Barber et al. (2021); the latter is of folds of equal size. */
function guaranteed(level: number, n: number, folds: readonly Fold[]): number | null {
  const count = folds.length;
  if (n % count !== 0) return null;
  const lost = Math.min((2 * (1 - 1 / count)) / (n / count + 1), (1 - count / n) / (count + 1));
  return Math.max(0, 2 * level - 1 - lost);
}
