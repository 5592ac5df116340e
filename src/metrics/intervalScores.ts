import { checkFinite, checkLength, checkNumber } from "../errors/checks.ts";
import type { Interval, RegressionPredictive } from "../predictive/predictive.ts";
import { checkNotEmpty, checkObservations } from "./checkObservations.ts";
import { meanEntry, type ScoreEntry } from "./scoreEntry.ts";

/** A share of rows, which always exists. */
export interface ShareEntry extends ScoreEntry {
  readonly value: number;
  readonly standardError: number;
}

/** How the intervals of one level do. */
export interface IntervalScores {
  /** The share that each interval is meant to hold. */
  readonly level: number;
  /** The share of observations that lie in their interval. */
  readonly coverage: ShareEntry;
  /** Mean of upper - lower, in units of y. */
  readonly width: ScoreEntry;
  /** Mean interval score, in units of y; smaller is better. */
  readonly intervalScore: ScoreEntry;
}

/**
 * Coverage, mean width and mean interval score of the central intervals of the given level. The interval score (Winkler
 * 1972; Gneiting & Raftery 2007, equation 43) is the width plus 2/(1 - level) times the distance of an observation
 * outside; its mean is smallest for the true quantiles.
 * Throws a ShapeError if y has not one number per prediction, an ArgumentError if one is not finite, there is none, or
 * the level is not between 0 and 1.
 */
export function intervalScores(
  predictive: RegressionPredictive,
  y: ArrayLike<number>,
  level: number,
): IntervalScores {
  checkObservations("intervalScores", predictive, y);
  return scoreInterval(predictive.interval(level), y, level);
}

/**
 * The same scores of any intervals of the given level, conformal ones for instance. Where an end is infinite so are width and
 * interval score: their means are null, with a note.
 * Throws a ShapeError if y has not one number per interval, an ArgumentError if one is not finite, there is none, or
 * the level is not between 0 and 1.
 */
export function scoreInterval(interval: Interval, y: ArrayLike<number>, level: number): IntervalScores {
  const where = "scoreInterval";
  const { lower, upper } = interval;
  checkLength(where, "y", y, lower.length, "one per interval");
  checkFinite(where, "y", y);
  checkNotEmpty(where, y);
  checkNumber(where, "level", level, { above: 0, below: 1 });
  const widths = upper.map((u, i) => u - lower[i]!);
  const outside = lower.map((l, i) => Math.max(0, l - y[i]!, y[i]! - upper[i]!));
  const hits = outside.reduce((count, distance) => count + (distance === 0 ? 1 : 0), 0);
  const because = "the interval is infinite there";
  return {
    level,
    coverage: shareEntry(hits, outside.length),
    width: meanEntry(widths, because),
    intervalScore: meanEntry(
      widths.map((w, i) => w + (2 / (1 - level)) * outside[i]!),
      because,
    ),
  };
}

/**
 * hits/n with the binomial standard error sqrt(p (1 - p)/n). Where no row or every row is a hit that would be 0, as if
 * the share were certain; there p = (hits + 1/2)/(n + 1) is put in the error, and only there.
 */
export function shareEntry(hits: number, n: number): ShareEntry {
  const value = hits / n;
  const p = hits === 0 || hits === n ? (hits + 0.5) / (n + 1) : value;
  return { value, standardError: Math.sqrt((p * (1 - p)) / n) };
}
