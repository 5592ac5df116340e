import { paretoSmooth, paretoThreshold } from "../diagnostics/paretoSmooth.ts";
import { checkKeys, checkLength, checkNumber } from "../errors/checks.ts";
import { columnOf, type Matrix } from "../numeric/matrix.ts";
import { exp, log1p, logSumExp } from "../numeric/special.ts";
import { checkLogLikelihood, logMeanExp, type SummedScore, sumOfRows } from "./logLikelihood.ts";

/** Options of {@link looEstimate}. */
export interface LooOptions {
  /** Effective draws per draw of every row [n], as {@link relativeEfficiency} finds them for chains. Default 1. */
  readonly relativeEfficiency?: ArrayLike<number>;
}

/** Leave-one-out cross-validation from one fit, by importance sampling: plain JSON but for its arrays. */
export interface LooEstimate {
  /** Sum over rows of log p(y_i | other rows), in nats. */
  readonly elpd: SummedScore;
  /** Effective number of parameters: how much better rows are predicted that have been seen. */
  readonly pLoo: SummedScore;
  /** The estimate of every row [n], with its Monte Carlo standard error and the effective number of draws behind it. */
  readonly pointwise: {
    readonly elpd: Float64Array;
    readonly standardError: Float64Array;
    readonly ess: Float64Array;
    /** Shape of the tail of the importance ratios; null where the largest are equal and there is no tail. */
    readonly k: readonly (number | null)[];
  };
  /** Above this k the estimate of a row is not to be trusted. */
  readonly threshold: number;
  /** Rows whose k is above it: they would have to be left out and fitted without. */
  readonly unreliable: readonly number[];
  /** The log weights of the draws for every row left out [n, S], each row adding up to 1 in exp. */
  readonly logWeights: readonly Float64Array[];
}

/**
 * PSIS-LOO from log likelihoods [S, n] of draws of the posterior: the draws are weighted by 1/p(y_i | theta_s), Pareto
 * smoothed, as if row i had not been seen:
 *   elpd_i = log sum_s w_s p(y_i | theta_s).
 * The standard error of a row's estimate is by the delta method for a log normal, sqrt(log(1 + v/m^2)/r).
 * Vehtari, Gelman & Gabry (2017), Statistics and Computing 27; Vehtari et al. (2024), JMLR 25(72).
 *
 * Throws an ArgumentError where a log likelihood is not finite or an efficiency not positive, a ShapeError unless there is one
 * for each row.
 */
export function looEstimate(logLikelihood: Matrix, options: LooOptions = {}): LooEstimate {
  const where = "looEstimate";
  checkKeys(where, options, ["relativeEfficiency"]);
  checkLogLikelihood(where, logLikelihood);
  const { rows: draws, cols: rows } = logLikelihood;
  const { relativeEfficiency } = options;
  if (relativeEfficiency !== undefined) {
    checkLength(where, "relativeEfficiency", relativeEfficiency, rows, "one per row");
  }
  const vector = () => new Float64Array(rows);
  const [elpd, pLoo, standardError, ess] = [vector(), vector(), vector(), vector()];
  const k: (number | null)[] = [];
  const logWeights: Float64Array[] = [];
  for (let i = 0; i < rows; i++) {
    const effective = checkNumber(where, `relativeEfficiency[${i}]`, relativeEfficiency?.[i] ?? 1, {
      above: 0,
    });
    const values = columnOf(logLikelihood, i);
    const smoothed = paretoSmooth(
      values.map((value) => -value),
      { effective },
    );
    const weights = smoothed.logWeights;
    const estimate = logSumExp(values.map((value, s) => value + weights[s]!));
    elpd[i] = estimate;
    pLoo[i] = logMeanExp(values) - estimate;
    standardError[i] = Math.sqrt(log1p(relativeVariance(values, weights, estimate)) / effective);
    ess[i] = smoothed.ess;
    k.push(smoothed.k);
    logWeights.push(weights);
  }
  const threshold = paretoThreshold(draws);
  return {
    elpd: sumOfRows(elpd),
    pLoo: sumOfRows(pLoo),
    pointwise: { elpd, standardError, ess, k },
    threshold,
    unreliable: k.flatMap((value, i) => (value !== null && value > threshold ? [i] : [])),
    logWeights,
  };
}

/** Variance of the weighted mean of the densities, over its square. */
function relativeVariance(values: Float64Array, logWeights: Float64Array, estimate: number): number {
  return values.reduce((sum, value, s) => {
    const term = exp(logWeights[s]!) * (exp(value - estimate) - 1);
    return sum + term * term;
  }, 0);
}
