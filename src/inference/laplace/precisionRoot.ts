import type { Tensor } from "../savedPosterior.ts";

/**
 * A root R of the covariance R R' = (s H + diag(t))^-1 of M whitened parameters z = sqrt(prior precision) (w - mode), where
 * H is the Gauss-Newton matrix in these units, s a factor on it (of the noise) and t factors on the prior precision.
 */
export interface PrecisionRoot {
  /** M. */
  readonly size: number;
  /** log det(s H + diag(t)). */
  readonly logDeterminant: number;
  /** The diagonal of the covariance [M]. */
  variances(): Float64Array;
  /** R e for standard normal numbers e [M], into `out`. */
  draw(e: Float64Array, out: Float64Array): void;
  /** R'h in place of every row h of [count, M]: the variance of h'z is the sum of squares of what stands there then. */
  project(count: number, rows: Float64Array): void;
  /** z'(s H + diag(t)) z for whitened parameters z [M]. */
  squareLength(z: Float64Array): number;
  /** Everything to make it again. */
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** The Gauss-Newton matrix of a structure, as far as it is kept. */
export interface Curvature {
  /**
   * The root for a factor on the matrix and factors on the prior precision [M], which are the same within a layer. Throws a
   * NumericError where the precision is not positive definite.
   */
  root(scale: number, prior: Float64Array): PrecisionRoot;
}

/** Takes the rows of a data set, a block at a time, and gives the matrix in the end. */
export interface CurvatureSum {
  /**
   * Adds b'b for rows b [count, M], whitened derivatives times the root of the curvature by the outputs, O for each row
   * of data; `features` [rows, F] are those of these rows of data.
   */
  add(count: number, rows: Float64Array, features: Float64Array): void;
  finish(): Curvature;
}
