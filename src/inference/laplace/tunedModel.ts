import type { Model } from "../../model/model.ts";
import type { NormalPriorSpec } from "../../model/priorSpec.ts";
import type { ModelSpec } from "../../model/spec.ts";
import { exp } from "../../numeric/special.ts";

/**
 * The model with the precision of its normal prior multiplied by `factor` and, where `logScale` is given, with that noise: its
 * only target then has known noise of that logarithmic standard deviation or scale.
 */
export function tunedModel(model: Model, factor: number, logScale: number | undefined): Model {
  const { spec } = model;
  const prior = spec.prior.kind === "normal" ? scaledPrior(spec.prior, spec, factor) : spec.prior;
  return { ...model, spec: { ...spec, prior, likelihood: withNoise(spec.likelihood, logScale) } };
}

function scaledPrior(prior: NormalPriorSpec, { network }: ModelSpec, factor: number): NormalPriorSpec {
  const divide = <T>(value: T): T => (typeof value === "number" ? ((value / factor) as T) : value);
  const variance =
    typeof prior.variance === "object"
      ? prior.variance.map((value) => value / factor)
      : divide(prior.variance);
  const bias = prior.biasVariance ?? (network.kind === "mlp" ? 1 : "same");
  return { ...prior, variance, biasVariance: divide(bias) };
}

function withNoise(likelihood: ModelSpec["likelihood"], logScale: number | undefined) {
  if (logScale === undefined) return likelihood;
  if (likelihood.kind === "normal") return { ...likelihood, noiseVariance: exp(2 * logScale) };
  if (likelihood.kind === "student-t") return { ...likelihood, scale: exp(logScale) };
  return likelihood;
}
