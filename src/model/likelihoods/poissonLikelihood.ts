import { exp, logGamma } from "../../numeric/special.ts";
import type { Likelihood, LossBlock } from "../likelihood.ts";
import { checkTargetValues } from "./checkTargetValues.ts";

/**
 * y_nk ~ Poisson(e^f_nk): counts, with the logarithm of the rate as output. The loss of a row is w times the sum over k of
 * e^f - y f + log y!. It is Infinity where the rate is not a number any more (f above 709).
 */
export function poissonLikelihood(targets: number): Likelihood {
  const addRows: Likelihood["addRows"] = (block: LossBlock, _own, outputGradients) => {
    const { outputs, at, targets: counts, weights, order, start, count, scale } = block;
    let sum = 0;
    for (let r = 0; r < count; r++) {
      const n = order[start + r]!;
      const w = weights[n]!;
      for (let k = 0; k < targets; k++) {
        const position = (at + r) * targets + k;
        const y = counts[n * targets + k]!;
        const logRate = outputs[position]!;
        const rate = exp(logRate);
        outputGradients[position] = scale * w * (rate - y);
        sum += w * (rate - y * logRate + (y < 2 ? 0 : logGamma(y + 1)));
      }
    }
    return scale * sum;
  };
  return {
    outputs: targets,
    targets,
    real: false,
    own: [],
    addRows,
    fused: { loss: "poisson", precisions: new Array<number>(targets).fill(1) },
    checkTargets: (values) =>
      checkTargetValues(values, {
        kind: "poisson",
        targets,
        required: "counts (0, 1, 2, ...)",
        fix: "Counts are not to be scaled or shifted; for other numbers use another likelihood.",
        accepts: (value) => Number.isSafeInteger(value) && value >= 0,
      }),
  };
}
