import type { Reals } from "../numeric/kernels/special.ts";
import type { Rng } from "../random/rng.ts";

/** The prior of the parameters of a network: independent, one density for every parameter. */
export interface Prior {
  /** Number of parameters D. */
  readonly size: number;
  /** Centres of the densities [D]. */
  readonly mean: Float64Array;
  /**
   * The natural unit of every parameter [D]: the standard deviation of a normal, the scale of another density, Infinity
   * where the prior is flat. Methods use it to bring parameters to a common unit.
   */
  readonly scale: Float64Array;
  /** Precisions 1/variance [D], 0 where flat; present only if every density is normal. */
  readonly precision?: Float64Array;
  /** log density of a parameter vector [D]; flat parameters count for nothing. */
  logDensity(parameters: Reals): number;
  /**
   * Adds the gradient of -log density to `gradient` [D] and returns -log density: what is to become small.
   * Where a density has a kink (|w| at 0) the slope there is 0.
   */
  addGradient(parameters: Reals, gradient: Reals): number;
  /** A draw, written into `out` [D] and returned. Throws an ArgumentError where the prior is flat. */
  sample(rng: Rng, out: Float64Array): Float64Array;
}
