import { logGammaHalfStep } from "../../distributions/studentT.ts";
import { exp, LOG_TWO_PI, log, log1p } from "../../numeric/special.ts";
import type { Likelihood, LossBlock } from "../likelihood.ts";
import type { StudentTLikelihoodSpec } from "../likelihoodSpec.ts";
import { checkTargetValues, realTargets } from "./checkTargetValues.ts";
import { logScaleParameters } from "./logScaleParameters.ts";

/**
 * y_nk = f_nk + c_k / sqrt(w_n) T with T of Student's t distribution with df = v degrees of freedom. A known scale c is the
 * same for all targets; otherwise log c_k is a parameter of the likelihood. With q = w r^2 / c_k^2 and r = f - y the loss of
 * a row is the sum over k of (v + 1)/2 log(1 + q/v) + log c_k - log(w)/2 + log(v pi)/2 + log Gamma(v/2) -
 * log Gamma((v + 1)/2).
 */
export function studentTLikelihood(spec: StudentTLikelihoodSpec, targets: number): Likelihood {
  const { df, scale: scaleSpec } = spec;
  const known = typeof scaleSpec === "number";
  const own = known ? [] : logScaleParameters("log noise scale", targets, scaleSpec);
  const constant = 0.5 * (log(df) + LOG_TWO_PI - Math.LN2) - logGammaHalfStep(0.5 * df);
  // Of the current call: each works with its own scales.
  const precisions = new Float64Array(targets);
  const addRows: Likelihood["addRows"] = (block: LossBlock, ownValues, outputGradients, ownGradient) => {
    const { outputs, at, targets: y, weights, order, start, count, scale } = block;
    let perRow = targets * constant;
    for (let k = 0; k < targets; k++) {
      const logScale = known ? log(scaleSpec) : ownValues[k]!;
      precisions[k] = exp(-2 * logScale);
      perRow += logScale;
    }
    let sum = count * perRow;
    for (let r = 0; r < count; r++) {
      const n = order[start + r]!;
      const w = weights[n]!;
      if (w !== 1) sum -= 0.5 * targets * log(w);
      for (let k = 0; k < targets; k++) {
        const position = (at + r) * targets + k;
        const residual = outputs[position]! - y[n * targets + k]!;
        const precision = w * precisions[k]!;
        const ratio = (precision * residual * residual) / df;
        const pull = (1 + 1 / df) / (1 + ratio);
        outputGradients[position] = scale * pull * precision * residual;
        sum += 0.5 * (df + 1) * log1p(ratio);
        if (!known) ownGradient[k] = ownGradient[k]! + scale * (1 - pull * df * ratio);
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
    checkTargets: (values) => checkTargetValues(values, realTargets("student-t", targets)),
  };
}
