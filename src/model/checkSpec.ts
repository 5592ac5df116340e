import { checkChoice, checkFinite, checkKeys, checkNumber, show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { activations } from "./activations.ts";
import type { ModelSpec } from "./spec.ts";

const NETWORK_KEYS = {
  "shallow-relu": ["kind", "joints", "slopes"],
  "random-relu": ["kind", "units", "seed", "inputScale", "linear"],
  "hidden-layer": ["kind", "weights", "biases", "activation", "scale", "linear"],
  linear: ["kind"],
} as const;

/**
 * Checks a model spec, which may come from a file: unknown keys, kinds and values that no model has are refused with
 * an ArgumentError that names the key. Sizes are checked where the network is built.
 */
export function checkModelSpec(spec: ModelSpec): void {
  const where = "createModel";
  checkObject(where, "spec", spec);
  checkKeys(where, spec, ["network", "prior", "likelihood", "standardise"]);
  if (spec.standardise !== undefined) {
    checkChoice(where, "standardise", spec.standardise, ["none", "inputs", "target", "both"]);
  }
  checkNetwork(spec);
  checkPrior(spec);
  checkLikelihood(spec);
}

function checkNetwork({ network }: ModelSpec): void {
  const where = "createModel: network";
  checkObject(where, "network", network);
  const kinds = Object.keys(NETWORK_KEYS) as (keyof typeof NETWORK_KEYS)[];
  checkKeys(where, network, NETWORK_KEYS[checkChoice(where, "kind", network.kind, kinds)]);
  if (network.kind === "shallow-relu") {
    if (Array.isArray(network.joints)) return;
    checkObject(where, "joints", network.joints);
    checkKeys(where, network.joints, ["count", "from", "to"]);
    const { count } = network.joints as { count: number };
    checkNumber(where, "joints.count", count, { integer: true, min: 1 });
  }
  if (network.kind === "random-relu") {
    checkNumber(where, "units", network.units, { integer: true, min: 1 });
    if (network.inputScale !== undefined) checkNumber(where, "inputScale", network.inputScale, { above: 0 });
    if (typeof network.seed !== "string") checkNumber(where, "seed", network.seed);
  }
  if (network.kind === "hidden-layer") {
    if (network.activation !== undefined) {
      checkChoice(where, "activation", network.activation, Object.keys(activations));
    }
    if (network.scale !== undefined) checkNumber(where, "scale", network.scale);
  }
}

function checkPrior({ prior }: ModelSpec): void {
  const where = "createModel: prior";
  checkObject(where, "prior", prior);
  checkKeys(where, prior, ["kind", "variance", "biasVariance", "mean", "precision"]);
  checkChoice(where, "kind", prior.kind, ["normal"]);
  checkVariance(where, "variance", prior.variance, ["learned", "flat"]);
  if (prior.biasVariance !== undefined)
    checkVariance(where, "biasVariance", prior.biasVariance, ["flat", "same"]);
  if (prior.mean !== undefined) checkFinite(where, "mean", prior.mean);
  for (const precision of prior.precision ?? []) checkNumber(where, "precision", precision, { above: 0 });
}

function checkLikelihood({ likelihood }: ModelSpec): void {
  const where = "createModel: likelihood";
  checkObject(where, "likelihood", likelihood);
  checkKeys(where, likelihood, ["kind", "noiseVariance"]);
  checkChoice(where, "kind", likelihood.kind, ["normal"]);
  const noise = likelihood.noiseVariance;
  if (typeof noise !== "object" || noise === null) {
    checkVariance(where, "noiseVariance", noise, ["learned"]);
    return;
  }
  checkKeys(where, noise, ["shape", "scale"]);
  checkNumber(where, "noiseVariance.shape", noise.shape, { min: 0 });
  checkNumber(where, "noiseVariance.scale", noise.scale, { min: 0 });
}

function checkVariance(where: string, name: string, value: unknown, words: readonly string[]): void {
  if (typeof value === "string" && words.includes(value)) return;
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return;
  throw new ArgumentError({
    where,
    problem: `${name} must be a positive number or ${words.map((w) => `"${w}"`).join(" or ")}, got ${show(value)}`,
    fix: `A variance is the square of a standard deviation, in the (standardised) units the network sees.`,
    details: { name, value },
  });
}

function checkObject(where: string, name: string, value: unknown): void {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return;
  throw new ArgumentError({ where, problem: `${name} must be an object, got ${show(value)}` });
}
