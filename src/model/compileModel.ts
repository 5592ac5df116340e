import type { Scaler } from "../data/scaler.ts";
import type { Rng } from "../random/rng.ts";
import type { Likelihood } from "./likelihood.ts";
import { createLikelihood } from "./likelihoods/createLikelihood.ts";
import { checkMemory } from "./memory.ts";
import type { Model } from "./model.ts";
import { type NetworkForm, networkForm } from "./networkForm.ts";
import type { Prior } from "./prior.ts";
import { createPrior } from "./priors/createPrior.ts";

/**
 * A model whose standardisation is known: everything that inference works with. Its parameter vector [size] holds those
 * of the network and then those of the likelihood.
 */
export interface CompiledModel {
  readonly model: Model;
  readonly scaler: Scaler;
  readonly form: NetworkForm;
  readonly prior: Prior;
  readonly likelihood: Likelihood;
  /** Number of parameters, those of the likelihood included. */
  readonly size: number;
}

/** Vectors as long as the parameters that every use of a model needs: three of the prior (centres, scales and precisions), and the parameters. */
const VECTORS = 4;

/**
 * Throws an ArgumentError or ShapeError where parts of the spec do not fit each other or the inputs, or where the network
 * is so large that no memory holds its prior.
 */
export function compileModel(model: Model, scaler: Scaler): CompiledModel {
  const likelihood = createLikelihood(model.spec.likelihood, model.targets, model.classes.length);
  const form = networkForm(model, scaler, likelihood.outputs);
  const what = `a network of ${form.layers.join(" x ")} (${form.size} parameters)`;
  checkMemory("createModel", 8 * VECTORS * form.size, what, "Use fewer units.");
  const prior = createPrior(model.spec.prior, form.groups, model.spec.network.kind !== "mlp");
  return { model, scaler, form, prior, likelihood, size: form.size + likelihood.own.length };
}

/** One draw of all parameters from their prior. Throws an ArgumentError where the prior is flat. */
export function samplePrior(compiled: CompiledModel, rng: Rng, out: Float64Array): Float64Array {
  const { form, prior, likelihood } = compiled;
  prior.sample(rng, out.subarray(0, form.size));
  likelihood.own.forEach((own, k) => {
    out[form.size + k] = own.sample(rng);
  });
  return out;
}
