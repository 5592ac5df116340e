import { ArgumentError } from "../errors/errors.ts";
import type { Rng } from "../random/rng.ts";
import type { Marginals } from "./marginals.ts";
import type { Of, RegressionPredictive } from "./predictive.ts";

/** What a method supplies; `makePredictive` derives the rest. */
export interface PredictiveParts {
  /** Distributions of the observations, [n, t]. */
  readonly observation: Marginals;
  /** Distributions of the function values, [n, t]. */
  readonly function: Marginals;
  /** Expected noise variances [n, t]. */
  readonly aleatoric: Float64Array;
  /** Number of targets t; default 1. */
  readonly targets?: number;
  /** Writes one joint draw, of the function or of observations, into `out` [n, t]. */
  readonly drawJoint?: (of: Of, rng: Rng, out: Float64Array) => void;
}

const parts = new WeakMap<RegressionPredictive, PredictiveParts>();

/** Remembers what a predictive distribution was made of, so that others can be made from it. */
export function rememberParts(predictive: RegressionPredictive, of: PredictiveParts): RegressionPredictive {
  parts.set(predictive, of);
  return predictive;
}

/** What the predictive distribution was made of. Throws an ArgumentError if it was not made by this library. */
export function partsOf(predictive: RegressionPredictive): PredictiveParts {
  const found = parts.get(predictive);
  if (found !== undefined) return found;
  throw new ArgumentError({
    where: "partsOf",
    problem: "the predictive distribution must be one made by makePredictive",
    fix: "Build your own families with makePredictive.",
  });
}
