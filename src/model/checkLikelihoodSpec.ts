import { checkChoice, checkKeys, checkNumber } from "../errors/checks.ts";
import type { LikelihoodSpec } from "./likelihoodSpec.ts";
import { checkObject, checkVariance } from "./specChecks.ts";

/** Throws an ArgumentError that names what is wrong with the likelihood of a spec. */
export function checkLikelihoodSpec(likelihood: LikelihoodSpec): void {
  const where = "createModel: likelihood";
  checkObject(where, "likelihood", likelihood);
  checkChoice(where, "kind", likelihood.kind, ["normal"]);
  if (likelihood.kind !== "normal") return;
  checkKeys(where, likelihood, ["kind", "noiseVariance"]);
  const noise = likelihood.noiseVariance;
  if (typeof noise !== "object" || noise === null) {
    checkVariance(where, "noiseVariance", noise, ["learned"]);
    return;
  }
  checkKeys(where, noise, ["shape", "scale"]);
  checkNumber(where, "noiseVariance.shape", noise.shape, { min: 0 });
  checkNumber(where, "noiseVariance.scale", noise.scale, { min: 0 });
}
