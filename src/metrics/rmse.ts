import type { RegressionPredictive } from "../predictive/predictive.ts";
import { NO_MEAN, residuals } from "./residuals.ts";
import { meanEntry, rootOf, type ScoreEntry } from "./scoreEntry.ts";

/**
 * Root mean squared error of the predictive mean, sqrt(mean (y - mean)^2), in units of y. Standard error by the delta
 * method: that of the mean square over twice the root.
 * Throws a ShapeError if y has not one number per prediction, an ArgumentError if one is not finite or there is none.
 */
export function rmse(predictive: RegressionPredictive, y: ArrayLike<number>): ScoreEntry {
  const squares = residuals("rmse", predictive, y).map((r) => r * r);
  return rootOf(meanEntry(squares, NO_MEAN));
}
