import type { Measured } from "../chains/measure.ts";
import type { CheckedLangevinOptions } from "./langevinOptions.ts";
import type { CreateMove, Pace } from "./move.ts";

/** What distinguishes one sampler of the Langevin family from another. */
export interface Sampler<Options extends CheckedLangevinOptions> {
  /** The name of the method. */
  readonly name: string;
  /** The options it knows. */
  readonly keys: readonly string[];
  /** What its notes call it: "SGLD". */
  readonly title: string;
  /** Up to so many rows every step reads all of them unless a batch is given. */
  readonly fullBatch: number;
  createMove(options: Options): CreateMove;
  /** The pace where no step size is given. */
  pace(measured: Measured, options: Options): Pace;
  /** What a reader should know about these options beyond the settings. */
  warn?(options: Options): readonly { readonly code: string; readonly message: string }[];
}
