import { type CalibrationCurve, calibrationCurve, NINETEEN_LEVELS } from "./calibrationCurve.ts";

/**
 * Calibration of central intervals: for each level the share of observations in their central interval, that is with a
 * probability integral transform within level/2 of 1/2.
 * Throws an ArgumentError for values outside [0, 1], no value at all, no level, or a level that is not between 0 and 1.
 */
export function intervalCalibration(
  pit: ArrayLike<number>,
  levels: readonly number[] = NINETEEN_LEVELS,
): CalibrationCurve {
  return calibrationCurve("intervalCalibration", pit, levels, (u, level) => Math.abs(u - 0.5) <= level / 2);
}
