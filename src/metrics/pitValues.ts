import type { RegressionPredictive } from "../predictive/predictive.ts";
import { checkObservations } from "./checkObservations.ts";

/**
 * Probability integral transforms P(Y <= y) of the observations: uniform on [0, 1] if the predictive distributions are
 * right. Throws a ShapeError if y has not one number per prediction, an ArgumentError if one is not finite or there is
 * none.
 */
export function pitValues(predictive: RegressionPredictive, y: ArrayLike<number>): Float64Array {
  checkObservations("pitValues", predictive, y);
  return predictive.cdf(y);
}
