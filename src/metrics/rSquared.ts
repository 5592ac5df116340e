import type { RegressionPredictive } from "../predictive/predictive.ts";
import { NO_MEAN, residuals } from "./residuals.ts";
import { meanEntry, type ScoreEntry, TOO_LARGE } from "./scoreEntry.ts";

/**
 * Coefficient of determination 1 - sum (y - mean)^2 / sum (y - average y)^2 of the predictive mean; negative where the
 * average of the same y would have been the better prediction. Standard error by the delta method for the ratio. Null
 * if all observations are equal.
 * Throws a ShapeError if y has not one number per prediction, an ArgumentError if one is not finite or there is none.
 */
export function rSquared(predictive: RegressionPredictive, y: ArrayLike<number>): ScoreEntry {
  const errors = residuals("rSquared", predictive, y).map((r) => r * r);
  const error = meanEntry(errors, NO_MEAN);
  if (error.value === null) return error;
  const average = meanEntry(y);
  if (average.value === null) return average;
  const deviations = Float64Array.from(y, (v) => (v - average.value!) * (v - average.value!));
  const deviation = meanEntry(deviations, TOO_LARGE);
  if (deviation.value === null) return deviation;
  if (deviation.value === 0) return { value: null, standardError: null, note: "all observations are equal" };
  const ratio = error.value / deviation.value;
  // To first order the ratio varies like the mean of (error - ratio deviation)/mean deviation.
  const terms = meanEntry(errors.map((e, i) => (e - ratio * deviations[i]!) / deviation.value!));
  return { ...terms, value: 1 - ratio };
}
