import { NumericError } from "../../errors/errors.ts";
import type { Target } from "../../model/target.ts";
import { drive } from "../driver.ts";
import type { Note, Run } from "../method.ts";
import { createLbfgs } from "../parts/lbfgs.ts";
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
 * Minimises U over all rows by L-BFGS in units of the prior's scales, from the parameters that the target holds. It needs no
 * random numbers and takes as long as few epochs do; a run that is interrupted starts anew.
 * Throws a NumericError where U is not finite at the start.
 */
export async function minimise(target: Target, options: Required<LbfgsSpec>, run: Run): Promise<Minimum> {
  const { size, parameters, gradient, compiled } = target;
  const { prior, form } = compiled;
  const unit = new Float64Array(size).fill(1);
  for (let j = 0; j < form.size; j++) if (Number.isFinite(prior.scale[j])) unit[j] = prior.scale[j]!;
  const start = Float64Array.from(parameters.view, (value, j) => value / unit[j]!);
  const lbfgs = createLbfgs(
    (at, slope) => {
      const [p, g] = [parameters.view, gradient.view];
      for (let j = 0; j < size; j++) p[j] = at[j]! * unit[j]!;
      const value = target.potential();
      for (let j = 0; j < size; j++) slope[j] = g[j]! * unit[j]!;
      return value;
    },
    start,
    options,
  );
  if (!Number.isFinite(lbfgs.value)) {
    throw new NumericError({
      where: "map",
      problem: `the loss must be finite at the start, it is ${lbfgs.value}`,
      fix: "Standardise the data, or use a narrower prior.",
    });
  }
  const trace: number[] = [];
  let converged = false;
  await drive(run, "minimising", options.iterations, () => {
    converged = lbfgs.step();
    trace.push(lbfgs.value);
    return converged;
  });
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
