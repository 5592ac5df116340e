import type { Matrix } from "../../numeric/matrix.ts";
import type { Rng } from "../../random/rng.ts";

/**
 * The exact posterior of a linear model with known variances, whichever way it was solved: phi ~ N(mean, Lambda^-1),
 * with Lambda = H'H/sigma^2 + P0 (mathematically the same for every solver; their rounding differs).
 */
export interface LinearSolution {
  /** Name of the solver, for notes and tests. */
  readonly solver: SolverName;
  /** Number of parameters D. */
  readonly size: number;
  /** Posterior mean [D]. */
  readonly mean: Float64Array;
  /** log p(y) of the data as they came to the solver; restricted where the prior is flat. */
  readonly logEvidence: number;
  /** Weighted residual sum of squares of the posterior mean. */
  readonly residualSquares: number;
  /** (mean - m0)' P0 (mean - m0). */
  readonly priorSquares: number;
  /** Effective number of parameters: trace(H'H Lambda^-1)/sigma^2 = D - trace(P0 Lambda^-1). */
  effectiveParameters(): number;
  /** Posterior variance of every parameter [D]. */
  variances(): Float64Array;
  /** Lambda^-1 [D, D]. */
  covariance(): Matrix;
  /** Means and variances of f at the rows of x, which the network sees. */
  moments(x: Matrix): { readonly mean: Float64Array; readonly variance: Float64Array };
  /**
   * Means and variances of the averages of f over groups of `group` consecutive rows of x: averages of features are
   * features too. Absent for "banded", which has no features.
   */
  averages?(x: Matrix, group: number): { readonly mean: Float64Array; readonly variance: Float64Array };
  /** Writes f(x) for the given parameters into `out` [n]. */
  evaluate(parameters: Float64Array, x: Matrix, out: Float64Array): void;
  /** A draw from N(0, Lambda^-1), written into `out` [D]: the deviation of a posterior draw from the mean. */
  deviation(rng: Rng, out: Float64Array): void;
  /** log |Lambda|. */
  readonly logDeterminant: number;
  /** (phi - mean)' Lambda (phi - mean). */
  quadratic(parameters: Float64Array): number;
}

/** The ways a linear model is solved. */
export type SolverName = "cholesky" | "qr" | "dual" | "banded";

/**
 * log p(y) from the parts of it: -1/2 [(N - flat) log 2 pi + N log sigma^2 - log |P0| + log |Lambda| + quadratic],
 * plus half the logarithms of the precision weights.
 */
export interface EvidenceParts {
  readonly observations: number;
  readonly logWeights: number;
  readonly flat: number;
  readonly noiseVariance: number;
  readonly logPrior: number;
  readonly logDeterminant: number;
  readonly quadratic: number;
}
