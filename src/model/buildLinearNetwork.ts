import type { Scaler } from "../data/scaler.ts";
import { hiddenLayer, linearNetwork, randomRelu } from "./hiddenLayer.ts";
import type { LinearNetwork } from "./network.ts";
import type { LinearNetworkSpec } from "./networkSpec.ts";
import { shallowRelu } from "./shallowRelu.ts";

/**
 * The network of a spec with d inputs that sees inputs standardised by `scaler`. Throws an ArgumentError or ShapeError
 * where its parts do not fit each other or the inputs.
 */
export function buildLinearNetwork(spec: LinearNetworkSpec, inputs: number, scaler: Scaler): LinearNetwork {
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
