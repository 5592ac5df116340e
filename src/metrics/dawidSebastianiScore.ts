import { log } from "../numeric/special.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";
import { NO_VARIANCE, squaredZ } from "./meanSquaredZ.ts";
import { meanEntry, type ScoreEntry } from "./scoreEntry.ts";

/**
 * Mean Dawid-Sebastiani score, ((y - mean)/sd)^2 + 2 log sd: smaller is better. It judges mean and variance alone, whatever the
 * family (Dawid & Sebastiani 1999; Gneiting & Raftery 2007, equation 27); for a normal distribution it is -2 times the
 * log score, less log(2 pi). Null where a variance is 0 or not finite.
 * Throws a ShapeError if y has not one number per prediction, an ArgumentError if one is not finite or there is none.
 */
export function dawidSebastianiScore(predictive: RegressionPredictive, y: ArrayLike<number>): ScoreEntry {
  const z2 = squaredZ("dawidSebastianiScore", predictive, y);
  return meanEntry(
    z2.map((value, i) => value + log(predictive.variance[i]!)),
    NO_VARIANCE,
  );
}
