import type { ClassificationPredictive } from "../predictive/predictive.ts";
import { checkObservedClasses } from "./checkObservedClasses.ts";
import { type ShareEntry, shareEntry } from "./intervalScores.ts";

/**
 * The share of rows whose most probable class (the first of equals) is the observed one, with its binomial standard error.
 * y holds class indices. Throws a ShapeError if y has not one number per row, an ArgumentError if one is not the index of a
 * class or there is none.
 */
export function accuracy(predictive: ClassificationPredictive, y: ArrayLike<number>): ShareEntry {
  checkObservedClasses("accuracy", predictive, y);
  const hits = predictive.mode.reduce((count, mode, i) => count + (mode === y[i] ? 1 : 0), 0);
  return shareEntry(hits, y.length);
}
