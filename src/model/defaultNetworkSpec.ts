import type { Dataset } from "../data/dataset.ts";
import type { LikelihoodSpec } from "./likelihoodSpec.ts";
import type { ModelSpec } from "./spec.ts";

/**
 * A network that suits a table of which nothing else is known: one hidden layer of 50 units, weights of variance 2 over the
 * number of inputs of their unit (the scale of He et al. 2015, which keeps the spread of signals from layer to layer),
 * everything standardised. Numbers have normal noise whose variance is learned; classes are Bernoulli or categorical.
 */
export function defaultNetworkSpec(data: Pick<Dataset, "classes">): ModelSpec {
  return {
    network: { kind: "mlp", hidden: [50], activation: "relu" },
    prior: { kind: "normal", variance: 2 },
    likelihood: likelihoodFor(data.classes),
    standardise: "both",
  };
}

function likelihoodFor(classes: readonly string[] | undefined): LikelihoodSpec {
  if (classes === undefined) return { kind: "normal", noiseVariance: "learned" };
  return classes.length === 2 ? { kind: "bernoulli" } : { kind: "categorical" };
}
