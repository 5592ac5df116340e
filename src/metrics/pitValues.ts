import { exp } from "../numeric/special.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";
import type { Rng } from "../random/rng.ts";
import { checkObservations } from "./checkObservations.ts";

/**
 * Probability integral transforms P(Y <= y) of the observations: uniform on [0, 1] if the predictive distributions are
 * right. Counts jump over some of [0, 1]; given `rng`, theirs are spread evenly over the jump, P(Y < y) + u P(Y = y) with u
 * uniform, and uniform again (Czado, Gneiting & Held 2009). Throws a ShapeError if y has not one number per prediction, an
 * ArgumentError if one is not finite or there is none.
 */
export function pitValues(predictive: RegressionPredictive, y: ArrayLike<number>, rng?: Rng): Float64Array {
  checkObservations("pitValues", predictive, y);
  const pit = predictive.cdf(y);
  if (rng === undefined || predictive.discrete !== true) return pit;
  const jump = predictive.logProb(y);
  return pit.map((u, i) => Math.max(0, u - rng.uniform() * exp(jump[i]!)));
}
