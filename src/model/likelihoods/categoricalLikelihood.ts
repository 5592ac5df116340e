import { exp, log } from "../../numeric/special.ts";
import type { Likelihood, LossBlock } from "../likelihood.ts";
import type { CategoricalLikelihoodSpec, LabelSmoothing } from "../likelihoodSpec.ts";
import { checkTargetValues } from "./checkTargetValues.ts";

/**
 * P(y = k) = e^f_k / sum_j e^f_j for the K outputs of a row. The loss of a row is w times the cross-entropy
 * log(sum_j e^f_j) - sum_k q_k f_k, where q is 1 at the observed class.
 *
 * With label smoothing q is spread: over "others" (problem 9.4 of Prince, Understanding Deep Learning) it is 1 - share at y
 * and share/(K - 1) elsewhere; "uniform" it is 1 - share + share/K at y and share/K elsewhere. The two are the same where the
 * uniform share is K/(K - 1) times that of others. Smoothing changes what is trained for, not what is predicted with.
 */
export function categoricalLikelihood(spec: CategoricalLikelihoodSpec, classes: number): Likelihood {
  const { observed, other } = smoothedTarget(spec.smoothing, classes);
  const addRows: Likelihood["addRows"] = (block: LossBlock, _own, outputGradients) => {
    const { outputs, at, targets, weights, order, start, count, scale } = block;
    let sum = 0;
    for (let r = 0; r < count; r++) {
      const n = order[start + r]!;
      const first = (at + r) * classes;
      const y = targets[n]!;
      let largest = outputs[first]!;
      for (let k = 1; k < classes; k++) largest = Math.max(largest, outputs[first + k]!);
      let total = 0;
      let gaps = 0;
      for (let k = 0; k < classes; k++) {
        const gap = largest - outputs[first + k]!;
        const power = exp(-gap);
        outputGradients[first + k] = power;
        total += power;
        gaps += gap;
      }
      const factor = scale * weights[n]!;
      for (let k = 0; k < classes; k++) {
        const probability = outputGradients[first + k]! / total;
        outputGradients[first + k] = factor * (probability - (k === y ? observed : other));
      }
      const missed = largest - outputs[first + y]!;
      sum += weights[n]! * (log(total) + (observed - other) * missed + other * gaps);
    }
    return scale * sum;
  };
  return {
    outputs: classes,
    targets: 1,
    real: false,
    own: [],
    addRows,
    ...(other === 0 ? { fused: { loss: "softmax", precisions: new Array<number>(classes).fill(1) } } : {}),
    checkTargets: (values) =>
      checkTargetValues(values, {
        kind: "categorical",
        targets: 1,
        required: `class indices from 0 to ${classes - 1}`,
        fix: "Name the classes when the data set is made: createDataset({ x, y, classes }).",
        accepts: (value) => Number.isInteger(value) && value >= 0 && value < classes,
      }),
  };
}

/** The probabilities that a smoothed target gives to the observed class and to each other one. */
export function smoothedTarget(
  smoothing: LabelSmoothing | undefined,
  classes: number,
): { readonly observed: number; readonly other: number } {
  if (smoothing === undefined) return { observed: 1, other: 0 };
  const { share, over } = smoothing;
  if (over === "others") return { observed: 1 - share, other: share / (classes - 1) };
  return { observed: 1 - share + share / classes, other: share / classes };
}
