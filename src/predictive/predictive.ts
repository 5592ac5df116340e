import type { Matrix } from "../numeric/matrix.ts";
import type { Rng } from "../random/rng.ts";

/**
 * Which of the two distributions is meant: that of the function value f(x) alone (epistemic uncertainty), or that of
 * an observation y = f(x) + noise (epistemic and aleatoric uncertainty together, equation 9.12).
 */
export type Of = "function" | "observation";

/** Lower and upper ends, one pair per prediction. */
export interface Interval {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * The predictive distributions of n rows of inputs and t real targets: what every method of inference returns.
 *
 * All arrays are [n, t], row after row, so plain [n] for one target; values are in the units of y. Whatever takes
 * `of` speaks of an observation unless told otherwise. Arrays are not to be written to.
 *
 * Methods throw a ShapeError if y has not one number per prediction, an ArgumentError for a NaN in y, for p or a level
 * outside (0, 1), and for an unknown `of`.
 */
export interface RegressionPredictive {
  readonly kind: "regression";
  /** Name of the family of the observation distribution: "normal", "student-t", "mixture", ... */
  readonly family: string;
  /** Whether observations are isolated values such as counts, so that `logProb` is a log probability. Default false. */
  readonly discrete?: boolean;
  /** Number of rows n. */
  readonly size: number;
  /** Number of targets t. */
  readonly targets: number;
  /** Mean of an observation; NaN where it does not exist (Student t, df <= 1). */
  readonly mean: Float64Array;
  /** Variance of an observation: epistemic + aleatoric; Infinity where it is not finite (Student t, df <= 2). */
  readonly variance: Float64Array;
  /** Standard deviation of an observation. */
  readonly std: Float64Array;
  /** Variance over the parameters of the expected observation: what more data would reduce. */
  readonly epistemic: Float64Array;
  /** Expected variance of an observation given the parameters: what no amount of data would reduce. */
  readonly aleatoric: Float64Array;
  /** mean -+ k standard deviations; not finite where the variance is infinite (Student t, df <= 2): use `interval`. */
  band(k: number, of?: Of): Interval;
  /** The central interval that holds a share `level` of the distribution, e.g. 0.9. */
  interval(level: number, of?: Of): Interval;
  /** The smallest values with P(Y <= value) >= p. */
  quantile(p: number, of?: Of): Float64Array;
  /** P(Y <= y) at the observed y: the probability integral transform. */
  cdf(y: ArrayLike<number>, of?: Of): Float64Array;
  /**
   * log density of y, or log probability of a count, per prediction; in nats, with y in its own units. Of a point mass:
   * +Infinity or -Infinity.
   */
  logProb(y: ArrayLike<number>, of?: Of): Float64Array;
  /** Continuous ranked probability score of y, per prediction; in units of y, smaller is better. */
  crps(y: ArrayLike<number>, of?: Of): Float64Array;
  /** Joint draws of observations [draws, n t]: rows share the parameters of their draw where the method knows them. */
  sample(draws: number, rng: Rng): Matrix;
  /** Joint draws of the function [draws, n t]; absent where only marginal distributions are known. */
  functionDraws?(draws: number, rng: Rng): Matrix;
}

/**
 * The predictive distributions of n rows over K classes. Throws as {@link RegressionPredictive} does; y holds class
 * indices, counted from 0.
 */
export interface ClassificationPredictive {
  readonly kind: "classification";
  /** Number of rows n. */
  readonly size: number;
  /** Names of the K classes. */
  readonly classes: readonly string[];
  /** Predictive probabilities [n, K]: averaged over the parameters. */
  readonly probabilities: Matrix;
  /** Index of the most probable class [n]; the first of equals. */
  readonly mode: Uint32Array;
  /** Entropy of the predictive probabilities [n], in nats: total uncertainty. */
  readonly entropy: Float64Array;
  /** Expected entropy given the parameters [n]: the aleatoric part. */
  readonly expectedEntropy: Float64Array;
  /** entropy - expectedEntropy, at least 0 [n]: information about the parameters in an observation, the epistemic part. */
  readonly mutualInformation: Float64Array;
  /** log probability of the observed classes [n]. */
  logProb(y: ArrayLike<number>): Float64Array;
  /** Joint draws of observations [draws, n]: class indices, rows sharing the parameters of their draw. */
  sample(draws: number, rng: Rng): Matrix;
}

/** What a posterior predicts: real targets and counts, or classes. */
export type Predictive = RegressionPredictive | ClassificationPredictive;
