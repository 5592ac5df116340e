import type { RegressionPredictive } from "../predictive/predictive.ts";
import { checkObservations } from "./checkObservations.ts";

/** Why a residual may not be a number. */
export const NO_MEAN = "the predictive mean does not exist there (Student t with df <= 1)";

/** Observation minus predictive mean, per prediction. Throws like every metric for y of another length or not finite. */
export function residuals(
  where: string,
  predictive: RegressionPredictive,
  y: ArrayLike<number>,
): Float64Array {
  checkObservations(where, predictive, y);
  return predictive.mean.map((mean, i) => y[i]! - mean);
}
