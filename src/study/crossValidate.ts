import type { Dataset } from "../data/dataset.ts";
import { kFold } from "../data/kFold.ts";
import { checkKeys, checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { Run } from "../inference/method.ts";
import { type SummedScore, sumOfRows } from "../metrics/logLikelihood.ts";
import type { RowScores, ScoreName } from "../metrics/rowScores.ts";
import type { RowSplit } from "./rowSplit.ts";
import { type Candidate, scoreSplits } from "./scoreSplits.ts";

/** Options of {@link crossValidate}. */
export interface CrossValidationOptions {
  /** Number of folds; default 10. As many as rows leaves one out at a time. */
  readonly folds?: number;
  /** The splits themselves, whose test parts hold every row once: groups that stay together, for instance. */
  readonly splits?: readonly RowSplit[];
}

/** What cross-validation says of one method and model. */
export interface CrossValidation {
  /** Sum over rows of log p(y_i | rows of other folds), in nats; null where one is infinite. */
  readonly elpd: SummedScore | null;
  /** Scores of every row of the data, in their order [n]: comparable with those of others row by row. */
  readonly pointwise: RowScores;
  readonly folds: number;
}

/**
 * k-fold cross-validation by refitting: every row is scored by a fit that has not seen its fold. Fits run at the same time where
 * the run has an executor. It is the truth that {@link psisLoo} approximates, at k times the price.
 *
 * Throws an ArgumentError for folds that are not a whole number of at least 2 and splits that do not hold every row once, the
 * first error of a fit that fails, and rejects with the signal's reason when aborted.
 */
export async function crossValidate(
  candidate: Candidate,
  data: Dataset,
  run: Run,
  options: CrossValidationOptions = {},
): Promise<CrossValidation> {
  const where = "crossValidate";
  checkKeys(where, options, ["folds", "splits"]);
  if (options.folds !== undefined && options.splits !== undefined) {
    throw new ArgumentError({ where, problem: "folds and splits exclude each other, got both" });
  }
  const folds = checkNumber(where, "folds", options.folds ?? 10, { integer: true, min: 2 });
  const splits = options.splits ?? kFold(data, Math.min(folds, data.x.rows), run.rng.fork("folds"));
  checkCover(splits, data.x.rows);
  const name = candidate.name ?? candidate.method.name;
  const [outcomes] = await scoreSplits([{ ...candidate, name }], data, splits, run);
  const pointwise: Partial<Record<ScoreName, Float64Array>> = {};
  outcomes!.forEach((outcome, s) => {
    if (outcome.error !== undefined) throw outcome.cause;
    for (const [score, values] of Object.entries(outcome.scores) as [ScoreName, Float64Array][]) {
      pointwise[score] ??= new Float64Array(data.x.rows);
      values.forEach((value, i) => {
        pointwise[score]![splits[s]!.testRows[i]!] = value;
      });
    }
  });
  const { logScore } = pointwise as Required<typeof pointwise>;
  const elpd = logScore.every(Number.isFinite) ? sumOfRows(logScore) : null;
  return { elpd, pointwise, folds: splits.length };
}

function checkCover(splits: readonly RowSplit[], rows: number): void {
  const times = new Uint32Array(rows);
  for (const { testRows } of splits) for (const row of Array.from(testRows)) times[row]! += 1;
  const wrong = times.findIndex((count) => count !== 1);
  if (wrong === -1) return;
  throw new ArgumentError({
    where: "crossValidate",
    problem: `the test parts must hold every row once, row ${wrong} is in ${times[wrong]} of them`,
    fix: "Use kFold or groupedKFold.",
    details: { row: wrong },
  });
}
