import type { Target } from "../../model/target.ts";
import { rowMover } from "./rowMover.ts";

/**
 * Adversarial training (Goodfellow et al. 2015, Lakshminarayanan et al. 2017): half the loss of the rows as they are and
 * half that of the same rows moved to where it grows fastest,
 *   x' = x + epsilon range sign(dL/dx),
 * where `range` is that of each input over the rows of the target. The gradient is that of both halves with x' taken as
 * constant; inputs whose slope is 0 stay. The target must compute gradients by its inputs; afterwards they are as before.
 */
export function adversarialLoss(target: Target, epsilon: number): Target["loss"] {
  const { arrays } = target.network;
  const width = target.compiled.form.layers[0]!;
  const steps = ranges(arrays.inputs.view, width).map((range) => epsilon * range);
  const clean = Float64Array.from(target.gradient.view);
  const mover = rowMover(target);
  return (start, count, scale) => {
    const value = target.loss(start, count, scale);
    clean.set(target.gradient.view);
    const slopes = arrays.inputGradients.view;
    mover.move(start, count, (input, p) => input + steps[p % width]! * Math.sign(slopes[p]!));
    const moved = target.loss(start, count, scale);
    mover.moveBack();
    const gradient = target.gradient.view;
    for (let j = 0; j < gradient.length; j++) gradient[j] = 0.5 * (clean[j]! + gradient[j]!);
    return 0.5 * (value + moved);
  };
}

/** Largest minus smallest value of every column. */
function ranges(values: ArrayLike<number>, width: number): number[] {
  const low = new Array<number>(width).fill(Number.POSITIVE_INFINITY);
  const high = new Array<number>(width).fill(Number.NEGATIVE_INFINITY);
  for (let p = 0; p < values.length; p++) {
    const i = p % width;
    low[i] = Math.min(low[i]!, values[p]!);
    high[i] = Math.max(high[i]!, values[p]!);
  }
  return low.map((value, i) => high[i]! - value);
}
