import { checkFinite, checkLength, checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { ClassificationPredictive, RegressionPredictive } from "../predictive/predictive.ts";
import { partsOf } from "../predictive/predictiveParts.ts";

/**
 * Throws a ShapeError unless there is one observation per prediction, an ArgumentError if there is none at all, one is not
 * finite, or predictions are counts, which no change of spread or of probabilities of real numbers leaves counts.
 */
export function checkHeldOut(where: string, predictive: RegressionPredictive, y: ArrayLike<number>): void {
  checkLength(where, "y", y, predictive.mean.length, "one per prediction");
  checkFinite(where, "y", y);
  checkSome(where, y);
  checkReal(where, predictive);
}

/** Throws an ArgumentError if the predictions are of counts. */
export function checkReal(where: string, predictive: RegressionPredictive): void {
  if (partsOf(predictive).observation.discrete !== true) return;
  throw new ArgumentError({
    where,
    problem: `the target must be a real number, the predictions (${predictive.family}) are of counts`,
    fix: "Conformal intervals are made for counts as well.",
  });
}

/**
 * Throws a ShapeError unless there is one observed class per row, an ArgumentError if there is none at all or one is not
 * the index of a class.
 */
export function checkHeldOutClasses(
  where: string,
  predictive: ClassificationPredictive,
  y: ArrayLike<number>,
): void {
  checkLength(where, "y", y, predictive.size, "one per row");
  checkSome(where, y);
  const rule = { integer: true, min: 0, below: predictive.classes.length };
  for (let i = 0; i < y.length; i++) checkNumber(where, `y (a class index) in row ${i}`, y[i], rule);
}

/** Throws an ArgumentError if there is no row at all. */
export function checkSome(where: string, rows: ArrayLike<number>): void {
  if (rows.length > 0) return;
  throw new ArgumentError({ where, problem: "at least one held-out row is required, got none" });
}
