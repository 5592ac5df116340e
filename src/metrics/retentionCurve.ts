import { checkFinite, checkKeys, checkLength, checkNumber } from "../errors/checks.ts";
import {
  BOOTSTRAP_KEYS,
  type BootstrapEntry,
  type BootstrapOptions,
  bootstrap,
  type RowStatistic,
} from "./bootstrap.ts";
import { checkNotEmpty } from "./checkObservations.ts";
import { rankRows } from "./rankRows.ts";

/** What is left of the error when the most uncertain rows are handed to an oracle. */
export interface RetentionCurve {
  /** Shares of the rows that are retained, the least uncertain ones: 0, ..., 1. */
  readonly retained: readonly number[];
  /** Sum of the errors of the retained rows over the number of all rows; at 1 the mean error. */
  readonly error: readonly number[];
  /** Area under the curve: smaller is better, by smaller errors or by uncertainties that know them. */
  readonly area: BootstrapEntry;
  /** The area if the uncertainty said nothing, half the mean error, and if it had the order of the errors. */
  readonly randomArea: number | null;
  readonly oracleArea: number | null;
}

/** Options of {@link retentionCurve}. */
export interface RetentionOptions extends BootstrapOptions {
  /** Number of points of the curve; default 21. The area is that of all rows. */
  readonly points?: number;
}

/**
 * The error-retention curve (Malinin et al. 2021): rows are sorted by their uncertainty, and those above a threshold count as
 * answered without error by someone who knows. Rows of equal uncertainty share their mean error, as in a random order of them.
 * Throws a ShapeError if lengths differ, an ArgumentError for numbers that are not finite, negative errors, no row, and options
 * that are out of range or unknown.
 */
export function retentionCurve(
  errors: ArrayLike<number>,
  uncertainty: ArrayLike<number>,
  options: RetentionOptions = {},
): RetentionCurve {
  checkKeys("retentionCurve", options, ["points", ...BOOTSTRAP_KEYS]);
  const { points, ...rest } = options;
  const { statistic, curve } = retentionStatistic(errors, uncertainty, points);
  return { ...curve, ...bootstrap(errors.length, { area: statistic }, rest) };
}

/** The curve of the rows as they are, and its area as a statistic of the rows. */
export function retentionStatistic(
  errors: ArrayLike<number>,
  uncertainty: ArrayLike<number>,
  points = 21,
): { readonly curve: Omit<RetentionCurve, "area">; readonly statistic: RowStatistic } {
  const where = "retentionCurve";
  checkNotEmpty(where, errors);
  checkLength(where, "uncertainty", uncertainty, errors.length, "one per error");
  checkFinite(where, "uncertainty", uncertainty);
  for (let i = 0; i < errors.length; i++) checkNumber(where, `error ${i}`, errors[i], { min: 0 });
  checkNumber(where, "points", points, { integer: true, min: 2 });
  const ones = new Float64Array(errors.length).fill(1);
  const area = areaUnder(errors, uncertainty);
  const retained = Array.from({ length: points }, (_, k) => k / (points - 1));
  return {
    curve: {
      retained,
      error: curveAt(errors, uncertainty, retained),
      randomArea: 0.5 * curveAt(errors, uncertainty, [1])[0]!,
      oracleArea: areaUnder(errors, errors)(ones),
    },
    statistic: { of: area },
  };
}

/** The area under the curve of weighted rows: rows of one uncertainty are one straight piece of it. */
function areaUnder(
  errors: ArrayLike<number>,
  uncertainty: ArrayLike<number>,
): (weights: Float64Array) => number {
  const n = errors.length;
  const { order, last } = rankRows(uncertainty);
  const own = Float64Array.from(order, (i) => errors[i]!);
  return (weights) => {
    let [x, y, area, fromX, fromY] = [0, 0, 0, 0, 0];
    for (let k = 0; k < n; k++) {
      const weight = weights[order[k]!]!;
      x += weight;
      y += weight * own[k]!;
      if (last[k] === 0) continue;
      area += 0.5 * (x - fromX) * (y + fromY);
      fromX = x;
      fromY = y;
    }
    return area / n / n;
  };
}

/** The heights of the curve at ascending shares, on the straight lines between its corners. */
function curveAt(
  errors: ArrayLike<number>,
  uncertainty: ArrayLike<number>,
  shares: readonly number[],
): number[] {
  const n = errors.length;
  const { order, last } = rankRows(uncertainty);
  const heights: number[] = [];
  let [rows, sum, fromRows, fromSum] = [0, 0, 0, 0];
  for (let k = 0; k < n; k++) {
    rows++;
    sum += errors[order[k]!]!;
    if (last[k] === 0) continue;
    while (heights.length < shares.length && shares[heights.length]! * n <= rows) {
      const part = (shares[heights.length]! * n - fromRows) / (rows - fromRows);
      heights.push((fromSum + part * (sum - fromSum)) / n);
    }
    [fromRows, fromSum] = [rows, sum];
  }
  return heights;
}
