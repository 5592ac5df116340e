import { checkNumber } from "../errors/checks.ts";
import { checkNotEmpty } from "./checkObservations.ts";
import { checkPit } from "./checkPit.ts";

/** Levels 0.05, 0.1, ..., 0.95. */
export const NINETEEN_LEVELS: readonly number[] = Array.from({ length: 19 }, (_, k) => (k + 1) / 20);

/** Nominal levels against the shares that were observed, and three summaries of the differences. */
export interface CalibrationCurve {
  readonly levels: readonly number[];
  /** Share of the rows, per level. */
  readonly observed: readonly number[];
  /** Sum over the levels of (observed - level)^2: the calibration error of Kuleshov et al. (2018) with equal weights. */
  readonly sumSquared: number;
  /** Mean over the levels of |observed - level|. */
  readonly meanAbsolute: number;
  /** Root of the mean over the levels of (observed - level)^2. */
  readonly rootMeanSquared: number;
}

/**
 * The curve for a rule that tells whether a probability integral transform counts at a level.
 * Throws an ArgumentError for values outside [0, 1], no value at all, no level, or a level that is not between 0 and 1.
 */
export function calibrationCurve(
  where: string,
  pit: ArrayLike<number>,
  levels: readonly number[],
  counts: (u: number, level: number) => boolean,
): CalibrationCurve {
  checkPit(where, pit);
  checkNotEmpty(`${where} levels`, levels);
  for (const level of levels) checkNumber(where, "level", level, { above: 0, below: 1 });
  const observed = levels.map((level) => {
    let hits = 0;
    for (let i = 0; i < pit.length; i++) if (counts(pit[i]!, level)) hits++;
    return hits / pit.length;
  });
  const gaps = observed.map((share, k) => share - levels[k]!);
  const sumSquared = gaps.reduce((sum, gap) => sum + gap * gap, 0);
  return {
    levels: [...levels],
    observed,
    sumSquared,
    meanAbsolute: gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / gaps.length,
    rootMeanSquared: Math.sqrt(sumSquared / gaps.length),
  };
}
