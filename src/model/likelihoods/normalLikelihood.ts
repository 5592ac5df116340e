import { exp, LOG_TWO_PI, log } from "../../numeric/special.ts";
import type { Likelihood, LossBlock } from "../likelihood.ts";
import type { NormalLikelihoodSpec } from "../likelihoodSpec.ts";
import { checkTargetValues, realTargets } from "./checkTargetValues.ts";
import { logScaleParameters } from "./logScaleParameters.ts";

/**
 * y_nk ~ N(f_nk, sigma_k^2 / w_n) for every target k. A known sigma^2 is the same for all targets; otherwise log sigma_k is
 * a parameter of the likelihood. The loss of a row is the sum over k of
 * (w r^2 / sigma_k^2 + log(2 pi sigma_k^2 / w)) / 2 with r = f - y.
 */
export function normalLikelihood(spec: NormalLikelihoodSpec, targets: number): Likelihood {
  const noise = spec.noiseVariance;
  const known = typeof noise === "number";
  const own = known ? [] : logScaleParameters("log noise sd", targets, noise);
  // Of the current call: each works with its own noise.
  const precisions = new Float64Array(targets);
  const addRows: Likelihood["addRows"] = (block: LossBlock, ownValues, outputGradients, ownGradient) => {
    const { outputs, at, targets: y, weights, order, start, count, scale } = block;
    let constant = 0.5 * targets * LOG_TWO_PI;
    for (let k = 0; k < targets; k++) {
      precisions[k] = known ? 1 / noise : exp(-2 * ownValues[k]!);
      constant += known ? 0.5 * log(noise) : ownValues[k]!;
    }
    let sum = count * constant;
    for (let r = 0; r < count; r++) {
      const n = order[start + r]!;
      const w = weights[n]!;
      if (w !== 1) sum -= 0.5 * targets * log(w);
      for (let k = 0; k < targets; k++) {
        const position = (at + r) * targets + k;
        const residual = outputs[position]! - y[n * targets + k]!;
        const slope = w * precisions[k]! * residual;
        const square = residual * slope;
        outputGradients[position] = scale * slope;
        sum += 0.5 * square;
        if (!known) ownGradient[k] = ownGradient[k]! + scale * (1 - square);
      }
    }
    return scale * sum;
  };
  return {
    outputs: targets,
    targets,
    real: true,
    own,
    addRows,
    ...(known
      ? { fused: { loss: "squaredError", precisions: new Array<number>(targets).fill(1 / noise) } }
      : {}),
    checkTargets: (values) => checkTargetValues(values, realTargets("normal", targets)),
  };
}
