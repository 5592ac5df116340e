import { columnOf } from "../numeric/matrix.ts";
import type { ClassificationPredictive } from "../predictive/predictive.ts";
import { checkObservedClasses } from "./checkObservedClasses.ts";

/** Probabilities of an event per row, and whether it happened (1) or not (0). */
export interface Outcomes {
  readonly probability: Float64Array;
  readonly happened: Float64Array;
}

/**
 * The event that the most probable class (the first of equals) is the observed one; its probability is the confidence.
 * Throws a ShapeError if y has not one number per row, an ArgumentError if one is not the index of a class or there is none.
 */
export function topOutcomes(
  where: string,
  predictive: ClassificationPredictive,
  y: ArrayLike<number>,
): Outcomes {
  checkObservedClasses(where, predictive, y);
  const { mode, probabilities, classes } = predictive;
  return {
    probability: Float64Array.from(mode, (k, i) => probabilities.data[i * classes.length + k]!),
    happened: Float64Array.from(mode, (k, i) => (k === y[i] ? 1 : 0)),
  };
}

/** The event that class k is observed, for each class. Throws like {@link topOutcomes}. */
export function classOutcomes(
  where: string,
  predictive: ClassificationPredictive,
  y: ArrayLike<number>,
): Outcomes[] {
  checkObservedClasses(where, predictive, y);
  return predictive.classes.map((_, k) => ({
    probability: columnOf(predictive.probabilities, k),
    happened: Float64Array.from(y, (seen) => (seen === k ? 1 : 0)),
  }));
}
