import type { Dataset } from "../../data/dataset.ts";
import { scaleDataset } from "../../data/scaler.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { affinePredictive } from "../../predictive/combine.ts";
import { makePredictive } from "../../predictive/makePredictive.ts";
import { normalMarginals } from "../../predictive/normalMarginals.ts";
import type { RegressionPredictive } from "../../predictive/predictive.ts";
import { studentTMarginals } from "../../predictive/studentTMarginals.ts";
import { type ExactPosterior, stateOf } from "./exactPosterior.ts";
import type { IntegratedNoise } from "./noise.ts";
import { openMarginals } from "./openMarginals.ts";

/**
 * The predictive distribution of every training row from all the other rows, in closed form and without refitting.
 *
 * With the share s_n = h_n' Lambda^-1 h_n / sigma^2 of row n in its own fit and r_n = y_n - h_n' mu: mean y_n - r_n/(1 - s_n),
 * function variance sigma^2 s_n/(1 - s_n), observation variance sigma^2/(1 - s_n); with the noise integrated out a Student
 * t with one degree of freedom less. Given the variances of the posterior: if those were learned, they have seen the row.
 * A row that alone determines a parameter with a flat prior (s_n = 1) has infinite variance and log score -Infinity.
 * `data` must be the rows the posterior was fitted on. Throws an ArgumentError if their number differs.
 */
export function leaveOneOut(posterior: ExactPosterior, data: Dataset): RegressionPredictive {
  const state = stateOf(posterior);
  if (state === undefined || state.reduction.observations !== data.x.rows) {
    throw new ArgumentError({
      where: "leaveOneOut",
      problem: `the data must be the ${posterior.observations} rows the posterior was fitted on, got ${data.x.rows} rows`,
      fix: "Pass the training data, unchanged.",
    });
  }
  const scaled = scaleDataset(state.scaler, data);
  const predictive = leaveOneOutFrom({
    y: scaled.y.data,
    weights: scaled.weights,
    ...state.solution.moments(scaled.x),
    noiseVariance: state.noiseVariance,
    integrated: state.integrated,
  });
  return affinePredictive(predictive, [{ shift: state.scaler.y.shift[0]!, scale: state.scaler.y.scale[0]! }]);
}

/** What the leave-one-out formulas need, in the units the network sees. */
export interface LeaveOneOutParts {
  readonly y: Float64Array;
  readonly weights: Float64Array | undefined;
  /** Fitted means and function variances of the rows; variances at noise variance 1 where it is integrated out. */
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** 1 where the noise is integrated out. */
  readonly noiseVariance: number;
  readonly integrated: IntegratedNoise | undefined;
}

/** Leave-one-out predictive distributions from a fit's own means and function variances. */
export function leaveOneOutFrom(parts: LeaveOneOutParts): RegressionPredictive {
  const { y, weights, mean, variance, noiseVariance, integrated } = parts;
  const noise = y.map((_, i) => noiseVariance / (weights?.[i] ?? 1));
  const share = variance.map((value, i) => Math.min(1, value / noise[i]!));
  // Above this share nothing but rounding is left of the rest.
  const open = Array.from(share, (value) => 1 - value < 1e-12);
  const located = y.map((value, i) => (open[i] ? 0 : value - (value - mean[i]!) / (1 - share[i]!)));
  // Variance of the function over that of the noise.
  const spread = share.map((value, i) => (open[i] ? 0 : value / (1 - value)));
  if (integrated === undefined) {
    const scaled = (extra: number) => spread.map((value, i) => Math.sqrt(noise[i]! * (value + extra)));
    return makePredictive({
      observation: openMarginals(normalMarginals(located, scaled(1)), open),
      function: openMarginals(normalMarginals(located, scaled(0)), open),
      aleatoric: noise,
    });
  }
  const shape = integrated.shape - 0.5;
  const scale = y.map((value, i) => {
    const residual = value - mean[i]!;
    const used = open[i] ? 0 : (residual * residual) / (2 * noise[i]! * (1 - share[i]!));
    return Math.max(0, integrated.scale - used);
  });
  const scaled = (extra: number) =>
    spread.map((value, i) => Math.sqrt((scale[i]! / shape) * noise[i]! * (value + extra)));
  return makePredictive({
    observation: openMarginals(studentTMarginals(2 * shape, located, scaled(1)), open),
    function: openMarginals(studentTMarginals(2 * shape, located, scaled(0)), open),
    aleatoric: scale.map((value, i) =>
      shape > 1 ? (value / (shape - 1)) * noise[i]! : Number.POSITIVE_INFINITY,
    ),
  });
}
