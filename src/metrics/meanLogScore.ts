import type { RegressionPredictive } from "../predictive/predictive.ts";
import { checkObservations } from "./checkObservations.ts";
import { meanEntry, type ScoreEntry } from "./scoreEntry.ts";

/**
 * Mean log density of the observations, in nats per row, with y in its own units; larger is better. Its negative is the
 * negative log likelihood. Null if a row has no finite log density: one that a distribution without spread hits
 * (+Infinity) or misses (-Infinity).
 * Throws a ShapeError if y has not one number per prediction, an ArgumentError if one is not finite or there is none.
 */
export function meanLogScore(predictive: RegressionPredictive, y: ArrayLike<number>): ScoreEntry {
  checkObservations("meanLogScore", predictive, y);
  return meanEntry(predictive.logProb(y), "a distribution without spread has no density");
}
