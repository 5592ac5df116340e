import type { CheckedHamiltonianOptions } from "./hamiltonianOptions.ts";
import type { Transition } from "./transition.ts";

/** What distinguishes one Hamiltonian sampler from another. */
export interface HamiltonianSampler<Options extends CheckedHamiltonianOptions> {
  /** The name of the method. */
  readonly name: string;
  /** What its notes call it: "NUTS". */
  readonly title: string;
  createTransition(options: Options): Transition;
  /** Doublings of a trajectory at most, where it has any. */
  maxDepth?(options: Options): number;
}
