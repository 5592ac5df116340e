import { ArgumentError } from "../../errors/errors.ts";
import { exp, LOG_TWO_PI, log, logGamma } from "../../numeric/special.ts";
import type { OwnParameter } from "../likelihood.ts";
import type { InverseGammaSpec } from "../likelihoodSpec.ts";

/**
 * The logarithm of a scale (a noise standard deviation) of every target, as parameters of a likelihood. "learned" gives
 * each the prior N(-1, 1), in the units the network sees: scales around 0.37, between 0.05 and 2.7 with 95 %.
 */
export function logScaleParameters(
  name: string,
  targets: number,
  prior: InverseGammaSpec | "learned",
): OwnParameter[] {
  const parameter = prior === "learned" ? normalOfLogScale : inverseGammaOfLogScale(prior);
  return Array.from({ length: targets }, (_, k) => ({
    ...parameter,
    name: targets === 1 ? name : `${name} of target ${k}`,
  }));
}

const normalOfLogScale: Omit<OwnParameter, "name"> = {
  start: -1,
  priorMean: -1,
  priorScale: 1,
  logDensity: (value) => -0.5 * (LOG_TWO_PI + (value + 1) * (value + 1)),
  slope: (value) => -(value + 1),
  sample: (rng) => rng.normal() - 1,
};

/**
 * An inverse-gamma prior on s = sigma^2, of shape a and scale b, as a density of l = log sigma. With the Jacobian
 * |ds/dl| = 2 e^(2l) its logarithm is a log b - log Gamma(a) + log 2 - 2 a l - b e^(-2l). It is highest at
 * l = log(b/a)/2, where its curvature is -4a: the centre and, as 1/(2 sqrt a), the unit. 1/s has a gamma distribution.
 */
function inverseGammaOfLogScale({ shape, scale }: InverseGammaSpec): Omit<OwnParameter, "name"> {
  if (!(shape > 0 && scale > 0)) {
    throw new ArgumentError({
      where: "createLikelihood",
      problem: `the prior of a noise variance that is a parameter must be proper, its shape is ${shape} and its scale ${scale}`,
      fix: 'Give noiseVariance a positive shape and scale, or "learned".',
      details: { shape, scale },
    });
  }
  const constant = shape * log(scale) - logGamma(shape) + Math.LN2;
  const mode = 0.5 * log(scale / shape);
  return {
    start: mode,
    priorMean: mode,
    priorScale: 0.5 / Math.sqrt(shape),
    logDensity: (value) => constant - 2 * shape * value - scale * exp(-2 * value),
    slope: (value) => 2 * (scale * exp(-2 * value) - shape),
    sample: (rng) => -0.5 * log(rng.gamma(shape, scale)),
  };
}
