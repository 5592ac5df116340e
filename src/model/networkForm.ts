import type { Scaler } from "../data/scaler.ts";
import { createMatrix, type Matrix } from "../numeric/matrix.ts";
import type { ActivationName } from "./activations.ts";
import { buildLinearNetwork } from "./buildLinearNetwork.ts";
import type { Model } from "./model.ts";
import type { LinearNetwork } from "./network.ts";
import type { LinearNetworkSpec, MlpSpec } from "./networkSpec.ts";
import type { ParameterGroup } from "./parameterGroup.ts";

/**
 * A network as the kernels compute it: features of the inputs that hold no parameters, then fully connected layers. For
 * an mlp the features are the inputs; for a network that is linear in its parameters they are its basis functions and
 * there is one layer, whose bias stands for the constant feature.
 */
export interface NetworkForm {
  /** Numbers of features, of units of the hidden layers, and of outputs. */
  readonly layers: readonly number[];
  /** One for each hidden layer. */
  readonly activation: readonly ActivationName[];
  readonly residual: boolean;
  /** Whether the outputs are linear in the parameters. */
  readonly linear: boolean;
  /** Number of parameters D. */
  readonly size: number;
  /** The parameters by layer and role, in their order. */
  readonly groups: readonly ParameterGroup[];
  /** Writes the features of rows `from` (included) to `to` (excluded) of standardised x into `out` [to - from, features]. */
  featuresInto(x: Matrix, from: number, to: number, out: Float64Array): void;
}

/** The network of a model with the given number of outputs, for inputs standardised by `scaler`. */
export function networkForm(model: Model, scaler: Scaler, outputs: number): NetworkForm {
  const { network } = model.spec;
  return network.kind === "mlp"
    ? mlpForm(network, model.inputs, outputs)
    : linearForm(network, model.inputs, scaler, outputs);
}

function mlpForm(spec: MlpSpec, inputs: number, outputs: number): NetworkForm {
  const { hidden, activation = "relu", residual = false } = spec;
  const layers = [inputs, ...hidden, outputs];
  return {
    layers,
    activation: hidden.map((_, l) => (typeof activation === "string" ? activation : activation[l]!)),
    residual,
    linear: hidden.length === 0,
    ...groupsOf(layers),
    featuresInto: (x, from, to, out) => out.set(x.data.subarray(from * inputs, to * inputs)),
  };
}

function linearForm(spec: LinearNetworkSpec, inputs: number, scaler: Scaler, outputs: number): NetworkForm {
  const network = buildLinearNetwork(spec, inputs, scaler);
  const layers = [network.size - 1, outputs];
  return {
    layers,
    activation: [],
    residual: false,
    linear: true,
    ...groupsOf(layers),
    featuresInto: (x, from, to, out) => withoutConstant(network, x, from, to, out),
  };
}

/** Rows whose features are computed at a time. */
const BLOCK = 1024;

/** The features of a linear network but for the last, which is 1. */
function withoutConstant(network: LinearNetwork, x: Matrix, from: number, to: number, out: Float64Array) {
  const kept = network.size - 1;
  const block = createMatrix(Math.min(BLOCK, to - from), network.size).data;
  for (let start = from; start < to; start += BLOCK) {
    const end = Math.min(start + BLOCK, to);
    network.featuresInto(x, start, end, block);
    for (let i = start; i < end; i++) {
      const at = (i - start) * network.size;
      out.set(block.subarray(at, at + kept), (i - from) * kept);
    }
  }
}

function groupsOf(layers: readonly number[]): { groups: readonly ParameterGroup[]; size: number } {
  const groups: ParameterGroup[] = [];
  let from = 0;
  for (let layer = 0; layer + 1 < layers.length; layer++) {
    const [fanIn, fanOut] = [layers[layer]!, layers[layer + 1]!];
    groups.push({ role: "weights", layer, from, count: fanIn * fanOut, fanIn, fanOut });
    groups.push({ role: "biases", layer, from: from + fanIn * fanOut, count: fanOut, fanIn, fanOut });
    from += (fanIn + 1) * fanOut;
  }
  return { groups, size: from };
}
