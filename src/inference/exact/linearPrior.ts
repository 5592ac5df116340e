import { checkLength } from "../../errors/checks.ts";
import type { NormalPriorSpec } from "../../model/priorSpec.ts";
import { logProduct } from "../../numeric/logProduct.ts";

/**
 * The prior of a linear model: independent normals. Weight j has variance `variance / weightPrecision[j]`; the bias,
 * the last parameter, has its own. A precision of 0 is a flat (improper) prior.
 */
export interface LinearPrior {
  /** Number of parameters D. */
  readonly size: number;
  /** Prior means [D]. */
  readonly mean: Float64Array;
  /** Precisions of the weights in units of 1/variance [D - 1]. */
  readonly weightPrecision: Float64Array;
  /** Variance of the bias, Infinity when flat, or "same" as the weights. */
  readonly biasVariance: number | "same";
  /** Number of parameters with a flat prior. */
  readonly flat: number;
}

/** The prior of a spec for a network of D parameters. Throws a ShapeError if `mean` or `precision` do not fit. */
export function linearPrior(spec: NormalPriorSpec, size: number): LinearPrior {
  const where = "prior";
  if (spec.mean !== undefined)
    checkLength(where, "mean", spec.mean, size, "one per parameter, the bias last");
  if (spec.precision !== undefined)
    checkLength(where, "precision", spec.precision, size - 1, "one per weight");
  const bias = spec.biasVariance ?? "same";
  const flatWeights = spec.variance === "flat";
  const flatBias = bias === "flat" || (bias === "same" && flatWeights);
  return {
    size,
    mean: spec.mean === undefined ? new Float64Array(size) : Float64Array.from(spec.mean),
    weightPrecision: flatWeights
      ? new Float64Array(size - 1)
      : spec.precision === undefined
        ? new Float64Array(size - 1).fill(1)
        : Float64Array.from(spec.precision),
    biasVariance: flatBias ? Number.POSITIVE_INFINITY : (bias as number | "same"),
    flat: (flatWeights ? size - 1 : 0) + (flatBias ? 1 : 0),
  };
}

/** Prior precisions [D] when the weights have the given variance. */
export function priorPrecision(prior: LinearPrior, variance: number): Float64Array {
  const precision = new Float64Array(prior.size);
  for (let j = 0; j < prior.size - 1; j++) precision[j] = prior.weightPrecision[j]! / variance;
  precision[prior.size - 1] = 1 / (prior.biasVariance === "same" ? variance : prior.biasVariance);
  return precision;
}

/** Sum of the logarithms of the precisions that are not 0. */
export function logPrecision(precision: Float64Array): number {
  const proper = new Float64Array(precision.length);
  let count = 0;
  for (let j = 0; j < precision.length; j++) if (precision[j]! > 0) proper[count++] = precision[j]!;
  return logProduct(proper.subarray(0, count));
}

/** Number of parameters whose prior is flat. */
export function countFlat(precision: Float64Array): number {
  let count = 0;
  for (let j = 0; j < precision.length; j++) if (precision[j] === 0) count++;
  return count;
}
