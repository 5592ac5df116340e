import type { RegressionPredictive } from "../predictive/predictive.ts";
import { checkObservations } from "./checkObservations.ts";
import { meanEntry, type ScoreEntry } from "./scoreEntry.ts";

/**
 * Mean pinball (quantile) loss of the predictive p-quantile q: p (y - q) where y is above it, (1 - p) (q - y) below; in
 * units of y, smaller is better. Twice its integral over p is the continuous ranked probability score.
 * Throws a ShapeError if y has not one number per prediction, an ArgumentError if one is not finite, there is none, or
 * p is not between 0 and 1.
 */
export function pinballLoss(predictive: RegressionPredictive, y: ArrayLike<number>, p: number): ScoreEntry {
  checkObservations("pinballLoss", predictive, y);
  return meanEntry(
    predictive.quantile(p).map((q, i) => (y[i]! >= q ? p * (y[i]! - q) : (1 - p) * (q - y[i]!))),
  );
}
