import { ArgumentError } from "../../errors/errors.ts";
import type { CompiledModel } from "../../model/compileModel.ts";
import type { Target } from "../../model/target.ts";
import type { Reals } from "../../numeric/kernels/special.ts";

/** How parameters are judged on rows kept out of training. */
export type ValidationScoreName = "logScore" | "rmse" | "accuracy";

/** Throws an ArgumentError where the score does not speak of what the model predicts. */
export function checkValidationScore(
  where: string,
  name: ValidationScoreName,
  { model }: CompiledModel,
): void {
  const { kind } = model.spec.likelihood;
  const fits = name === "logScore" || (name === "accuracy") === (model.outcome === "classification");
  if (fits && !(name === "rmse" && kind === "poisson")) return;
  throw new ArgumentError({
    where,
    problem: `the score "${name}" does not fit a ${kind} likelihood`,
    fix: 'Use "logScore".',
  });
}

/**
 * The score of parameters on the rows of a target, larger is better: the mean log likelihood, minus the root mean squared
 * error in standardised units, or the share of classes that are right.
 */
export function validationScore(name: ValidationScoreName, target: Target, parameters: Reals): number {
  target.parameters.view.set(parameters);
  if (name === "logScore") return -target.loss(0, target.rows, 1 / target.rows);
  target.network.forward(0, target.rows);
  const outputs = target.network.arrays.outputs.view;
  return name === "rmse" ? -rootMeanSquare(target, outputs) : shareRight(target, outputs);
}

function rootMeanSquare({ rows, compiled, targets }: Target, outputs: Reals): number {
  const width = compiled.likelihood.outputs;
  const count = compiled.likelihood.targets;
  let sum = 0;
  for (let n = 0; n < rows; n++) {
    for (let k = 0; k < count; k++) {
      const error = outputs[n * width + k]! - targets.view[n * count + k]!;
      sum += error * error;
    }
  }
  return Math.sqrt(sum / (rows * count));
}

function shareRight({ rows, compiled, targets }: Target, outputs: Reals): number {
  const width = compiled.likelihood.outputs;
  let right = 0;
  for (let n = 0; n < rows; n++) {
    let best = 0;
    for (let k = 1; k < width; k++) if (outputs[n * width + k]! > outputs[n * width + best]!) best = k;
    const found = width === 1 ? Number(outputs[n]! > 0) : best;
    if (found === targets.view[n]) right += 1;
  }
  return right / rows;
}
