import type { RegressionPredictive } from "../predictive/predictive.ts";
import { intervalScores, type ShareEntry } from "./intervalScores.ts";

/**
 * The share of observations inside the central interval of the given level, ends included, with its binomial standard
 * error. Calibrated predictions have coverage equal to the level. Throws like {@link intervalScores}.
 */
export function coverage(predictive: RegressionPredictive, y: ArrayLike<number>, level: number): ShareEntry {
  return intervalScores(predictive, y, level).coverage;
}
