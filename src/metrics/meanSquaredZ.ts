import type { RegressionPredictive } from "../predictive/predictive.ts";
import { residuals } from "./residuals.ts";
import { meanEntry, type ScoreEntry } from "./scoreEntry.ts";

/** Why a standardised residual may not be a number. */
export const NO_VARIANCE = "the predictive variance is 0 or not finite there";

/**
 * Mean of ((y - mean)/sd)^2: 1 where the variances are right on average, above 1 where they are too small. It is the factor
 * on all variances under which normal distributions have the best log score. Null where a variance is 0 or not finite.
 * Throws a ShapeError if y has not one number per prediction, an ArgumentError if one is not finite or there is none.
 */
export function meanSquaredZ(predictive: RegressionPredictive, y: ArrayLike<number>): ScoreEntry {
  return meanEntry(squaredZ("meanSquaredZ", predictive, y), NO_VARIANCE);
}

/** ((y - mean)/sd)^2 per prediction; NaN where the variance is 0 or not finite. */
export function squaredZ(
  where: string,
  predictive: RegressionPredictive,
  y: ArrayLike<number>,
): Float64Array {
  return residuals(where, predictive, y).map((r, i) => {
    const variance = predictive.variance[i]!;
    return variance > 0 && variance < Number.POSITIVE_INFINITY ? (r * r) / variance : Number.NaN;
  });
}
