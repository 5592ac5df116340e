import { checkFinite, checkLength, checkNumber } from "../errors/checks.ts";
import { createRng } from "../random/rng.ts";
import { type ActivationName, activations } from "./activations.ts";
import type { LinearNetwork } from "./network.ts";
import type { HiddenLayerSpec, RandomReluSpec } from "./networkSpec.ts";

/** The parts of a hidden layer as flat arrays. */
interface Layer {
  readonly inputs: number;
  /** [H, d], row after row. */
  readonly weights: Float64Array;
  /** [H]. */
  readonly biases: Float64Array;
  readonly activation: ActivationName;
  readonly scale: number;
  readonly linear: boolean;
}

/** The network of a given hidden layer. Throws a ShapeError if weights and biases do not fit the inputs. */
export function hiddenLayer(spec: HiddenLayerSpec, inputs: number): LinearNetwork {
  const where = "hidden-layer";
  checkNumber(where, "number of units", spec.weights.length, { min: 1 });
  checkLength(where, "biases", spec.biases, spec.weights.length, "one per unit");
  for (const row of spec.weights) {
    checkLength(where, "weights of a unit", row, inputs, "one per input");
    checkFinite(where, "weights", row);
  }
  checkFinite(where, "biases", spec.biases);
  return layerNetwork({
    inputs,
    weights: Float64Array.from(spec.weights.flat()),
    biases: Float64Array.from(spec.biases),
    activation: spec.activation ?? "relu",
    scale: spec.scale ?? 1,
    linear: spec.linear ?? false,
  });
}

/** The network of random ReLU features, drawn unit after unit: a wider layer begins with the units of a narrower one. */
export function randomRelu(spec: RandomReluSpec, inputs: number): LinearNetwork {
  const weights = new Float64Array(spec.units * inputs);
  const biases = new Float64Array(spec.units);
  const rng = createRng(spec.seed).fork("random-relu");
  const inputScale = spec.inputScale ?? 1;
  for (let k = 0; k < spec.units; k++) {
    for (let j = 0; j < inputs; j++) weights[k * inputs + j] = inputScale * rng.normal();
    biases[k] = rng.normal();
  }
  const scale = Math.sqrt(2 / spec.units);
  return layerNetwork({ inputs, weights, biases, activation: "relu", scale, linear: spec.linear ?? false });
}

function layerNetwork(layer: Layer): LinearNetwork {
  const { inputs: d, weights, biases, scale, linear } = layer;
  const activation = activations[layer.activation];
  const units = biases.length;
  return {
    inputs: d,
    size: units + (linear ? d : 0) + 1,
    featuresInto(x, from, to, out) {
      for (let i = from, p = 0; i < to; i++) {
        const row = i * d;
        for (let k = 0, q = 0; k < units; k++) {
          let sum = biases[k]!;
          for (let j = 0; j < d; j++, q++) sum += weights[q]! * x.data[row + j]!;
          out[p++] = scale * activation(sum);
        }
        if (linear) for (let j = 0; j < d; j++) out[p++] = x.data[row + j]!;
        out[p++] = 1;
      }
    },
  };
}

/** The inputs themselves and a constant 1. */
export function linearNetwork(inputs: number): LinearNetwork {
  return {
    inputs,
    size: inputs + 1,
    featuresInto(x, from, to, out) {
      for (let i = from, p = 0; i < to; i++) {
        for (let j = 0; j < inputs; j++) out[p++] = x.data[i * inputs + j]!;
        out[p++] = 1;
      }
    },
  };
}
