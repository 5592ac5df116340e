import { type CalibrationCurve, calibrationCurve, NINETEEN_LEVELS } from "./calibrationCurve.ts";

/**
 * Calibration of quantiles (Kuleshov, Fenner & Ermon 2018): for each level p the share of observations below their
 * predictive p-quantile, that is with a probability integral transform of at most p.
 * Throws an ArgumentError for values outside [0, 1], no value at all, no level, or a level that is not between 0 and 1.
 */
export function quantileCalibration(
  pit: ArrayLike<number>,
  levels: readonly number[] = NINETEEN_LEVELS,
): CalibrationCurve {
  return calibrationCurve("quantileCalibration", pit, levels);
}
