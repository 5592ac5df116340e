import { ArgumentError } from "../../errors/errors.ts";
import type { NormalLikelihoodSpec } from "../../model/likelihoodSpec.ts";
import type { Model } from "../../model/model.ts";
import type { LinearNetworkSpec } from "../../model/networkSpec.ts";
import type { NormalPriorSpec } from "../../model/priorSpec.ts";

/** The models whose posterior is known in closed form. */
export interface ExactModel extends Model<"regression"> {
  readonly spec: Model["spec"] & {
    readonly network: LinearNetworkSpec;
    readonly prior: NormalPriorSpec & { readonly variance: number | "learned" | "flat" };
    readonly likelihood: NormalLikelihoodSpec;
  };
}

/** The model as one of those. Throws an ArgumentError that names the part in the way. */
export function asExactModel(model: Model): ExactModel {
  const { network, prior, likelihood } = model.spec;
  if (network.kind === "mlp") {
    throw refused('a network that is linear in its parameters, the model has an "mlp"', "network");
  }
  if (likelihood.kind !== "normal") {
    throw refused(`normal noise of constant variance, the model has a "${likelihood.kind}" likelihood`);
  }
  if (prior.kind !== "normal") throw refused(`a normal prior, the model has a "${prior.kind}" one`);
  if (Array.isArray(prior.variance) || prior.by === "fan-in") {
    throw refused('one prior variance for all weights, `by: "parameter"`');
  }
  return model as ExactModel;
}

function refused(need: string, part?: string): ArgumentError {
  return new ArgumentError({
    where: "exact",
    problem: `exact inference needs ${need}`,
    fix:
      part === "network"
        ? "Use random-relu or shallow-relu, or another method, such as bayesByBackprop."
        : "Use another method, such as bayesByBackprop.",
  });
}
