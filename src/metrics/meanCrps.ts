import type { RegressionPredictive } from "../predictive/predictive.ts";
import { checkObservations } from "./checkObservations.ts";
import { meanEntry, type ScoreEntry } from "./scoreEntry.ts";

/**
 * Mean continuous ranked probability score, in units of y; smaller is better. For a distribution without spread it is
 * the absolute error. Null if it is infinite for a row (Student t with df <= 1/2).
 * Throws a ShapeError if y has not one number per prediction, an ArgumentError if one is not finite or there is none.
 */
export function meanCrps(predictive: RegressionPredictive, y: ArrayLike<number>): ScoreEntry {
  checkObservations("meanCrps", predictive, y);
  return meanEntry(predictive.crps(y), "the score is infinite there");
}
