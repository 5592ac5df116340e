import { checkKeys } from "../errors/checks.ts";
import {
  BOOTSTRAP_KEYS,
  type BootstrapEntry,
  type BootstrapOptions,
  bootstrap,
  type RowStatistic,
} from "./bootstrap.ts";
import { checkLevels, type LevelGaps, levelGaps, NINETEEN_LEVELS } from "./calibrationCurve.ts";
import { checkPit } from "./checkPit.ts";
import { rankRows } from "./rankRows.ts";
import { rememberLast } from "./rememberLast.ts";

/** How far shares of observations are from their nominal levels; each with its bootstrap interval. */
export interface CalibrationErrors {
  /** Sum over the levels of (observed - level)^2: the calibration error of Kuleshov et al. (2018) with equal weights. */
  readonly sumSquared: BootstrapEntry;
  /** Mean over the levels of |observed - level|. */
  readonly meanAbsolute: BootstrapEntry;
  /** Root of the mean over the levels of (observed - level)^2. */
  readonly rootMeanSquared: BootstrapEntry;
  /** The miscalibration area: that between the curve of all levels and the diagonal, from 0 to 1/2. Needs no levels. */
  readonly area: BootstrapEntry;
}

/** Options of {@link calibrationErrors}. */
export interface CalibrationErrorsOptions extends BootstrapOptions {
  /** Default 0.05, 0.1, ..., 0.95. */
  readonly levels?: readonly number[];
}

/**
 * The distances between the calibration curve and the diagonal, of probability integral transforms (calibration of
 * quantiles, {@link quantileCalibration}) or of 2 |u - 1/2| for each u of them (of central intervals,
 * {@link intervalCalibration}). All are pushed upwards by chance: `chance` says how far on average, {@link pitEcdf} how far it
 * reaches.
 * Throws an ArgumentError for values outside [0, 1], no value at all, and options that are out of range or unknown.
 */
export function calibrationErrors(
  values: ArrayLike<number>,
  options: CalibrationErrorsOptions = {},
): CalibrationErrors {
  const where = "calibrationErrors";
  checkKeys(where, options, ["levels", ...BOOTSTRAP_KEYS]);
  const { levels = NINETEEN_LEVELS, ...rest } = options;
  checkPit(where, values);
  checkLevels(where, levels);
  return bootstrap(values.length, calibrationStatistics(values, levels), rest);
}

/** The four errors as statistics of the rows; of calibrated predictions the values are uniform. */
export function calibrationStatistics(
  values: ArrayLike<number>,
  levels: readonly number[],
): Record<keyof CalibrationErrors, RowStatistic> {
  const n = values.length;
  const { order } = rankRows(values);
  const sorted = Float64Array.from(order, (i) => values[i]!);
  const byLevel = Uint32Array.from(levels, (_, k) => k).sort((a, b) => levels[a]! - levels[b]!);
  const distances = (
    ascending: Float64Array,
    counts: Float64Array,
  ): LevelGaps & { readonly area: number } => {
    const observed = new Float64Array(levels.length);
    let [below, at] = [0, 0];
    for (const k of byLevel) {
      for (; at < n && ascending[at]! <= levels[k]!; at++) below += counts[at]!;
      observed[k] = below / n;
    }
    return { ...levelGaps(levels, observed), area: areaFromDiagonal(ascending, counts) };
  };
  const ones = new Float64Array(n).fill(1);
  const of = rememberLast((weights) =>
    distances(
      sorted,
      Float64Array.from(order, (i) => weights[i]!),
    ),
  );
  const calibrated = rememberLast((uniform) => distances(uniform.slice().sort(), ones));
  const statistic = (name: keyof CalibrationErrors): RowStatistic => ({
    of: (weights) => of(weights)[name],
    calibrated: (uniform) => calibrated(uniform)[name],
  });
  return {
    sumSquared: statistic("sumSquared"),
    meanAbsolute: statistic("meanAbsolute"),
    rootMeanSquared: statistic("rootMeanSquared"),
    area: { ...statistic("area"), range: [0, 0.5] },
  };
}

/**
 * The integral over [0, 1] of |F(z) - z| for the distribution function F of ascending values that count so often: a sum over
 * the steps of F.
 */
function areaFromDiagonal(ascending: Float64Array, counts: Float64Array): number {
  const n = ascending.length;
  let [sum, below, from] = [0, 0, 0];
  for (let k = 0; k <= n; k++) {
    const to = k < n ? ascending[k]! : 1;
    sum += distanceIntegral(below / n, from, to);
    if (k < n) below += counts[k]!;
    from = to;
  }
  return sum;
}

/** The integral of |c - z| over z from a to b. */
function distanceIntegral(c: number, a: number, b: number): number {
  const middle = Math.min(b, Math.max(a, c));
  return 0.5 * (middle - a) * (2 * c - a - middle) + 0.5 * (b - middle) * (middle + b - 2 * c);
}
