import type { RegressionPredictive } from "../predictive/predictive.ts";
import { checkNotEmpty } from "./checkObservations.ts";
import { meanEntry, rootOf, type ScoreEntry } from "./scoreEntry.ts";

/** How concentrated the predictive distributions are, whatever was observed; in units of y. */
export interface Sharpness {
  /** Mean of the standard deviations. */
  readonly meanSd: ScoreEntry;
  /** Root of the mean variance. */
  readonly rootMeanVariance: ScoreEntry;
}

/**
 * Sharpness: a property of the predictions alone, to be made small subject to calibration (Gneiting, Balabdaoui &
 * Raftery 2007). Null where a variance is infinite. Throws an ArgumentError if there is no prediction.
 */
export function sharpness(predictive: RegressionPredictive): Sharpness {
  checkNotEmpty("sharpness", predictive.std);
  const because = "the predictive variance is infinite there (Student t with df <= 2)";
  return {
    meanSd: meanEntry(predictive.std, because),
    rootMeanVariance: rootOf(meanEntry(predictive.variance, because)),
  };
}
