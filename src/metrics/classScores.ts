import type { ClassificationPredictive } from "../predictive/predictive.ts";
import { accuracy } from "./accuracy.ts";
import { brierScore } from "./brierScore.ts";
import { checkObservedClasses } from "./checkObservedClasses.ts";
import type { ShareEntry } from "./intervalScores.ts";
import { meanEntry, type ScoreEntry } from "./scoreEntry.ts";

/** All scores of predictions of a class: plain JSON without NaN or Infinity. */
export interface ClassScores {
  /** Number of rows scored. */
  readonly rows: number;
  /** The share of rows whose most probable class was observed. */
  readonly accuracy: ShareEntry;
  /** Mean log probability of the observed classes, nats per row; larger is better. */
  readonly meanLogScore: ScoreEntry;
  /** Mean over rows of the sum over classes of (p_k - 1{k = y})^2; smaller is better. */
  readonly brierScore: ScoreEntry;
}

/**
 * Scores the predictive distributions over classes against the observed class indices y [n]. Each mean comes with its
 * standard error over the rows; the log score is null, with a note, where a class of probability 0 was observed.
 * Throws a ShapeError if y has not one number per row, an ArgumentError if one is not the index of a class or there is none.
 */
export function evaluateClasses(predictive: ClassificationPredictive, y: ArrayLike<number>): ClassScores {
  checkObservedClasses("evaluateClasses", predictive, y);
  return {
    rows: predictive.size,
    accuracy: accuracy(predictive, y),
    meanLogScore: meanEntry(predictive.logProb(y), "a class of probability 0 was observed"),
    brierScore: brierScore(predictive, y),
  };
}
