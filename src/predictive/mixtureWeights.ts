import { checkLength } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { Rng } from "../random/rng.ts";

/** The components that take part in a mixture, with weights that add up to 1. */
export interface Weighted<T> {
  readonly components: readonly T[];
  readonly weights: Float64Array;
}

/**
 * Brings the weights (equal ones when none are given) to the sum 1 and leaves out components of weight 0.
 * Throws an ArgumentError without components or if a weight is negative, not finite, or all are 0, a ShapeError if
 * there is not one weight per component.
 */
export function weighComponents<T>(
  where: string,
  components: readonly T[],
  weights?: ArrayLike<number>,
): Weighted<T> {
  if (components.length === 0) {
    throw new ArgumentError({ where, problem: "at least one component is required, got none" });
  }
  if (weights === undefined) {
    return { components, weights: new Float64Array(components.length).fill(1 / components.length) };
  }
  checkLength(where, "weights", weights, components.length, "one per component");
  let sum = 0;
  for (let s = 0; s < weights.length; s++) {
    if (!(weights[s]! >= 0 && Number.isFinite(weights[s]!))) {
      throw new ArgumentError({
        where,
        problem: `weights must be finite and at least 0, got ${weights[s]} at position ${s}`,
        details: { position: s, value: weights[s] },
      });
    }
    sum += weights[s]!;
  }
  if (!(sum > 0 && Number.isFinite(sum))) {
    throw new ArgumentError({ where, problem: `weights must have a positive finite sum, got ${sum}` });
  }
  const used = components.map((_, s) => s).filter((s) => weights[s]! > 0);
  return {
    components: used.map((s) => components[s]!),
    weights: Float64Array.from(used, (s) => weights[s]! / sum),
  };
}

/** The number of a component, drawn with the given probabilities. */
export function pickComponent(weights: Float64Array, rng: Rng): number {
  let left = rng.uniform();
  for (let s = 0; s < weights.length - 1; s++) {
    left -= weights[s]!;
    if (left < 0) return s;
  }
  return weights.length - 1;
}
