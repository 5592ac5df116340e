import { minimise } from "../map/minimise.ts";
import type { Run } from "../method.ts";
import { initialise } from "../parts/initialise.ts";
import type { WhitenedTarget } from "../parts/whitenedTarget.ts";
import { type Measured, measure } from "./measure.ts";

/** Where a chain starts. */
export interface ChainStart {
  /** z at the mode that was found [size]; the start itself is where the position is now. */
  readonly mode: Float64Array;
  readonly measured: Measured;
  /** What it took, in gradients of all rows. */
  readonly gradients: number;
}

/** Iterations of L-BFGS towards a mode. */
export const START = { kind: "lbfgs", iterations: 500, memory: 10, tolerance: 1e-6 } as const;

/** The name that the checkpoints of this stage have, when that of the chain is given. */
export const startName = (name: string): string => `${name} start`;

/**
 * Moves to where a chain starts: a mode found from the initialisation of the network, then normal noise as wide as the
 * posterior is in its narrowest direction. Throws a NumericError where the posterior is not finite.
 */
export async function chainStart(
  where: string,
  white: WhitenedTarget,
  batch: number,
  run: Run,
  name: string,
): Promise<ChainStart> {
  const { target, position, size } = white;
  const { rng } = run;
  target.parameters.view.set(initialise(target.compiled, rng.fork("initialise"), new Float64Array(size)));
  const found = await minimise(target, START, run, startName(name));
  white.moveTo(found.parameters);
  const mode = Float64Array.from(position.view);
  const measured = measure(where, white, batch, rng.fork("measured"));
  const width = 1 / Math.sqrt(Math.max(1, measured.curvature));
  const jitter = rng.fork("jitter").fillNormal(new Float64Array(size));
  const z = position.view;
  for (let j = 0; j < size; j++) z[j] = z[j]! + width * jitter[j]!;
  return { mode, measured, gradients: found.gradients + measured.gradients };
}
