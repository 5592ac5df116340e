import { meanAndVariance } from "../diagnostics/meanAndVariance.ts";
import { columnOf, type Matrix } from "../numeric/matrix.ts";
import { checkLogLikelihood, logMeanExp, type SummedScore, sumOfRows } from "./logLikelihood.ts";

/** The widely applicable information criterion, on the scale of a log score. */
export interface Waic {
  /** Sum over rows of log p(y_i) less its penalty, in nats; larger is better. -2 times it is "WAIC". */
  readonly elpd: SummedScore;
  /** Sum of the penalties: an effective number of parameters. */
  readonly pWaic: SummedScore;
  /** The estimate of every row [n]. */
  readonly pointwise: Float64Array;
  /** Rows with a penalty above 0.4: WAIC is then not to be trusted, and {@link looEstimate} says how far it is. */
  readonly unreliable: readonly number[];
}

const LARGEST_PENALTY = 0.4;

/**
 * WAIC from log likelihoods [S, n] of draws of the posterior: elpd_i = log mean_s p(y_i | theta_s) - var_s log p(y_i | theta_s).
 * Watanabe (2010), JMLR 11; the bound of 0.4 from Vehtari, Gelman & Gabry (2017).
 * Throws an ArgumentError where a log likelihood is not finite.
 */
export function waic(logLikelihood: Matrix): Waic {
  checkLogLikelihood("waic", logLikelihood);
  const columns = Array.from({ length: logLikelihood.cols }, (_, i) => columnOf(logLikelihood, i));
  const penalties = Float64Array.from(columns, (values) => meanAndVariance(values).variance);
  const pointwise = penalties.map((penalty, i) => logMeanExp(columns[i]!) - penalty);
  return {
    elpd: sumOfRows(pointwise),
    pWaic: sumOfRows(penalties),
    pointwise,
    unreliable: Array.from(penalties.keys()).filter((i) => penalties[i]! > LARGEST_PENALTY),
  };
}
