import { fitIsotonic } from "../../calibration/fitIsotonic.ts";
import { fitVarianceScaling } from "../../calibration/fitVarianceScaling.ts";
import { recalibrate } from "../../calibration/recalibrate.ts";
import type { RegressionRecalibration } from "../../calibration/recalibration.ts";
import type { Dataset } from "../../data/dataset.ts";
import { kFold } from "../../data/kFold.ts";
import type { Split } from "../../data/split.ts";
import { asRegression } from "../../inference/asRegression.ts";
import { meanEntry } from "../../metrics/scoreEntry.ts";
import type { RegressionPredictive } from "../../predictive/predictive.ts";
import { stackRows } from "../../predictive/stackRows.ts";
import type { Rng } from "../../random/rng.ts";
import type { InsideOptions } from "./benchmarkSpec.ts";
import { fitConfigured, type Work } from "./fitConfigured.ts";
import { type Configured, withSettings } from "./settings.ts";

/** Folds unless options say another number. */
export const FOLDS = 5;

/** What rows of the training part say of a method, each predicted by a fit that has not seen it. */
export interface InsideJudgement {
  /** Mean log score per row of every fold that was predicted, recalibrated; null where it is not finite. */
  readonly folds: readonly { readonly rows: number; readonly logScore: number | null }[];
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
  const { folds = FOLDS, recalibrate: how = "none", meanwhile } = options;
  const parts = firstRows(kFold(train, folds, rngs.folds), options.rows);
  const within = withSettings(configured, meanwhile);
  const predictives: RegressionPredictive[] = [];
  for (const [k, part] of parts.entries()) {
    const posterior = await fitConfigured(within, part.train, rngs.fits.fork(k), signal, work);
    predictives.push(asRegression(posterior).predict(part.test.x));
  }
  const y = parts.flatMap(({ test }) => Array.from(test.y.data));
  const recalibration = learn(how, stackRows(predictives), y);
  return {
    folds: parts.map(({ test }, k) => {
      const predictive = predictives[k]!;
      const judged = recalibration === undefined ? predictive : recalibrate(predictive, recalibration);
      return { rows: test.x.rows, logScore: meanEntry(judged.logProb(test.y.data)).value };
    }),
    ...(recalibration === undefined ? {} : { recalibration }),
  };
}

/** The first folds that hold `rows` rows together; all where they do not. */
function firstRows(parts: readonly Split[], rows = Number.POSITIVE_INFINITY): readonly Split[] {
  let held = 0;
  return parts.filter(({ test }) => {
    const wanted = held < rows;
    held += test.x.rows;
    return wanted;
  });
}

/** The mean log score per row of all rows of some folds; null where that of one is. */
export function meanOfFolds(folds: InsideJudgement["folds"]): number | null {
  let [sum, count] = [0, 0];
  for (const { rows, logScore } of folds) {
    if (logScore === null) return null;
    sum += rows * logScore;
    count += rows;
  }
  return sum / count;
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
