import { checkKeys, checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";
import { selectPredictive } from "../predictive/selectPredictive.ts";
import { createRng, type Rng } from "../random/rng.ts";
import { BOOTSTRAP_KEYS, type BootstrapOptions, bootstrap } from "./bootstrap.ts";
import { type CalibrationCurve, NINETEEN_LEVELS } from "./calibrationCurve.ts";
import { type CalibrationErrors, calibrationStatistics } from "./calibrationErrors.ts";
import { checkObservations } from "./checkObservations.ts";
import { dawidSebastianiScore } from "./dawidSebastianiScore.ts";
import { energyScore } from "./energyScore.ts";
import { intervalCalibration, smallestLevels } from "./intervalCalibration.ts";
import { type IntervalScores, intervalScores } from "./intervalScores.ts";
import { kolmogorovSmirnov, kolmogorovSmirnovPValue } from "./kolmogorovSmirnov.ts";
import { meanAbsoluteError } from "./meanAbsoluteError.ts";
import { meanCrps } from "./meanCrps.ts";
import { meanLogScore } from "./meanLogScore.ts";
import { meanSquaredZ } from "./meanSquaredZ.ts";
import { pinballLoss } from "./pinballLoss.ts";
import { type PitEcdf, pitEcdf } from "./pitEcdf.ts";
import { pitHistogram } from "./pitHistogram.ts";
import { pitValues } from "./pitValues.ts";
import { quantileCalibration } from "./quantileCalibration.ts";
import { residuals } from "./residuals.ts";
import { type RetentionCurve, retentionStatistic } from "./retentionCurve.ts";
import { rmse } from "./rmse.ts";
import { rSquared } from "./rSquared.ts";
import { meanEntry, type ScoreEntry } from "./scoreEntry.ts";
import { type Sharpness, sharpness } from "./sharpness.ts";
import { type VarianceCalibration, varianceStatistic } from "./varianceCalibration.ts";

/** What is scored, and at which levels. */
export interface RegressionScoreOptions extends BootstrapOptions {
  /** Number of the target to score; needed if there are several. */
  readonly target?: number;
  /** Levels of the central intervals; default 0.5, 0.8, 0.9, 0.95. */
  readonly levels?: readonly number[];
  /** Quantiles whose pinball loss is wanted; default 0.05, 0.25, 0.5, 0.75, 0.95. */
  readonly quantiles?: readonly number[];
  /** Levels of the calibration curves; default 0.05, 0.1, ..., 0.95. */
  readonly calibrationLevels?: readonly number[];
  /** Number of bins of the PIT histogram and of the calibration of variances; default 10. */
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
  /** Mean of ((y - mean)/sd)^2 + 2 log sd; smaller is better. */
  readonly dawidSebastianiScore: ScoreEntry;
  /** Energy score of all targets together, each in standard deviations of its observations; absent for one target. */
  readonly energyScore?: ScoreEntry;
  readonly sharpness: Sharpness;
  /** Mean of ((y - mean)/sd)^2: 1 if variances are right on average. */
  readonly meanSquaredZ: ScoreEntry;
  readonly intervals: readonly IntervalScores[];
  readonly pinball: readonly PinballScore[];
  /** Probability integral transforms, those of counts spread over their jumps. */
  readonly pit: {
    readonly histogram: readonly number[];
    readonly kolmogorovSmirnov: number;
    /** The probability of a larger statistic if the predictions are calibrated. */
    readonly pValue: number;
    readonly ecdf: PitEcdf;
  };
  /** Shares of observations below their predictive quantiles. */
  readonly quantileCalibration: CalibrationCurve;
  /** Shares of observations in their central intervals. */
  readonly intervalCalibration: CalibrationCurve;
  /** How far both curves are from their levels. */
  readonly calibrationErrors: {
    readonly quantiles: CalibrationErrors;
    readonly intervals: CalibrationErrors;
  };
  /** Errors promised and made, by predictive variance. */
  readonly varianceCalibration: VarianceCalibration;
  /** Squared error that is left when the rows of largest variance are handed over. */
  readonly retention: RetentionCurve;
}

/** Names of the options, for `checkKeys`. */
export const REGRESSION_SCORE_KEYS: readonly string[] = [
  "target",
  "levels",
  "quantiles",
  "calibrationLevels",
  "bins",
  ...BOOTSTRAP_KEYS,
];

/**
 * Scores the distributions of the observations of real targets or counts against what was observed, y [n, t]; see
 * {@link evaluate}, to which groups are left. Throws as that does.
 */
export function evaluateRegression(
  predictive: RegressionPredictive,
  y: ArrayLike<number>,
  options: RegressionScoreOptions = {},
): Scores {
  checkKeys("evaluate", options, REGRESSION_SCORE_KEYS);
  checkObservations("evaluate", predictive, y);
  const target = chosenTarget(predictive, options.target);
  const one = predictive.targets === 1 ? predictive : selectPredictive(predictive, { target });
  const observed = Float64Array.from({ length: one.size }, (_, i) => y[i * predictive.targets + target]!);
  const { levels = [0.5, 0.8, 0.9, 0.95], quantiles = [0.05, 0.25, 0.5, 0.75, 0.95], bins = 10 } = options;
  const { replicates, confidence, rng = createRng("evaluate") } = options;
  const calibrationLevels = options.calibrationLevels ?? NINETEEN_LEVELS;
  const pit = pitValues(one, observed, rng.fork("pit"));
  const curves = {
    quantileCalibration: quantileCalibration(pit, calibrationLevels),
    intervalCalibration: intervalCalibration(pit, calibrationLevels),
  };
  const variances = varianceStatistic(one, observed, bins);
  const retention = squaredErrorRetention(one, observed);
  const { ence, area, ...calibrationErrors } = bootstrap(
    one.size,
    {
      quantiles: calibrationStatistics(pit, calibrationLevels),
      intervals: calibrationStatistics(smallestLevels(pit), calibrationLevels),
      ence: variances.statistic,
      area: retention.statistic,
    },
    { replicates, confidence, rng },
  );
  return {
    rows: one.size,
    target,
    rmse: rmse(one, observed),
    meanAbsoluteError: meanAbsoluteError(one, observed),
    rSquared: rSquared(one, observed),
    meanLogScore: meanLogScore(one, observed),
    meanCrps: meanCrps(one, observed),
    dawidSebastianiScore: dawidSebastianiScore(one, observed),
    ...(predictive.targets === 1 ? {} : { energyScore: jointScore(predictive, y, rng.fork("energy")) }),
    sharpness: sharpness(one),
    meanSquaredZ: meanSquaredZ(one, observed),
    intervals: levels.map((level) => intervalScores(one, observed, level)),
    pinball: quantiles.map((p) => ({ p, loss: pinballLoss(one, observed, p) })),
    pit: {
      histogram: pitHistogram(pit, bins),
      kolmogorovSmirnov: kolmogorovSmirnov(pit),
      pValue: kolmogorovSmirnovPValue(pit),
      ecdf: pitEcdf(pit),
    },
    ...curves,
    calibrationErrors,
    varianceCalibration: { bins: variances.bins, ence },
    retention: { ...retention.curve, area },
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

/** Every target counts alike: in standard deviations of its observations, or in its units where they are all equal. */
function jointScore(predictive: RegressionPredictive, y: ArrayLike<number>, rng: Rng): ScoreEntry {
  const { size, targets } = predictive;
  const scales = Array.from({ length: targets }, (_, j) => {
    const column = Float64Array.from({ length: size }, (_, i) => y[i * targets + j]!);
    return (meanEntry(column).standardError ?? 0) * Math.sqrt(size) || 1;
  });
  return energyScore(predictive, y, { rng, scales });
}

/** Squared errors by variance; there is no curve where one of them is not finite. */
function squaredErrorRetention(
  predictive: RegressionPredictive,
  y: ArrayLike<number>,
): ReturnType<typeof retentionStatistic> {
  const squares = residuals("evaluate", predictive, y).map((r) => r * r);
  const total = squares.reduce((sum, square) => sum + square, 0);
  if (Number.isFinite(total) && predictive.variance.every(Number.isFinite)) {
    return retentionStatistic(squares, predictive.variance);
  }
  const missing = "a predictive variance or the error of a predictive mean is not finite";
  return {
    curve: { retained: [], error: [], randomArea: null, oracleArea: null },
    statistic: { of: () => null, missing },
  };
}
