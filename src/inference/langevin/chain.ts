import { NumericError } from "../../errors/errors.ts";
import type { Target } from "../../model/target.ts";
import type { Workspace } from "../../numeric/kernels/workspace.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import { bulkRandom } from "../../random/bulkRandom.ts";
import { startChain } from "../chains/chainStart.ts";
import { type Measured, measure } from "../chains/measure.ts";
import { type Checkpoint, checkpointNumber, checkpointTensor, resumedRun } from "../checkpoint.ts";
import { drive } from "../driver.ts";
import type { Run } from "../method.ts";
import { whitenedTarget } from "../parts/whitenedTarget.ts";
import type { Whitening } from "../parts/whitening.ts";
import { controlledEstimate, gradientEstimate } from "./gradientEstimate.ts";
import type { CheckedLangevinOptions } from "./langevinOptions.ts";
import type { Pace } from "./move.ts";
import type { Sampler } from "./sampler.ts";
import { stepPlan } from "./stepPlan.ts";

/** What one chain gives. */
export interface Chain {
  /** Parameter vectors [draws, size] in the order they were drawn. */
  readonly draws: Matrix;
  /** The pace at the end, before the schedule's factor. */
  readonly pace: Pace;
  /** What was computed, in gradients of all rows, the search for the start included. */
  readonly gradients: number;
}

/** What a chain samples, and how. */
export interface ChainProblem<Options extends CheckedLangevinOptions> {
  readonly workspace: Workspace;
  readonly target: Target;
  readonly whitening: Whitening;
  readonly sampler: Sampler<Options>;
  readonly options: Options;
  /** Rows per step. */
  readonly batch: number;
}

/** How often the posterior is measured again within the burn-in. */
const MEASURES = 4;

/**
 * Runs one chain in whitened coordinates, from its start or from the run's checkpoint: the same bytes follow from the run's
 * stream. Throws a NumericError naming step, step size and norm when the chain leaves the finite numbers, with the last
 * good parameters in its details.
 */
export async function runChain<Options extends CheckedLangevinOptions>(
  problem: ChainProblem<Options>,
  run: Run,
  name: string,
): Promise<Chain> {
  const { workspace, target, sampler, options, batch } = problem;
  const { rng } = run;
  const { size } = target;
  const white = whitenedTarget(workspace, target, problem.whitening);
  const { position } = white;
  const plan = stepPlan(options, options.draws);
  const period = Math.max(1, Math.floor(plan.settled / MEASURES));
  const draws = createMatrix(plan.keep.length, size);
  const { start, sampling } = await startChain(sampler.name, white, batch, run, name, options.steps);
  const resumed = resumedRun(sampling.checkpoints, name, options.steps);
  position.view.set(start.position);
  const move = sampler.createMove(options)(workspace, white, bulkRandom(rng.fork("noise")));
  const batches = rng.fork("batches");
  const estimate = options.controlVariates
    ? controlledEstimate(white, batch, batches, start.mode)
    : gradientEstimate(white, batch, batches);
  let gradients = start.gradients;
  let kept = 0;
  let pace = resumed === undefined ? choosePace(firstMeasured()) : restore(resumed);

  /** Moves without a preconditioner start with what was measured at the mode. */
  function firstMeasured(): Measured {
    return move.root === undefined ? start.measured : measureHere("start");
  }

  function choosePace(measured: Measured): Pace {
    const chosen = sampler.pace(measured, options);
    return { ...chosen, size: options.stepSize ?? chosen.size };
  }

  /** The posterior where the chain is, for the move as it is. */
  function measureHere(label: string): Measured {
    const measured = measure(sampler.name, white, batch, rng.fork(label), move.root?.());
    gradients += measured.gradients;
    return measured;
  }

  /**
   * Measures the posterior where the burn-in has come to: steps become shorter where it is more curved than at the start, and
   * follow a preconditioner both ways.
   */
  function adapt(k: number): void {
    if (options.stepSize !== undefined) return;
    const found = choosePace(measureHere(`measured at ${k}`));
    if (move.root !== undefined || found.size < pace.size) pace = found;
    // The gradient that was here, for moves that carry it on.
    white.potential();
  }

  function restore(found: Checkpoint): Pace {
    position.view.set(checkpointTensor(found, "position", size));
    gradients = checkpointNumber(found, "gradients");
    for (const [key, vector] of Object.entries(move.carried)) {
      vector.view.set(checkpointTensor(found, `carried ${key}`, size));
    }
    while (kept < plan.keep.length && plan.keep[kept]! < found.step) kept += 1;
    draws.data.set(checkpointTensor(found, "draws", kept * size));
    if (found.step > plan.settled) move.settle?.();
    return { size: checkpointNumber(found, "size"), friction: checkpointNumber(found, "friction") };
  }

  function checkpoint(done: number): Checkpoint {
    const carried = Object.entries(move.carried).map(
      ([key, { view }]) => [`carried ${key}`, Float64Array.from(view)] as const,
    );
    const arrays: (readonly [string, Float64Array])[] = [
      ["position", Float64Array.from(position.view)],
      ["draws", draws.data.slice(0, kept * size)],
      ...carried,
    ];
    return {
      format: "credence-checkpoint",
      version: 1,
      run: name,
      step: done,
      values: { ...pace, gradients },
      tensors: Object.fromEntries(arrays.map(([key, data]) => [key, { shape: [data.length], data }])),
    };
  }

  function failure(k: number, stepSize: number): NumericError {
    const good = new Float64Array(size);
    if (kept > 0) good.set(draws.data.subarray((kept - 1) * size, kept * size));
    else {
      position.view.set(start.mode);
      white.parametersInto(good);
    }
    const norm = Math.sqrt(good.reduce((sum, value) => sum + value * value, 0));
    return new NumericError({
      where: sampler.name,
      problem: `the chain must stay finite, it does not at step ${k + 1} with step size ${stepSize.toPrecision(3)}; the last good parameters have norm ${norm.toPrecision(3)}`,
      fix: "Use a smaller stepSize, or standardise the data.",
      details: { step: k, stepSize, parameterNorm: norm, parameters: good },
    });
  }

  function keepDraw(): boolean {
    const draw = draws.data.subarray(kept * size, (kept + 1) * size);
    white.parametersInto(draw);
    if (!draw.every(Number.isFinite)) return false;
    kept += 1;
    return true;
  }

  function step(k: number): void {
    if (k > 0 && k <= plan.settled && k % period === 0) adapt(k);
    if (k === plan.settled) move.settle?.();
    const stepSize = pace.size * plan.factor(k);
    const value = move.step(
      k,
      { ...pace, size: stepSize },
      plan.explores(k) ? 0 : options.temperature,
      () => {
        gradients += estimate.cost;
        return estimate.at(k);
      },
    );
    if (Number.isFinite(value) && (plan.keep[kept] !== k || keepDraw())) return;
    if (options.stepSize !== undefined || k >= plan.settled) throw failure(k, stepSize);
    retreat();
  }

  /**
   * Goes back to the start with a quarter of the step size: the posterior is more curved where the chain went than where it
   * was measured.
   */
  function retreat(): void {
    pace = { ...pace, size: pace.size / 4 };
    position.view.set(start.position);
    move.rest?.();
  }

  const { checkpoints } = sampling;
  await drive(sampling, "sampling", options.steps, step, {
    from: resumed?.step ?? 0,
    ...(checkpoints && { keep: (done: number) => checkpoints.save(checkpoint(done)) }),
  });
  return { draws, pace, gradients };
}
