import { type CalibrationCurve, calibrationCurve, NINETEEN_LEVELS } from "./calibrationCurve.ts";
import { checkPit } from "./checkPit.ts";

/**
 * Calibration of central intervals: for each level the share of observations in their central interval, that is with a
 * probability integral transform within level/2 of 1/2.
 * Throws an ArgumentError for values outside [0, 1], no value at all, no level, or a level that is not between 0 and 1.
 */
export function intervalCalibration(
  pit: ArrayLike<number>,
  levels: readonly number[] = NINETEEN_LEVELS,
): CalibrationCurve {
  checkPit("intervalCalibration", pit);
  return calibrationCurve("intervalCalibration", smallestLevels(pit), levels);
}

/** The level from which on the central interval of a row holds its observation, 2 |u - 1/2|. */
export function smallestLevels(pit: ArrayLike<number>): Float64Array {
  return Float64Array.from(pit, (u) => 2 * Math.abs(u - 0.5));
}
