import type { KernelVector } from "../../numeric/kernels/workspace.ts";

/** A density that Hamiltonian dynamics move over: U = -log density, up to a constant, of any point. */
export interface Density {
  /** Number of coordinates. */
  readonly size: number;
  /** Where U is asked for [size]; set by the caller. */
  readonly position: KernelVector;
  /** The gradient of U [size] that the last call left. */
  readonly gradient: KernelVector;
  /** U at the position, with its gradient. Not finite where the density is zero. */
  potential(): number;
  /** The same at any position [size], with its gradient [size] written: for densities that are no kernels. */
  readonly evaluate?: (position: Float64Array, gradient: Float64Array) => number;
}

/** A density whose points stand for draws: the parameters of a model, or what a user asked for. */
export interface SampledDensity extends Density {
  /** Numbers of a draw. */
  readonly width: number;
  /** Writes the draw at the position into `out` [width]. */
  drawInto(out: Float64Array): void;
}
