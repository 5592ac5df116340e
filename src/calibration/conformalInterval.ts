import type { Note } from "../inference/method.ts";
import type { Interval } from "../predictive/predictive.ts";
import type { NestedIntervals } from "./conformalScore.ts";

/**
 * Intervals that hold the observation of a new row with a probability that does not rest on the model: an interval like any
 * other, to be scored and drawn. Ends are -Infinity and Infinity where too few rows allow no finite ones.
 */
export interface ConformalInterval extends Interval {
  /** The coverage that was asked for. */
  readonly level: number;
  /**
   * The least probability with which an interval holds its observation, over held-out rows and the new one together, where
   * these are exchangeable: `level` for held-out rows, about 2 level - 1 for rows that were also used to fit. Null where none
   * is proved.
   */
  readonly guarantee: number | null;
  readonly notes: readonly Note[];
}

/**
 * The ends [n, t] of intervals. Where the lower end exceeds the upper one, as a negative score may have it, no value conforms;
 * the interval is the point between, which covers no less, and a note "point" counts such intervals.
 */
export function closeIntervals(
  lower: Float64Array,
  upper: Float64Array,
): { readonly lower: Float64Array; readonly upper: Float64Array; readonly notes: readonly Note[] } {
  const crossed = (i: number) => lower[i]! > upper[i]!;
  const middle = (i: number) => lower[i]! + 0.5 * (upper[i]! - lower[i]!);
  const count = lower.reduce((sum, _, i) => sum + (crossed(i) ? 1 : 0), 0);
  const message = `${count} of ${lower.length} intervals are points: all of the model's own, which were too wide, was taken away`;
  return {
    lower: lower.map((low, i) => (crossed(i) ? middle(i) : low)),
    upper: upper.map((high, i) => (crossed(i) ? middle(i) : high)),
    notes: count === 0 ? [] : [{ code: "point", message }],
  };
}

/** The ends of the nested intervals of the given scores. */
export function atScores(
  { lower, upper, scale }: NestedIntervals,
  scores: Float64Array,
): ReturnType<typeof closeIntervals> {
  return closeIntervals(
    lower.map((end, i) => end - scores[i]! * scale[i]!),
    upper.map((end, i) => end + scores[i]! * scale[i]!),
  );
}
