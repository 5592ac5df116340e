import { checkFinite, checkLength } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";

/**
 * Throws a ShapeError unless there is one observation per prediction, an ArgumentError if there is none at all or one
 * is not finite.
 */
export function checkObservations(
  where: string,
  predictive: RegressionPredictive,
  y: ArrayLike<number>,
): void {
  checkLength(where, "y", y, predictive.mean.length, "one per prediction");
  checkFinite(where, "y", y);
  checkNotEmpty(where, y);
}

/** Throws an ArgumentError if there is no row: no mean of nothing is a number. */
export function checkNotEmpty(where: string, rows: ArrayLike<number>): void {
  if (rows.length > 0) return;
  throw new ArgumentError({ where, problem: "at least one row is required, got none" });
}
