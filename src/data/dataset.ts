import type { Matrix } from "../numeric/matrix.ts";

/**
 * Inputs and targets of n observations.
 *
 * `weights` are precision weights: row i has noise variance sigma^2 / weights[i]. A target of classes is stored as
 * the class index (0 ... classes.length - 1).
 */
export interface Dataset {
  /** Inputs [n, d]. */
  readonly x: Matrix;
  /** Targets [n, t]: real numbers, counts, or a class index. */
  readonly y: Matrix;
  /** Precision weights [n], positive; absent means 1 for every row. */
  readonly weights?: Float64Array;
  /** Names of the d inputs. */
  readonly featureNames: readonly string[];
  /** Names of the t targets. */
  readonly targetNames: readonly string[];
  /** Names of the classes, when the target is a class. */
  readonly classes?: readonly string[];
}
