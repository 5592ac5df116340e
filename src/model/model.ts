import type { Dataset } from "../data/dataset.ts";
import type { Scaler, Standardise } from "../data/scaler.ts";
import { show } from "../errors/checks.ts";
import { ArgumentError, DataError } from "../errors/errors.ts";
import { checkModelSpec } from "./checkSpec.ts";
import { hiddenLayer, linearNetwork, randomRelu } from "./hiddenLayer.ts";
import type { LinearNetwork } from "./network.ts";
import { shallowRelu } from "./shallowRelu.ts";
import type { ModelSpec, NetworkSpec, ShallowReluSpec } from "./spec.ts";

/** A model made ready for data of known size: a checked spec with all defaults filled in. */
export interface Model {
  readonly spec: Readonly<Required<ModelSpec>>;
  /** Number of inputs d. */
  readonly inputs: number;
  /** The network that sees inputs standardised by `scaler`. */
  network(scaler: Scaler): LinearNetwork;
}

/**
 * A model from its spec. The data only give the number of inputs and, where joints are asked for by their number, the
 * range of x. Throws an ArgumentError or ShapeError that names the part of the spec that is wrong.
 */
export function createModel(spec: ModelSpec, data: Pick<Dataset, "x">): Model {
  checkModelSpec(spec);
  const network = resolveNetwork(spec.network, data);
  const standardise: Standardise = spec.standardise ?? (network.kind === "shallow-relu" ? "none" : "both");
  const inputs = data.x.cols;
  const model: Model = {
    spec: { ...spec, network, standardise },
    inputs,
    network: (scaler) => buildNetwork(network, inputs, scaler),
  };
  return model;
}

/** Joints asked for by their number become explicit ones, so that the spec says all. */
function resolveNetwork(spec: NetworkSpec, data: Pick<Dataset, "x">): NetworkSpec {
  if (spec.kind !== "shallow-relu") return spec;
  if (data.x.cols !== 1) {
    throw new ArgumentError({
      where: "createModel",
      problem: `a shallow-relu network with fixed joints takes one input, the data have ${data.x.cols}`,
      fix: 'Use { kind: "random-relu", units, seed } for several inputs.',
      details: { inputs: data.x.cols },
    });
  }
  if (Array.isArray(spec.joints)) return spec;
  const { count, from, to } = spec.joints as Exclude<ShallowReluSpec["joints"], readonly number[]>;
  let low = from ?? Number.POSITIVE_INFINITY;
  let high = to ?? Number.NEGATIVE_INFINITY;
  for (const value of data.x.data) {
    if (from === undefined) low = Math.min(low, value);
    if (to === undefined) high = Math.max(high, value);
  }
  if (!(high > low)) {
    throw new DataError({
      where: "createModel",
      problem: `joints by number need a range of x, got ${show(low)} to ${show(high)}`,
      fix: "Give the joints themselves, or `from` and `to`.",
    });
  }
  return { ...spec, joints: Array.from({ length: count }, (_, k) => low + ((high - low) * k) / count) };
}

function buildNetwork(spec: NetworkSpec, inputs: number, scaler: Scaler): LinearNetwork {
  switch (spec.kind) {
    case "shallow-relu": {
      // Joints are places on the x axis: they move with it when x is standardised.
      const [shift, scale] = [scaler.x.shift[0]!, scaler.x.scale[0]!];
      const joints = new Float64Array(spec.joints as readonly number[]);
      for (let k = 0; k < joints.length; k++) joints[k] = (joints[k]! - shift) / scale;
      return shallowRelu(joints, spec.slopes);
    }
    case "random-relu":
      return randomRelu(spec, inputs);
    case "hidden-layer":
      return hiddenLayer(spec, inputs);
    case "linear":
      return linearNetwork(inputs);
  }
}
