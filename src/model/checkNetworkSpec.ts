import { checkChoice, checkKeys, checkLength, checkNumber } from "../errors/checks.ts";
import { activations } from "./activations.ts";
import type { MlpSpec, NetworkSpec } from "./networkSpec.ts";
import { checkArray, checkBoolean, checkObject } from "./specChecks.ts";

const NETWORK_KEYS = {
  "shallow-relu": ["kind", "joints", "slopes"],
  "random-relu": ["kind", "units", "seed", "inputScale", "linear"],
  "hidden-layer": ["kind", "weights", "biases", "activation", "scale", "linear"],
  linear: ["kind"],
  mlp: ["kind", "hidden", "activation", "residual", "initialise"],
} as const;

/** Limits against slips of the pen: a piecewise line of ten million joints, or a dense basis that fills 20 GB. */
const MOST_PARAMETERS = 10_000_000;
const MOST_UNITS = 50_000;

/** Throws an ArgumentError that names what is wrong with the network of a spec. */
export function checkNetworkSpec(network: NetworkSpec): void {
  const where = "createModel: network";
  checkObject(where, "network", network);
  const kinds = Object.keys(NETWORK_KEYS) as (keyof typeof NETWORK_KEYS)[];
  checkKeys(where, network, NETWORK_KEYS[checkChoice(where, "kind", network.kind, kinds)]);
  if (network.kind === "shallow-relu") {
    if (network.slopes !== undefined) checkArray(where, "slopes", network.slopes);
    if (Array.isArray(network.joints)) return;
    checkObject(where, "joints", network.joints);
    checkKeys(where, network.joints, ["count", "from", "to"]);
    const { count, from, to } = network.joints as { count: number; from?: number; to?: number };
    checkNumber(where, "joints.count", count, { integer: true, min: 1, max: MOST_PARAMETERS });
    if (from !== undefined) checkNumber(where, "joints.from", from);
    if (to !== undefined) checkNumber(where, "joints.to", to);
  }
  if (network.kind === "random-relu") {
    checkNumber(where, "units", network.units, { integer: true, min: 1, max: MOST_UNITS });
    if (network.inputScale !== undefined) checkNumber(where, "inputScale", network.inputScale, { above: 0 });
    if (typeof network.seed !== "string") checkNumber(where, "seed", network.seed);
  }
  if (network.kind === "mlp") checkMlp(where, network);
  if (network.kind === "hidden-layer") {
    checkArray(where, "weights", network.weights);
    for (const row of network.weights) checkArray(where, "weights of a unit", row);
    checkArray(where, "biases", network.biases);
    if (network.activation !== undefined) {
      checkChoice(where, "activation", network.activation, Object.keys(activations));
    }
    if (network.scale !== undefined) checkNumber(where, "scale", network.scale);
  }
}

function checkMlp(where: string, { hidden, activation, residual, initialise }: MlpSpec): void {
  checkArray(where, "hidden", hidden);
  for (const width of hidden) checkNumber(where, "hidden", width, { integer: true, min: 1, max: MOST_UNITS });
  const names = Object.keys(activations);
  if (Array.isArray(activation)) {
    checkLength(where, "activation", activation, hidden.length, "one per hidden layer");
    for (const name of activation) checkChoice(where, "activation", name, names);
  } else if (activation !== undefined) checkChoice(where, "activation", activation as string, names);
  if (residual !== undefined) checkBoolean(where, "residual", residual);
  if (typeof initialise === "object" && initialise !== null) {
    checkKeys(`${where}: initialise`, initialise, ["variance"]);
    checkNumber(where, "initialise.variance", initialise.variance, { above: 0 });
  } else if (initialise !== undefined)
    checkChoice(where, "initialise", initialise, ["he", "glorot", "prior"]);
}
