import { meanOf } from "../numeric/mean.ts";
import { exp, log } from "../numeric/special.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";
import type { SampleMoments } from "./jackknife.ts";

/** Mean and standard deviation of f, prediction by prediction. */
export const functionMoments = ({ mean, epistemic }: RegressionPredictive): SampleMoments => ({
  mean,
  sd: epistemic.map(Math.sqrt),
});

/** Means and standard deviations beside others, in units of the first standard deviation. */
export interface MomentComparison {
  readonly biases: Float64Array;
  readonly ratios: Float64Array;
  /** Root mean square of the biases. */
  readonly bias: number;
  /** Geometric mean of the ratios; 0 where one of them is. */
  readonly ratio: number;
}

/** Draws that agree have a variance of rounding errors. */
const ROUNDING = 1e-8;

/** The moments of f under an approximation beside the true ones. */
export function compareMoments(truth: SampleMoments, other: SampleMoments): MomentComparison {
  const biases = other.mean.map((mean, i) => (mean - truth.mean[i]!) / truth.sd[i]!);
  const ratios = other.sd.map((sd, i) => {
    const ratio = sd / truth.sd[i]!;
    return ratio < ROUNDING ? 0 : ratio;
  });
  return {
    biases,
    ratios,
    bias: Math.sqrt(meanOf(biases.map((value) => value * value))),
    ratio: ratios.includes(0) ? 0 : exp(meanOf(ratios.map(log))),
  };
}
