import { checkLength, checkNumber } from "../errors/checks.ts";
import type { ClassificationPredictive } from "../predictive/predictive.ts";
import { checkNotEmpty } from "./checkObservations.ts";

/**
 * Throws a ShapeError unless there is one observed class per row, an ArgumentError if there is none at all or one is not
 * the index of a class.
 */
export function checkObservedClasses(
  where: string,
  predictive: ClassificationPredictive,
  y: ArrayLike<number>,
): void {
  checkLength(where, "y", y, predictive.size, "one per row");
  checkNotEmpty(where, y);
  const rule = { integer: true, min: 0, below: predictive.classes.length };
  for (let i = 0; i < y.length; i++) checkNumber(where, `y (a class index) in row ${i}`, y[i], rule);
}
