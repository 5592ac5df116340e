import { checkFinite, checkKeys, checkLength, checkNumber } from "../errors/checks.ts";
import {
  BOOTSTRAP_KEYS,
  type BootstrapEntry,
  type BootstrapOptions,
  bootstrap,
  type RowStatistic,
} from "./bootstrap.ts";
import { checkNotEmpty } from "./checkObservations.ts";

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
  const steps = stepsOf(errors, uncertainty);
  const retained = Array.from({ length: points }, (_, k) => k / (points - 1));
  const { area: _, ...corners } = steps(ones);
  return {
    curve: {
      retained,
      error: retained.map((share) => heightAt(corners, share)),
      randomArea: 0.5 * corners.height.at(-1)!,
      oracleArea: stepsOf(errors, errors)(ones).area,
    },
    statistic: { of: (weights) => steps(weights).area },
  };
}

/** Corners of a curve of straight pieces: one piece for the rows of each uncertainty. */
interface Corners {
  readonly share: readonly number[];
  readonly height: readonly number[];
}

function stepsOf(errors: ArrayLike<number>, uncertainty: ArrayLike<number>) {
  const n = errors.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => uncertainty[a]! - uncertainty[b]!,
  );
  return (weights: ArrayLike<number>): Corners & { readonly area: number } => {
    const share = [0];
    const height = [0];
    let [x, y, area] = [0, 0, 0];
    for (let k = 0; k < n; ) {
      const [fromX, fromY] = [x, y];
      const level = uncertainty[order[k]!]!;
      for (; k < n && uncertainty[order[k]!] === level; k++) {
        x += weights[order[k]!]! / n;
        y += (weights[order[k]!]! * errors[order[k]!]!) / n;
      }
      area += 0.5 * (x - fromX) * (y + fromY);
      share.push(x);
      height.push(y);
    }
    return { share, height, area };
  };
}

/** The height of the curve at a share, on the straight line between its corners. */
function heightAt({ share, height }: Corners, at: number): number {
  const k = share.findIndex((x) => x >= at);
  if (k === 0) return height[0]!;
  if (k < 0) return height.at(-1)!;
  const part = (at - share[k - 1]!) / (share[k]! - share[k - 1]!);
  return height[k - 1]! + part * (height[k]! - height[k - 1]!);
}
