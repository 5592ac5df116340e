import { checkKeys, checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";
import { selectPredictive } from "../predictive/selectPredictive.ts";
import { type CalibrationCurve, NINETEEN_LEVELS } from "./calibrationCurve.ts";
import { checkObservations } from "./checkObservations.ts";
import { intervalCalibration } from "./intervalCalibration.ts";
import { type IntervalScores, intervalScores } from "./intervalScores.ts";
import { kolmogorovSmirnov } from "./kolmogorovSmirnov.ts";
import { meanAbsoluteError } from "./meanAbsoluteError.ts";
import { meanCrps } from "./meanCrps.ts";
import { meanLogScore } from "./meanLogScore.ts";
import { pinballLoss } from "./pinballLoss.ts";
import { pitHistogram } from "./pitHistogram.ts";
import { pitValues } from "./pitValues.ts";
import { quantileCalibration } from "./quantileCalibration.ts";
import { rmse } from "./rmse.ts";
import { rSquared } from "./rSquared.ts";
import type { ScoreEntry } from "./scoreEntry.ts";
import { type Sharpness, sharpness } from "./sharpness.ts";

/** What is scored, and at which levels. */
export interface EvaluateOptions {
  /** Number of the target to score; needed if there are several. */
  readonly target?: number;
  /** Levels of the central intervals; default 0.5, 0.8, 0.9, 0.95. */
  readonly levels?: readonly number[];
  /** Quantiles whose pinball loss is wanted; default 0.05, 0.25, 0.5, 0.75, 0.95. */
  readonly quantiles?: readonly number[];
  /** Levels of the calibration curves; default 0.05, 0.1, ..., 0.95. */
  readonly calibrationLevels?: readonly number[];
  /** Number of bins of the PIT histogram; default 10. */
  readonly bins?: number;
}

/** The pinball loss of one quantile. */
export interface PinballScore {
  readonly p: number;
  readonly loss: ScoreEntry;
}

/** All scores of the predictions for one target: plain JSON without NaN or Infinity. */
export interface Scores {
  /** Number of rows scored. */
  readonly rows: number;
  /** Number of the target. */
  readonly target: number;
  readonly rmse: ScoreEntry;
  readonly meanAbsoluteError: ScoreEntry;
  readonly rSquared: ScoreEntry;
  /** Mean log density, nats per row; larger is better. */
  readonly meanLogScore: ScoreEntry;
  readonly meanCrps: ScoreEntry;
  readonly sharpness: Sharpness;
  readonly intervals: readonly IntervalScores[];
  readonly pinball: readonly PinballScore[];
  readonly pit: { readonly histogram: readonly number[]; readonly kolmogorovSmirnov: number };
  /** Shares of observations below their predictive quantiles. */
  readonly quantileCalibration: CalibrationCurve;
  /** Shares of observations in their central intervals. */
  readonly intervalCalibration: CalibrationCurve;
}

/**
 * Scores the distributions of the observations against what was observed, y [n, t].
 *
 * Each mean comes with its standard error over the rows. One row has no standard error; predictions without spread have
 * no log score; such entries are null with a note, never NaN.
 * Throws a ShapeError if y has not one number per prediction; an ArgumentError if one is not finite, there is no row, an
 * option is unknown or out of range, or no target was named among several.
 */
export function evaluate(
  predictive: RegressionPredictive,
  y: ArrayLike<number>,
  options: EvaluateOptions = {},
): Scores {
  checkKeys("evaluate", options, ["target", "levels", "quantiles", "calibrationLevels", "bins"]);
  checkObservations("evaluate", predictive, y);
  const target = chosenTarget(predictive, options.target);
  const one = predictive.targets === 1 ? predictive : selectPredictive(predictive, { target });
  const observed = Float64Array.from({ length: one.size }, (_, i) => y[i * predictive.targets + target]!);
  const { levels = [0.5, 0.8, 0.9, 0.95], quantiles = [0.05, 0.25, 0.5, 0.75, 0.95] } = options;
  const calibrationLevels = options.calibrationLevels ?? NINETEEN_LEVELS;
  const pit = pitValues(one, observed);
  return {
    rows: one.size,
    target,
    rmse: rmse(one, observed),
    meanAbsoluteError: meanAbsoluteError(one, observed),
    rSquared: rSquared(one, observed),
    meanLogScore: meanLogScore(one, observed),
    meanCrps: meanCrps(one, observed),
    sharpness: sharpness(one),
    intervals: levels.map((level) => intervalScores(one, observed, level)),
    pinball: quantiles.map((p) => ({ p, loss: pinballLoss(one, observed, p) })),
    pit: { histogram: pitHistogram(pit, options.bins), kolmogorovSmirnov: kolmogorovSmirnov(pit) },
    quantileCalibration: quantileCalibration(pit, calibrationLevels),
    intervalCalibration: intervalCalibration(pit, calibrationLevels),
  };
}

function chosenTarget(predictive: RegressionPredictive, target: number | undefined): number {
  const { targets } = predictive;
  if (target !== undefined)
    return checkNumber("evaluate", "target", target, { integer: true, min: 0, below: targets });
  if (targets === 1) return 0;
  throw new ArgumentError({
    where: "evaluate",
    problem: `target must be given, got none among ${targets} targets`,
    fix: "Score one target at a time: scores in different units have no common mean.",
    details: { targets },
  });
}
