import { ArgumentError } from "../errors/errors.ts";
import { rowOf } from "../numeric/matrix.ts";
import type { ClassificationPredictive, Predictive, RegressionPredictive } from "../predictive/predictive.ts";
import { checkObservations } from "./checkObservations.ts";
import { checkObservedClasses } from "./checkObservedClasses.ts";

/** A score that every row has, whose mean is to be large or small. */
export type ScoreName = "logScore" | "crps" | "squaredError" | "brier" | "error";

/** What a score is, for tables: whether larger is better, and its name in words. */
export const SCORES: Readonly<Record<ScoreName, { readonly larger: boolean; readonly words: string }>> = {
  logScore: { larger: true, words: "mean log score" },
  crps: { larger: false, words: "mean CRPS" },
  squaredError: { larger: false, words: "mean squared error" },
  brier: { larger: false, words: "Brier score" },
  error: { larger: false, words: "error rate" },
};

/** Scores of every row [n], by their names. */
export type RowScores = Readonly<Partial<Record<ScoreName, Float64Array>>>;

/**
 * The scores of every row: of numbers the log score, the continuous ranked probability score and the squared error of the mean; of
 * classes the log score, the Brier score and whether the most probable class was wrong. A score may be infinite.
 * Throws a ShapeError if y has not one number per row, an ArgumentError for several targets or where a number is not finite.
 */
export function rowScores(predictive: Predictive, y: ArrayLike<number>): RowScores {
  return predictive.kind === "classification" ? ofClasses(predictive, y) : ofNumbers(predictive, y);
}

function ofNumbers(predictive: RegressionPredictive, y: ArrayLike<number>): RowScores {
  checkObservations("rowScores", predictive, y);
  if (predictive.targets > 1) {
    throw new ArgumentError({
      where: "rowScores",
      problem: `there must be one target, got ${predictive.targets}: scores in different units have no common mean`,
      fix: "Use selectPredictive.",
    });
  }
  return {
    logScore: predictive.logProb(y),
    crps: predictive.crps(y),
    squaredError: predictive.mean.map((mean, i) => (y[i]! - mean) * (y[i]! - mean)),
  };
}

function ofClasses(predictive: ClassificationPredictive, y: ArrayLike<number>): RowScores {
  checkObservedClasses("rowScores", predictive, y);
  const each = (value: (i: number) => number) =>
    Float64Array.from({ length: predictive.size }, (_, i) => value(i));
  return {
    logScore: predictive.logProb(y),
    brier: each((i) => brierOf(rowOf(predictive.probabilities, i), y[i]!)),
    error: each((i) => (predictive.mode[i] === y[i] ? 0 : 1)),
  };
}

/** Sum over all classes of (p_k - 1{k = y})^2. */
export function brierOf(probabilities: Float64Array, y: number): number {
  return probabilities.reduce((sum, p, k) => {
    const off = k === y ? 1 - p : p;
    return sum + off * off;
  }, 0);
}
