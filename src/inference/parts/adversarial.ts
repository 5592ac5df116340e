import type { Target } from "../../model/target.ts";

/** A loss in place of that of a target, for the same rows: see `loss` there. */
export type BatchLoss = (start: number, count: number, scale: number) => number;

/**
 * Adversarial training (Goodfellow et al. 2015, Lakshminarayanan et al. 2017): half the loss of the rows as they are and
 * half that of the same rows moved to where it grows fastest,
 *   x' = x + epsilon range sign(dL/dx),
 * where `range` is that of each input over the rows of the target. The gradient is that of both halves with x' taken as
 * constant; inputs whose slope is 0 stay. The target must compute gradients by its inputs; afterwards they are as before.
 */
export function adversarialLoss(target: Target, epsilon: number): BatchLoss {
  const { arrays } = target.network;
  const width = target.compiled.form.layers[0]!;
  const steps = ranges(arrays.inputs.view, width).map((range) => epsilon * range);
  const clean = Float64Array.from(target.gradient.view);
  let held = new Float64Array(0);

  function move(start: number, count: number): void {
    if (held.length < count * width) held = new Float64Array(count * width);
    const { order } = target;
    const [inputs, slopes] = [arrays.inputs.view, arrays.inputGradients.view];
    for (let r = 0, p = 0; r < count; r++) {
      const at = order[start + r]! * width;
      for (let i = 0; i < width; i++, p++) {
        held[p] = inputs[at + i]!;
        inputs[at + i] = held[p]! + steps[i]! * Math.sign(slopes[p]!);
      }
    }
  }

  function moveBack(start: number, count: number): void {
    const { order } = target;
    const inputs = arrays.inputs.view;
    for (let r = 0; r < count; r++) {
      inputs.set(held.subarray(r * width, (r + 1) * width), order[start + r]! * width);
    }
  }

  return (start, count, scale) => {
    const value = target.loss(start, count, scale);
    clean.set(target.gradient.view);
    move(start, count);
    const moved = target.loss(start, count, scale);
    moveBack(start, count);
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
