import { ArgumentError } from "../../errors/errors.ts";
import type { CompiledModel } from "../../model/compileModel.ts";
import { log } from "../../numeric/special.ts";

/** Coordinates z in which every parameter has the unit of its prior: parameter = mean + scale z. */
export interface Whitening {
  readonly mean: Float64Array;
  readonly scale: Float64Array;
  /** Parameters [0, normal) have standard normal priors in z, so that expectations of their log prior are closed forms. */
  readonly normal: number;
  /** Sum of log scale over those, and over the others. */
  readonly normalLogScale: number;
  readonly otherLogScale: number;
}

/** Whitened coordinates for a model. Throws an ArgumentError where its prior is flat. */
export function whitening(where: string, { prior, likelihood, form, size }: CompiledModel): Whitening {
  const mean = new Float64Array(size);
  const scale = new Float64Array(size);
  mean.set(prior.mean);
  scale.set(prior.scale);
  likelihood.own.forEach((own, k) => {
    mean[form.size + k] = own.priorMean;
    scale[form.size + k] = own.priorScale;
  });
  if (!scale.every(Number.isFinite)) {
    throw new ArgumentError({
      where,
      problem: "every parameter must have a proper prior, the model has a flat one",
      fix: "Give finite variances, or use exact or map.",
    });
  }
  const normal = prior.precision === undefined ? 0 : form.size;
  const logs = scale.map(log);
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  return {
    mean,
    scale,
    normal,
    normalLogScale: sum(logs.subarray(0, normal)),
    otherLogScale: sum(logs.subarray(normal)),
  };
}
