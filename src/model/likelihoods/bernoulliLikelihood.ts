import { exp, log1p } from "../../numeric/special.ts";
import type { Likelihood, LossBlock } from "../likelihood.ts";
import { checkTargetValues, type TargetRule } from "./checkTargetValues.ts";

const RULE: TargetRule = {
  kind: "bernoulli",
  targets: 1,
  required: "0 or 1",
  fix: "Name the two classes when the data set is made: createDataset({ x, y, classes }).",
  accepts: (value) => value === 0 || value === 1,
};

/**
 * P(y = 1) = 1 / (1 + e^-f) for one output f, the logit. The loss of a row is w log(1 + e^-m), where m is f for y = 1 and -f
 * for y = 0; written so, it keeps its digits however sure the prediction is.
 */
export function bernoulliLikelihood(): Likelihood {
  const addRows: Likelihood["addRows"] = (block: LossBlock, _own, outputGradients) => {
    const { outputs, at, targets, weights, order, start, count, scale } = block;
    let sum = 0;
    for (let r = 0; r < count; r++) {
      const n = order[start + r]!;
      const sign = targets[n] === 1 ? 1 : -1;
      const margin = sign * outputs[at + r]!;
      const power = exp(-Math.abs(margin));
      const wrong = (margin >= 0 ? power : 1) / (1 + power);
      outputGradients[at + r] = -sign * scale * weights[n]! * wrong;
      sum += weights[n]! * (Math.max(-margin, 0) + log1p(power));
    }
    return scale * sum;
  };
  return {
    outputs: 1,
    targets: 1,
    real: false,
    own: [],
    addRows,
    fused: { loss: "bernoulli", precisions: [1] },
    checkTargets: (values) => checkTargetValues(values, RULE),
  };
}
