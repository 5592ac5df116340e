import type { Matrix } from "../numeric/matrix.ts";

/**
 * A network that is linear in its parameters: f(x) = sum_j parameter_j h_j(x). The last feature is the constant 1,
 * so the last parameter is the bias.
 */
export interface LinearNetwork {
  /** Number of inputs d. */
  readonly inputs: number;
  /** Number of features and parameters D, the bias included. */
  readonly size: number;
  /** Writes the features of rows `from` (included) to `to` (excluded) of x [n, d] into `out` [to - from, D]. */
  featuresInto(x: Matrix, from: number, to: number, out: Float64Array): void;
  /** Present for the shallow network with fixed joints on one input: what its linear-time solver needs. */
  readonly piecewise?: { readonly joints: Float64Array; readonly slopes: Float64Array };
}
