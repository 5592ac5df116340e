import { checkFinite } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";

/**
 * By what the observations of held-out rows are measured, and so the shape of the intervals:
 * "residual", |y - mean|: intervals of one width for all rows (Lei et al. 2018); "standardised", |y - mean|/sd: as wide as
 * the predictive sd is large; "quantile", the distance outside of the central interval of the model, negative inside
 * (conformalised quantile regression, Romano, Patterson & Candes 2019): as wide and as lopsided as that interval.
 */
export type ConformalScore = "residual" | "standardised" | "quantile";

export const CONFORMAL_SCORES: readonly ConformalScore[] = ["residual", "standardised", "quantile"];

/** Nested intervals: the one of score s reaches from lower - s scale to upper + s scale. Arrays are [n, t]. */
export interface NestedIntervals {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly scale: Float64Array;
}

/** The intervals that a score makes of predictions. Throws an ArgumentError where a mean or a scale is not as it must be. */
export function nestedIntervals(
  where: string,
  predictive: RegressionPredictive,
  score: ConformalScore,
  level: number,
): NestedIntervals {
  const ones = () => new Float64Array(predictive.mean.length).fill(1);
  if (score === "quantile") return { ...predictive.interval(level), scale: ones() };
  const { mean, std } = predictive;
  checkFinite(where, "means of the predictions", mean);
  if (score === "residual") return { lower: mean, upper: mean, scale: ones() };
  const i = std.findIndex((sd) => !(sd > 0 && Number.isFinite(sd)));
  if (i < 0) return { lower: mean, upper: mean, scale: std };
  throw new ArgumentError({
    where,
    problem: `standardised scores need a standard deviation above 0 and finite, got ${std[i]} at position ${i}`,
    fix: 'Use the score "residual" or "quantile".',
    details: { position: i, value: std[i] },
  });
}

/** The score of every observation: that of the smallest interval of the nest that holds it. */
export function scoreObservations(
  { lower, upper, scale }: NestedIntervals,
  y: ArrayLike<number>,
): Float64Array {
  return scale.map((unit, i) => Math.max(lower[i]! - y[i]!, y[i]! - upper[i]!) / unit);
}
