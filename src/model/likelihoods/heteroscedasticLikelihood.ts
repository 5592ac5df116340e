import { exp, LOG_TWO_PI, log, log1p } from "../../numeric/special.ts";
import type { Likelihood, LossBlock } from "../likelihood.ts";
import type { HeteroscedasticLikelihoodSpec } from "../likelihoodSpec.ts";
import { checkTargetValues, realTargets } from "./checkTargetValues.ts";

/** The smallest noise variance where none is given, in the units the network sees. */
export const DEFAULT_VARIANCE_FLOOR = 1e-3;

/** Largest exponent of the factor of a gradient: e^700 is a number, e^710 is not. */
const LARGEST_EXPONENT = 700;

/**
 * y_nk ~ N(m_nk, v_nk / w_n) with v = floor + e^s, where the outputs of row n are its t means m and then its t values s.
 * The loss of a row is the sum over k of (w r^2 / v + log(2 pi v / w)) / 2 with r = m - y.
 *
 * With beta > 0 the gradient of each target of a row is multiplied by v^beta (without the weight), taken as a constant: then
 * rows of large variance pull at the mean as strongly as others, but the gradient is by design no longer that of the
 * returned value (Seitzer et al. 2022, "On the pitfalls of heteroscedastic uncertainty estimation"). No loss of the kernels
 * is the same: their weights multiply the whole loss of a row.
 */
export function heteroscedasticLikelihood(spec: HeteroscedasticLikelihoodSpec, targets: number): Likelihood {
  const beta = spec.beta ?? 0;
  const floor = spec.floor ?? DEFAULT_VARIANCE_FLOOR;
  const logFloor = floor === 0 ? Number.NEGATIVE_INFINITY : log(floor);
  const addRows: Likelihood["addRows"] = (block: LossBlock, _own, outputGradients) => {
    const { outputs, at, targets: y, weights, order, start, count, scale } = block;
    let sum = 0.5 * count * targets * LOG_TWO_PI;
    for (let r = 0; r < count; r++) {
      const n = order[start + r]!;
      const w = weights[n]!;
      if (w !== 1) sum -= 0.5 * targets * log(w);
      const means = (at + r) * 2 * targets;
      for (let k = 0; k < targets; k++) {
        const s = outputs[means + targets + k]!;
        // log(floor + e^s), and e^s as a share of the sum, without overflow.
        const power = exp(-Math.abs(s - logFloor));
        const logVariance = Math.max(s, logFloor) + log1p(power);
        const share = (s >= logFloor ? 1 : power) / (1 + power);
        const residual = outputs[means + k]! - y[n * targets + k]!;
        const slope = w * exp(-logVariance) * residual;
        const square = residual * slope;
        const factor = beta === 0 ? scale : scale * exp(Math.min(beta * logVariance, LARGEST_EXPONENT));
        outputGradients[means + k] = factor * slope;
        outputGradients[means + targets + k] = factor * 0.5 * share * (1 - square);
        sum += 0.5 * (logVariance + square);
      }
    }
    return scale * sum;
  };
  return {
    outputs: 2 * targets,
    targets,
    real: true,
    own: [],
    addRows,
    checkTargets: (values) => checkTargetValues(values, realTargets("heteroscedastic", targets)),
  };
}
