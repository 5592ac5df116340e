import { FormatError } from "../../errors/errors.ts";
import { minimise } from "../map/minimise.ts";
import type { Run } from "../method.ts";
import { initialise } from "../parts/initialise.ts";
import type { WhitenedTarget } from "../parts/whitenedTarget.ts";
import { stages } from "../stages.ts";
import { type Measured, measure } from "./measure.ts";

/** Where a chain starts, as plain JSON: it is kept in checkpoints. */
export interface ChainStart {
  /** z at the mode that was found [size]. */
  readonly mode: readonly number[];
  /** The start itself, near the mode [size]. */
  readonly position: readonly number[];
  readonly measured: Measured;
  /** What it took, in gradients of all rows. */
  readonly gradients: number;
}

/** Iterations of L-BFGS towards a mode. */
const START = { kind: "lbfgs", iterations: 500, memory: 10, tolerance: 1e-6 } as const;

/** A chain that has its start, and the run of its steps. */
export interface StartedChain {
  readonly start: ChainStart;
  readonly sampling: Run;
}

/**
 * The start of a chain of so many steps, found or as a checkpoint kept it: the first of the two stages of a run, of which the
 * second are the steps. Errors as of the search for a mode, and a FormatError for a checkpoint without a start.
 */
export async function startChain(
  where: string,
  white: WhitenedTarget,
  batch: number,
  run: Run,
  name: string,
  steps: number,
): Promise<StartedChain> {
  const stage = stages(run, name, START.iterations + steps);
  const search = { before: 0, size: START.iterations };
  const start =
    stage.first === 0
      ? await chainStart(where, white, batch, stage.run(0, search), name)
      : keptStart(stage.found, white.size);
  return { start, sampling: stage.run(1, { before: START.iterations, size: steps }, start) };
}

/**
 * Finds where a chain starts: a mode, from the initialisation of the network, and beside it normal noise as wide as the
 * posterior is in its narrowest direction. Throws a NumericError where the posterior is not finite.
 */
async function chainStart(
  where: string,
  white: WhitenedTarget,
  batch: number,
  run: Run,
  name: string,
): Promise<ChainStart> {
  const { target, position, size } = white;
  const { rng } = run;
  target.parameters.view.set(initialise(target.compiled, rng.fork("initialise"), new Float64Array(size)));
  const found = await minimise(target, START, run, name);
  white.moveTo(found.parameters);
  const mode = Array.from(position.view);
  const measured = measure(where, white, batch, rng.fork("measured"));
  const width = 1 / Math.sqrt(Math.max(1, measured.curvature));
  const jitter = rng.fork("jitter").fillNormal(new Float64Array(size));
  return {
    mode,
    position: mode.map((value, j) => value + width * jitter[j]!),
    measured,
    gradients: found.gradients + measured.gradients,
  };
}

/** The start that a checkpoint holds. Throws a FormatError where it is none of so many parameters. */
function keptStart(found: unknown, size: number): ChainStart {
  const { mode, position, measured, gradients } = (found ?? {}) as Partial<ChainStart>;
  const isVector = (list: unknown) =>
    Array.isArray(list) && list.length === size && list.every((value) => Number.isFinite(value));
  const numbers = [measured?.curvature, measured?.noise, measured?.gradients, gradients];
  if (isVector(mode) && isVector(position) && numbers.every(Number.isFinite)) return found as ChainStart;
  throw new FormatError({
    where: "resume",
    problem: `the checkpoint must hold the start of a chain of ${size} parameters`,
    fix: "Start anew without it.",
  });
}
