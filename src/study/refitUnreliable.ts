import type { Dataset } from "../data/dataset.ts";
import { checkLength } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { Run } from "../inference/method.ts";
import { sumOfRows } from "../metrics/logLikelihood.ts";
import type { LooEstimate } from "../metrics/looEstimate.ts";
import { type Candidate, scoreSplits } from "./scoreSplits.ts";

/** A leave-one-out estimate whose unreliable rows were left out in fact. */
export interface RefittedLoo extends Pick<LooEstimate, "elpd"> {
  /** The score of every row [n]: of a refit for the rows in `refitted`, else as it was estimated. */
  readonly pointwise: Float64Array;
  /** The rows whose k was too large. */
  readonly refitted: readonly number[];
}

/**
 * Fits again without each of the rows that importance sampling could not leave out, one at a time, and puts their scores in the
 * place of the estimates: a fit per row, at the same time where the run has an executor, of which only the score is kept. A refit
 * standardises its own rows.
 *
 * Throws an ArgumentError for weighted rows and where a refit gives a row no finite score, a ShapeError unless the estimate is of the
 * rows of the data, the first error of a fit that fails; rejects with the signal's reason when aborted.
 */
export async function refitUnreliable(
  loo: LooEstimate,
  candidate: Candidate,
  data: Dataset,
  run: Run,
): Promise<RefittedLoo> {
  const where = "refitUnreliable";
  checkLength(where, "loo.pointwise.elpd", loo.pointwise.elpd, data.x.rows, "one per row of the data");
  if (data.weights !== undefined) {
    throw new ArgumentError({
      where,
      problem: "scores of weighted rows do not count weights, the data have some",
    });
  }
  const all = Array.from({ length: data.x.rows }, (_, i) => i);
  const splits = loo.unreliable.map((row) => ({ trainRows: all.filter((i) => i !== row), testRows: [row] }));
  const name = candidate.name ?? candidate.method.name;
  const [outcomes] = await scoreSplits([{ ...candidate, name }], data, splits, run);
  const pointwise = loo.pointwise.elpd.slice();
  outcomes!.forEach((outcome, k) => {
    if (outcome.error !== undefined) throw outcome.cause;
    const [score] = outcome.scores.logScore!;
    if (!Number.isFinite(score)) {
      throw new ArgumentError({
        where,
        problem: `row ${loo.unreliable[k]} must have a finite log score, got ${score}`,
      });
    }
    pointwise[loo.unreliable[k]!] = score!;
  });
  return { elpd: sumOfRows(pointwise), pointwise, refitted: loo.unreliable };
}
