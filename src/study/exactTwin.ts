import type { Dataset } from "../data/dataset.ts";
import { exact } from "../inference/exact/exact.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import type { Run } from "../inference/method.ts";
import { createModel } from "../model/model.ts";
import type { ModelSpec } from "../model/spec.ts";

/**
 * Whether the posterior of a model is a normal distribution known in closed form: a network that is linear in its parameters
 * (not an "mlp"), normal noise of a given variance, and a normal prior with one given variance.
 */
export function hasExactTwin({ network, prior, likelihood }: ModelSpec): boolean {
  return (
    network.kind !== "mlp" &&
    likelihood.kind === "normal" &&
    typeof likelihood.noiseVariance === "number" &&
    prior.kind === "normal" &&
    typeof prior.variance === "number" &&
    prior.by !== "fan-in"
  );
}

/**
 * The exact posterior of a model, where it has one, to hold approximations against; undefined where there is no closed form.
 * Throws as {@link exact} does; rejects with the signal's reason when aborted.
 */
export async function exactTwin(
  spec: ModelSpec,
  data: Dataset,
  run: Partial<Run> = {},
): Promise<ExactPosterior | undefined> {
  if (!hasExactTwin(spec)) return undefined;
  return exact().fit(createModel(spec, data), data, run);
}
