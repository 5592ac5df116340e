import { checkChoice, checkKeys } from "../errors/checks.ts";
import { checkLikelihoodSpec } from "./checkLikelihoodSpec.ts";
import { checkNetworkSpec } from "./checkNetworkSpec.ts";
import { checkPriorSpec } from "./checkPriorSpec.ts";
import type { ModelSpec } from "./spec.ts";
import { checkObject } from "./specChecks.ts";

/**
 * Checks a model spec, which may come from a file: unknown keys, kinds and values that no model has are refused with
 * an ArgumentError that names the key. Sizes are checked where the network is built.
 */
export function checkModelSpec(spec: ModelSpec): void {
  const where = "createModel";
  checkObject(where, "spec", spec);
  checkKeys(where, spec, ["network", "prior", "likelihood", "precision", "standardise"]);
  if (spec.standardise !== undefined) {
    checkChoice(where, "standardise", spec.standardise, ["none", "inputs", "target", "both"]);
  }
  if (spec.precision !== undefined) checkChoice(where, "precision", spec.precision, ["f64", "f32"]);
  checkNetworkSpec(spec.network);
  checkPriorSpec(spec.prior);
  checkLikelihoodSpec(spec.likelihood);
}
