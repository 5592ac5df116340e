import { rowOf } from "../numeric/matrix.ts";
import type { ClassificationPredictive } from "../predictive/predictive.ts";
import { checkObservedClasses } from "./checkObservedClasses.ts";
import { brierOf } from "./rowScores.ts";
import { meanEntry, type ScoreEntry } from "./scoreEntry.ts";

/**
 * Mean Brier score: the sum over all classes of (p_k - 1{k = y})^2, from 0 to 2; smaller is better (Brier 1950). For two
 * classes it is twice the square of the probability that the other class was given.
 * Throws a ShapeError if y has not one number per row, an ArgumentError if one is not the index of a class or there is none.
 */
export function brierScore(predictive: ClassificationPredictive, y: ArrayLike<number>): ScoreEntry {
  checkObservedClasses("brierScore", predictive, y);
  return meanEntry(
    Float64Array.from({ length: y.length }, (_, i) => brierOf(rowOf(predictive.probabilities, i), y[i]!)),
  );
}
