import { ShapeError } from "../errors/errors.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";

/** Throws a ShapeError unless both distributions are of as many rows and targets. */
export function checkSamePredictions(where: string, p: RegressionPredictive, q: RegressionPredictive): void {
  if (p.size === q.size && p.targets === q.targets) return;
  throw new ShapeError({
    where,
    problem:
      `both predictive distributions must be of the same rows and targets, ` +
      `got ${p.size} x ${p.targets} and ${q.size} x ${q.targets}`,
    details: { expected: [p.size, p.targets], found: [q.size, q.targets] },
  });
}
