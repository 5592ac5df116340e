import { fitIsotonic } from "../../calibration/fitIsotonic.ts";
import { fitVarianceScaling } from "../../calibration/fitVarianceScaling.ts";
import { recalibrate } from "../../calibration/recalibrate.ts";
import type { RegressionRecalibration } from "../../calibration/recalibration.ts";
import type { Dataset } from "../../data/dataset.ts";
import { kFold } from "../../data/kFold.ts";
import { asRegression } from "../../inference/asRegression.ts";
import type { RegressionPredictive } from "../../predictive/predictive.ts";
import { stackRows } from "../../predictive/stackRows.ts";
import type { Rng } from "../../random/rng.ts";
import type { InsideOptions } from "./benchmarkSpec.ts";
import { fitConfigured, type Work } from "./fitConfigured.ts";
import { type Configured, withSettings } from "./settings.ts";

/** What rows of the training part say of a method, each predicted by a fit that has not seen it. */
export interface InsideJudgement {
  /** Mean log score per row, recalibrated; null where it is not finite. */
  readonly logScore: number | null;
  /** What recalibrates the method. */
  readonly recalibration?: RegressionRecalibration;
}

/**
 * Cross-validation inside the training part. The folds take their random numbers from `folds`, which is the same for all
 * methods, so that these are judged on the same parts. The log score is that of the recalibrated predictions on the rows that the
 * recalibration was learned from: too good by what its one factor, or its curve, can follow the noise of all these rows.
 */
export async function judgeInside(
  configured: Configured,
  options: InsideOptions,
  train: Dataset,
  rngs: { readonly folds: Rng; readonly fits: Rng },
  signal: AbortSignal | undefined,
  work: Work,
): Promise<InsideJudgement> {
  const { folds = 5, recalibrate: how = "none", meanwhile } = options;
  const parts = kFold(train, folds, rngs.folds);
  const within = withSettings(configured, meanwhile);
  const predictives: RegressionPredictive[] = [];
  const y: number[] = [];
  for (const [k, part] of parts.entries()) {
    const posterior = await fitConfigured(within, part.train, rngs.fits.fork(k), signal, work);
    predictives.push(asRegression(posterior).predict(part.test.x));
    for (const value of part.test.y.data) y.push(value);
  }
  const heldOut = stackRows(predictives);
  const recalibration = learn(how, heldOut, y);
  const judged = recalibration === undefined ? heldOut : recalibrate(heldOut, recalibration);
  const logScore = judged.logProb(y).reduce((sum, value) => sum + value / y.length, 0);
  return {
    logScore: Number.isFinite(logScore) ? logScore : null,
    ...(recalibration === undefined ? {} : { recalibration }),
  };
}

function learn(
  how: NonNullable<InsideOptions["recalibrate"]>,
  heldOut: RegressionPredictive,
  y: readonly number[],
): RegressionRecalibration | undefined {
  switch (how) {
    case "none":
      return undefined;
    case "variance-scaling":
      return fitVarianceScaling(heldOut, y);
    case "isotonic":
      return fitIsotonic(heldOut, y);
  }
}
