import { columnOf } from "../numeric/matrix.ts";
import type { ClassificationPredictive } from "../predictive/predictive.ts";
import { checkHeldOutClasses } from "./checkHeldOut.ts";
import { isotonicRegression } from "./isotonicRegression.ts";
import type { ClassCurve, IsotonicClasses } from "./recalibration.ts";

/**
 * Isotonic recalibration of class probabilities (Zadrozny & Elkan 2002): for each class an increasing curve from the
 * predicted probability to the share of held-out rows that were of the class, by isotonic regression; with three classes
 * or more the results are divided by their sum. Where few rows decide, steps of the curve are 0 or 1: the model's own
 * probability p counts as one more row, (n curve(p) + p)/(n + 1), so that nothing becomes impossible that was not.
 * The most probable class may change. It needs more rows than {@link fitTemperature}, a few hundred per class. y holds class indices.
 * Throws a ShapeError if y has not one number per row, an ArgumentError if one is not the index of a class or there is none.
 */
export function fitIsotonicClasses(heldOut: ClassificationPredictive, y: ArrayLike<number>): IsotonicClasses {
  checkHeldOutClasses("fitIsotonicClasses", heldOut, y);
  return {
    kind: "isotonic-classes",
    rows: heldOut.size,
    classes: heldOut.classes.map((_, k) => learnCurve(columnOf(heldOut.probabilities, k), y, k)),
    notes: [],
  };
}

/** The curve of class k; only the ends of its level stretches are kept. */
function learnCurve(p: Float64Array, y: ArrayLike<number>, k: number): ClassCurve {
  // Equal probabilities are one point, with their share of hits and their number as its weight.
  const points = new Map<number, { hits: number; rows: number }>();
  p.forEach((rounded, i) => {
    const value = Math.min(1, rounded);
    const point = points.get(value) ?? { hits: 0, rows: 0 };
    points.set(value, { hits: point.hits + (y[i] === k ? 1 : 0), rows: point.rows + 1 });
  });
  const from = [...points.keys()].sort((a, b) => a - b);
  const sorted = from.map((value) => points.get(value)!);
  const to = isotonicRegression(
    sorted.map(({ hits, rows }) => hits / rows),
    sorted.map(({ rows }) => rows),
  );
  const kept = from.map((_, i) => i).filter((i) => !(to[i - 1] === to[i] && to[i] === to[i + 1]));
  return { from: kept.map((i) => from[i]!), to: kept.map((i) => to[i]!) };
}
