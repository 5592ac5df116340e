import { NumericError } from "../../errors/errors.ts";
import type { Target } from "../../model/target.ts";
import {
  type Checkpoint,
  checkpointBlocks,
  checkpointNumber,
  checkpointTensor,
  resumedRun,
} from "../checkpoint.ts";
import { drive } from "../driver.ts";
import type { Note, Run } from "../method.ts";
import { createLbfgs, type Lbfgs, type LbfgsState } from "../parts/lbfgs.ts";
import type { LbfgsSpec } from "./mapOptions.ts";

/** Where a minimisation ended. */
export interface Minimum {
  readonly parameters: Float64Array;
  /** U after every iteration. */
  readonly trace: Float64Array;
  /** Gradients of all rows that were computed. */
  readonly gradients: number;
  readonly notes: readonly Note[];
}

/**
 * Minimises U over all rows by L-BFGS in units of the prior's scales, from the parameters that the target holds, or from
 * the checkpoint of the run of this name. It needs no random numbers and takes as long as few epochs do.
 * Throws a NumericError where U is not finite at the start.
 */
export async function minimise(
  target: Target,
  options: Required<LbfgsSpec>,
  run: Run,
  name: string,
): Promise<Minimum> {
  const { size, parameters, gradient, compiled } = target;
  const { prior, form } = compiled;
  const unit = new Float64Array(size).fill(1);
  for (let j = 0; j < form.size; j++) if (Number.isFinite(prior.scale[j])) unit[j] = prior.scale[j]!;
  const resumed = resumedRun(run.checkpoints, name, options.iterations);
  const from = resumed?.step ?? 0;
  const lbfgs = createLbfgs(
    (at, slope) => {
      const [p, g] = [parameters.view, gradient.view];
      for (let j = 0; j < size; j++) p[j] = at[j]! * unit[j]!;
      const value = target.potential();
      for (let j = 0; j < size; j++) slope[j] = g[j]! * unit[j]!;
      return value;
    },
    resumed === undefined
      ? Float64Array.from(parameters.view, (value, j) => value / unit[j]!)
      : keptState(resumed, size),
    options,
  );
  if (!Number.isFinite(lbfgs.value)) {
    let squares = 0;
    for (const value of parameters.view) squares += value * value;
    const length = Math.sqrt(squares);
    throw new NumericError({
      where: "map",
      problem: `the loss must be finite before the first step, it is ${lbfgs.value}; the parameters have norm ${length.toPrecision(3)}`,
      fix: "Standardise the data, or use a narrower prior.",
      details: { step: 0, parameterNorm: length, parameters: Float64Array.from(parameters.view) },
    });
  }
  const trace = resumed === undefined ? [] : [...checkpointTensor(resumed, "trace", from)];
  let converged = false;
  await drive(
    run,
    "minimising",
    options.iterations,
    () => {
      converged = lbfgs.step();
      trace.push(lbfgs.value);
      return converged;
    },
    {
      from,
      ...(run.checkpoints === undefined
        ? {}
        : { keep: () => run.checkpoints!.save(checkpoint(name, lbfgs, trace)) }),
    },
  );
  return {
    parameters: lbfgs.at.map((value, j) => value * unit[j]!),
    trace: Float64Array.from(trace),
    gradients: lbfgs.evaluations,
    notes: converged
      ? []
      : [
          {
            code: "not-converged",
            message: `L-BFGS stopped after ${options.iterations} iterations before its gradient was small.`,
          },
        ],
  };
}

function checkpoint(run: string, lbfgs: Lbfgs, trace: readonly number[]): Checkpoint {
  const { value, evaluations, ...arrays } = lbfgs.state();
  const tensors = { ...arrays, trace: Float64Array.from(trace) };
  return {
    format: "credence-checkpoint",
    version: 1,
    run,
    step: trace.length,
    values: { value, evaluations },
    tensors: Object.fromEntries(
      Object.entries(tensors).map(([key, data]) => [key, { shape: [data.length], data }]),
    ),
  };
}

function keptState(found: Checkpoint, size: number): LbfgsState {
  return {
    at: checkpointTensor(found, "at", size),
    gradient: checkpointTensor(found, "gradient", size),
    value: checkpointNumber(found, "value"),
    evaluations: checkpointNumber(found, "evaluations"),
    pairs: checkpointBlocks(found, "pairs", 2 * size),
  };
}
