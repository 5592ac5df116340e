import { checkChoice, checkFinite, checkKeys, checkNumber } from "../errors/checks.ts";
import type { PriorSpec } from "./priorSpec.ts";
import { checkArray, checkObject, checkVariance } from "./specChecks.ts";

/** Throws an ArgumentError that names what is wrong with the prior of a spec. */
export function checkPriorSpec(prior: PriorSpec): void {
  const where = "createModel: prior";
  checkObject(where, "prior", prior);
  checkChoice(where, "kind", prior.kind, ["normal"]);
  if (prior.kind !== "normal") return;
  checkKeys(where, prior, ["kind", "variance", "biasVariance", "by", "mean", "precision"]);
  checkVariance(where, "variance", prior.variance, ["learned", "flat"]);
  if (prior.biasVariance !== undefined)
    checkVariance(where, "biasVariance", prior.biasVariance, ["flat", "same"]);
  if (prior.mean !== undefined) {
    checkArray(where, "mean", prior.mean);
    checkFinite(where, "mean", prior.mean);
  }
  if (prior.precision !== undefined) {
    checkArray(where, "precision", prior.precision);
    for (const precision of prior.precision) checkNumber(where, "precision", precision, { above: 0 });
  }
}
