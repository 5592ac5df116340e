import type { BulkRandom } from "../../numeric/kernels/random.ts";
import type { KernelVector, Workspace } from "../../numeric/kernels/workspace.ts";
import type { WhitenedTarget } from "../parts/whitenedTarget.ts";

/** How fast a chain goes. */
export interface Pace {
  /** The step size eps, or h where it is a time. */
  readonly size: number;
  /** The friction eta of a step or gamma of a unit of time; 0 for samplers without momentum. */
  readonly friction: number;
}

/** What a sampler does with gradients: its state beside the position, and one step. */
export interface Move {
  /** What it carries from step to step: kept in checkpoints. */
  readonly carried: Readonly<Record<string, KernelVector>>;
  /**
   * Step k, counted from 0, at a pace and a temperature (0: without noise). `gradient` computes the gradient of U at the
   * position and returns U. Returns a U that was computed on the way.
   */
  step(k: number, pace: Pace, temperature: number, gradient: () => number): number;
  /** The square roots [size] of the diagonal that gradients are multiplied by, where there is one. */
  root?(): Float64Array;
  /** Called where the chain is put back to its start: forgets where it was going. */
  rest?(): void;
  /** Called once, when the burn-in ends: nothing adapts from here on. */
  settle?(): void;
}

/** Makes the move of one chain; its noise at step k are numbers k size ... of the stream. */
export type CreateMove = (workspace: Workspace, white: WhitenedTarget, random: BulkRandom) => Move;
