import type { RegressionPredictive } from "../predictive/predictive.ts";
import { NO_MEAN, residuals } from "./residuals.ts";
import { meanEntry, type ScoreEntry } from "./scoreEntry.ts";

/**
 * Coefficient of determination 1 - sum (y - mean)^2 / sum (y - average y)^2 of the predictive mean; negative where the
 * average of the same y would have been the better prediction. Standard error by the delta method for the ratio. Null
 * if all observations are equal.
 * Throws a ShapeError if y has not one number per prediction, an ArgumentError if one is not finite or there is none.
 */
export function rSquared(predictive: RegressionPredictive, y: ArrayLike<number>): ScoreEntry {
  const errors = residuals("rSquared", predictive, y).map((r) => r * r);
  const average = meanEntry(y).value!;
  const deviations = Float64Array.from(y, (v) => (v - average) * (v - average));
  const error = meanEntry(errors, NO_MEAN);
  const deviation = meanEntry(deviations).value!;
  if (error.value === null) return error;
  if (deviation === 0) return { value: null, standardError: null, note: "all observations are equal" };
  const ratio = error.value / deviation;
  // To first order the ratio varies like the mean of (error - ratio deviation)/mean deviation.
  const { standardError } = meanEntry(errors.map((e, i) => (e - ratio * deviations[i]!) / deviation));
  return { value: 1 - ratio, standardError };
}
