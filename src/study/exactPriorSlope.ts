import { scaleColumns } from "../data/scaler.ts";
import { ArgumentError } from "../errors/errors.ts";
import { type ExactPosterior, stateOf } from "../inference/exact/exactPosterior.ts";
import { priorPrecision } from "../inference/exact/linearPrior.ts";
import { asInputs, type Inputs } from "../inference/inputs.ts";
import { timesVector } from "../numeric/products.ts";

/** How the exact posterior moves with the power of its prior. */
export interface ExactPriorSlope {
  /** d mean/d log2 a of the parameters [D], in the units the network sees. */
  readonly parameters: Float64Array;
  /** d E[f(x)]/d log2 a at the rows of x, in the units of y. */
  readonly mean: Float64Array;
}

/**
 * The slope of the exact posterior mean by the power a of the prior, at a = 1, in closed form:
 *   d mean/d log2 a = -ln 2 Lambda^-1 P0 (mu - m0).
 * The mean at any a is that of a prior variance divided by a, for the bias too: where its prior has a variance of its own, a sweep of
 * the weights' variance is the power of their prior alone.
 *
 * Throws an ArgumentError where the noise variance is integrated out, for then prior variances are relative to it, and for a posterior
 * that was not made by this library; a ShapeError where x has other columns than the model.
 */
export function exactPriorSlope(posterior: ExactPosterior, x: Inputs): ExactPriorSlope {
  const where = "exactPriorSlope";
  const state = stateOf(posterior);
  if (state === undefined || state.integrated !== undefined) {
    throw new ArgumentError({
      where,
      problem: "the posterior must be one made by exact, with a noise variance that is a number or learned",
    });
  }
  const { linear, variance, solution, scaler, model } = state;
  const precision = priorPrecision(linear.prior, variance);
  const pull = solution.mean.map((value, j) => -Math.LN2 * precision[j]! * (value - linear.prior.mean[j]!));
  const parameters = timesVector(posterior.covariance(), pull);
  const inputs = scaleColumns(scaler.x, asInputs(where, x, model.inputs));
  const mean = new Float64Array(inputs.rows);
  solution.evaluate(parameters, inputs, mean);
  return { parameters, mean: mean.map((value) => scaler.y.scale[0]! * value) };
}
