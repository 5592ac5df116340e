import { checkNumber } from "../errors/checks.ts";
import { checkNotEmpty } from "./checkObservations.ts";
import { checkPit } from "./checkPit.ts";

/** Levels 0.05, 0.1, ..., 0.95. */
export const NINETEEN_LEVELS: readonly number[] = Array.from({ length: 19 }, (_, k) => (k + 1) / 20);

/** Three summaries of the differences between nominal levels and the shares that were observed. */
export interface LevelGaps {
  /** Sum over the levels of (observed - level)^2: the calibration error of Kuleshov et al. (2018) with equal weights. */
  readonly sumSquared: number;
  /** Mean over the levels of |observed - level|. */
  readonly meanAbsolute: number;
  /** Root of the mean over the levels of (observed - level)^2. */
  readonly rootMeanSquared: number;
}

/** Nominal levels against the shares that were observed, and three summaries of the differences. */
export interface CalibrationCurve extends LevelGaps {
  readonly levels: readonly number[];
  /** Share of the rows, per level. */
  readonly observed: readonly number[];
}

/** The summaries of the differences. */
export function levelGaps(levels: readonly number[], observed: ArrayLike<number>): LevelGaps {
  const gaps = levels.map((level, k) => observed[k]! - level);
  const sumSquared = gaps.reduce((sum, gap) => sum + gap * gap, 0);
  return {
    sumSquared,
    meanAbsolute: gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / gaps.length,
    rootMeanSquared: Math.sqrt(sumSquared / gaps.length),
  };
}

/**
 * The curve of the shares of values at or below each level.
 * Throws an ArgumentError for values outside [0, 1], no value at all, no level, or a level that is not between 0 and 1.
 */
export function calibrationCurve(
  where: string,
  values: ArrayLike<number>,
  levels: readonly number[],
): CalibrationCurve {
  checkPit(where, values);
  checkLevels(where, levels);
  const observed = levels.map((level) => {
    let hits = 0;
    for (let i = 0; i < values.length; i++) if (values[i]! <= level) hits++;
    return hits / values.length;
  });
  return { levels: [...levels], observed, ...levelGaps(levels, observed) };
}

/** Throws an ArgumentError if there is no level or one that is not between 0 and 1. */
export function checkLevels(where: string, levels: readonly number[]): void {
  checkNotEmpty(`${where} levels`, levels);
  for (const level of levels) checkNumber(where, "level", level, { above: 0, below: 1 });
}
