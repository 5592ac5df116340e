import type { Dataset } from "../../data/dataset.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { ExactPosterior } from "../../inference/exact/exactPosterior.ts";
import { leaveOneOut } from "../../inference/exact/leaveOneOut.ts";
import type { Posterior } from "../../inference/method.ts";
import type { ClassificationPredictive, RegressionPredictive } from "../../predictive/predictive.ts";

/** Rows on which a model is judged, with its predictions for them. */
export interface Judged<P = RegressionPredictive> {
  readonly predictive: P;
  readonly y: Float64Array;
  /** Their inputs, row by row. */
  readonly x: Dataset["x"];
  /** Plural, for sentences: "held-out rows". */
  readonly rows: string;
}

/** The same of predictions of a class. */
export type JudgedClasses = Judged<ClassificationPredictive>;

const HELD_OUT = "held-out rows";

/**
 * What a posterior predicts for rows it was not fitted on: the held-out ones, or, for an exact posterior without any, each row
 * from all others. Throws an ArgumentError where another method has no held-out rows, or there are several targets.
 */
export function judgeNumbers(
  posterior: Posterior<"regression">,
  train: Dataset,
  heldOut: Dataset | undefined,
): Judged {
  if (train.y.cols > 1) {
    throw new ArgumentError({
      where: "modelReport",
      problem: `the model must have one target, it has ${train.y.cols}`,
      fix: "Fit and report one target at a time.",
    });
  }
  if (heldOut !== undefined) {
    return { predictive: posterior.predict(heldOut.x), y: heldOut.y.data, x: heldOut.x, rows: HELD_OUT };
  }
  if (posterior.method !== "exact") throw needsHeldOut(posterior);
  return {
    predictive: leaveOneOut(posterior as Posterior as ExactPosterior, train),
    y: train.y.data,
    x: train.x,
    rows: "rows, each predicted from the others",
  };
}

/** The same for classes, which are never exact. */
export function judgeClasses(
  posterior: Posterior<"classification">,
  heldOut: Dataset | undefined,
): JudgedClasses {
  if (heldOut === undefined) throw needsHeldOut(posterior);
  return { predictive: posterior.predict(heldOut.x), y: heldOut.y.data, x: heldOut.x, rows: HELD_OUT };
}

function needsHeldOut({ method }: Pick<Posterior, "method">): ArgumentError {
  return new ArgumentError({
    where: "modelReport",
    problem: `held-out rows are needed to judge a posterior of method ${method}, there are none`,
    fix: "Give heldOut: rows that were not fitted. Only an exact posterior knows what it would predict without one of its rows.",
  });
}
