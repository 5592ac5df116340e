import type { RegressionPredictive } from "../predictive/predictive.ts";
import { NO_MEAN, residuals } from "./residuals.ts";
import { meanEntry, type ScoreEntry } from "./scoreEntry.ts";

/**
 * Mean absolute error of the predictive mean, mean |y - mean|, in units of y.
 * Throws a ShapeError if y has not one number per prediction, an ArgumentError if one is not finite or there is none.
 */
export function meanAbsoluteError(predictive: RegressionPredictive, y: ArrayLike<number>): ScoreEntry {
  return meanEntry(residuals("meanAbsoluteError", predictive, y).map(Math.abs), NO_MEAN);
}
