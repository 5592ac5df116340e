import type { NetworkLoss } from "../numeric/kernels/networkSpec.ts";
import type { Reals } from "../numeric/kernels/special.ts";
import type { Matrix } from "../numeric/matrix.ts";
import type { Rng } from "../random/rng.ts";

/** Rows of data beside what the network gave for them. Row r of the block is row order[start + r] of the data. */
export interface LossBlock {
  /** Outputs of the network; those of row r of the block begin at (at + r) O. */
  readonly outputs: Reals;
  readonly at: number;
  /** Targets [N, t] of all rows of the data, as the network sees them. */
  readonly targets: Reals;
  /** Weights [N] of all rows. */
  readonly weights: Reals;
  readonly order: Uint32Array;
  readonly start: number;
  readonly count: number;
  /** A factor on everything: N/B for a batch that stands for all rows. */
  readonly scale: number;
}

/** A parameter of the likelihood itself: the logarithm of a noise standard deviation, for instance. */
export interface OwnParameter {
  readonly name: string;
  /** Where optimisers start. */
  readonly start: number;
  /** Centre and scale of its prior, for methods that need a unit. */
  readonly priorMean: number;
  readonly priorScale: number;
  /** log prior density and its slope. */
  logDensity(value: number): number;
  slope(value: number): number;
  /** A draw from its prior. */
  sample(rng: Rng): number;
}

/**
 * How observations depend on the outputs of a network. Weights of rows: for real targets row n has noise variance
 * sigma^2 / w_n (of the square of the scale, for Student t); for classes and counts its log likelihood counts w_n times.
 */
export interface Likelihood {
  /** Number of outputs O of the network. */
  readonly outputs: number;
  /** Number of targets t. */
  readonly targets: number;
  /** Whether targets are real numbers that may be standardised. */
  readonly real: boolean;
  /** The parameters of the likelihood [P], inferred with those of the network; often none. */
  readonly own: readonly OwnParameter[];
  /**
   * Adds up scale x (-log p(y_n | f_n, own)) over the block and returns it, with every constant of the density (training
   * tricks such as label smoothing change it as documented). Writes its gradient by the outputs to `outputGradients`,
   * laid out as the outputs, and adds that by the own parameters to `ownGradient` [P].
   */
  addRows(block: LossBlock, own: Reals, outputGradients: Reals, ownGradient: Float64Array): number;
  /**
   * The loss of the kernels whose value and gradient are those of `addRows` up to a constant, given the noise precisions;
   * absent where there is none (own parameters, or a loss the kernels do not have, or weights that mean something else).
   */
  readonly fused?: { readonly loss: NetworkLoss; readonly precisions: readonly number[] };
  /** Throws a DataError naming the row where targets [N, t] are not what the likelihood speaks of. */
  checkTargets(targets: Matrix): void;
}
