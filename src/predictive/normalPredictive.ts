import { checkFinite, checkLength } from "../errors/checks.ts";
import { checkVariances } from "./checkVariances.ts";
import { makePredictive } from "./makePredictive.ts";
import { normalMarginals } from "./normalMarginals.ts";
import type { RegressionPredictive } from "./predictive.ts";
import type { PredictiveParts } from "./predictiveParts.ts";
import { studentTMarginals } from "./studentTMarginals.ts";

/** Means and variances of normal predictive distributions, [n, t] each. */
export interface NormalPredictiveParts extends Pick<PredictiveParts, "targets" | "drawJoint"> {
  readonly mean: Float64Array;
  /** Variance of the function value. */
  readonly epistemic: Float64Array;
  /** Variance of the noise. */
  readonly aleatoric: Float64Array;
}

/**
 * Normal predictive distributions: f(x) ~ N(mean, epistemic), y = f(x) + N(0, aleatoric).
 * Throws a ShapeError if the lengths differ, an ArgumentError if a mean is not finite or a variance negative.
 */
export function normalPredictive(parts: NormalPredictiveParts): RegressionPredictive {
  const { mean, epistemic, aleatoric, ...rest } = parts;
  checkLength("normalPredictive", "epistemic", epistemic, mean.length);
  checkLength("normalPredictive", "aleatoric", aleatoric, mean.length);
  checkFinite("normalPredictive", "mean", mean);
  checkVariances("normalPredictive", "epistemic", epistemic);
  checkVariances("normalPredictive", "aleatoric", aleatoric);
  return makePredictive({
    observation: normalMarginals(
      mean,
      epistemic.map((v, i) => Math.sqrt(v + aleatoric[i]!)),
    ),
    function: normalMarginals(mean, epistemic.map(Math.sqrt)),
    aleatoric,
    ...rest,
  });
}

/** Locations and scales of Student t predictive distributions with a common number of degrees of freedom. */
export interface StudentTPredictiveParts extends Pick<PredictiveParts, "targets" | "drawJoint"> {
  /** Degrees of freedom, positive. */
  readonly df: number;
  readonly location: Float64Array;
  /** Scale of the function value. */
  readonly functionScale: Float64Array;
  /** Scale of an observation. */
  readonly observationScale: Float64Array;
  /** Expected noise variance; Infinity where it does not exist. */
  readonly aleatoric: Float64Array;
}

/**
 * Student t predictive distributions, as integrating out an inverse-gamma noise variance gives them.
 * Throws a ShapeError if the lengths differ, an ArgumentError for df <= 0, a negative scale or variance.
 */
export function studentTPredictive(parts: StudentTPredictiveParts): RegressionPredictive {
  const { df, location, functionScale, observationScale, ...rest } = parts;
  return makePredictive({
    observation: studentTMarginals(df, location, observationScale),
    function: studentTMarginals(df, location, functionScale),
    ...rest,
  });
}
