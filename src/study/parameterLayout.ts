import type { Posterior } from "../inference/method.ts";
import type { CompiledModel } from "../model/compileModel.ts";
import { createLikelihood } from "../model/likelihoods/createLikelihood.ts";
import { networkForm } from "../model/networkForm.ts";

/** What the parameters of a posterior are, in their order; exact inference has none of the noise. */
export function parameterLayout({
  method,
  model,
  scaler,
}: Posterior): Pick<CompiledModel, "form" | "likelihood"> {
  const spec = method === "exact" ? ({ kind: "normal", noiseVariance: 1 } as const) : model.spec.likelihood;
  const likelihood = createLikelihood(spec, model.targets, model.classes.length);
  return { form: networkForm(model, scaler, likelihood.outputs), likelihood };
}
