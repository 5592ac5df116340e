import type { NetworkArrays, NetworkKernels } from "../networkKernels.ts";
import type { NetworkSpec } from "../networkSpec.ts";
import type { Reals } from "../special.ts";
import { activationTwin } from "./activationTwin.ts";
import { lossTwin } from "./lossTwin.ts";

/**
 * The network kernels in plain TypeScript, one row of the data after the other. Every sum has the order of the
 * WebAssembly kernels, so that f64 results have the same bits; f32 results are computed in f64 and rounded when stored.
 */
export function networkTwin(spec: NetworkSpec, arrays: NetworkArrays): NetworkKernels {
  const { layers, outputs: count } = spec;
  const last = layers.length - 1;
  const make = (length: number): Reals =>
    spec.format === "f64" ? new Float64Array(length) : new Float32Array(length);
  const activations = layers.map((layer) => activationTwin(layer.activation, spec.format));
  const loss = lossTwin(spec.loss, spec.format);
  // What enters each layer, and the outputs at the end; derivatives of the hidden layers; gradients by sums.
  const values = [make(spec.inputs), ...layers.map((layer) => make(layer.outputs))];
  const derivatives = layers.map((layer) => make(layer.outputs));
  const sums = layers.map((layer) => make(layer.outputs));
  const back = values.map((entering) => make(entering.length));
  const target = make(spec.targets);

  function load(position: number): number {
    const row = arrays.order.view[position]!;
    const inputs = arrays.inputs.view;
    for (let i = 0; i < spec.inputs; i++) values[0]![i] = inputs[row * spec.inputs + i]!;
    return row;
  }

  function multiply(l: number, weights: Reals, offset: number, x: Reals, z: Reals): void {
    const { inputs, outputs } = layers[l]!;
    for (let i = 0; i < inputs; i++) {
      const xi = x[i]!;
      const at = offset + i * outputs;
      for (let j = 0; j < outputs; j++) z[j] = z[j]! + weights[at + j]! * xi;
    }
  }

  /** `rowOfPass` chooses the masks. */
  function forwardRow(parameters: Reals, offset: number, rowOfPass: number): void {
    for (let l = 0, unit = 0; l <= last; l++) {
      const layer = layers[l]!;
      const z = values[l + 1]!;
      for (let j = 0; j < layer.outputs; j++) z[j] = parameters[offset + layer.bias + j]!;
      multiply(l, parameters, offset + layer.weights, values[l]!, z);
      if (l === last) return;
      activations[l]!(z, derivatives[l]!);
      if (spec.masks !== "none") mask(z, derivatives[l]!, unit, rowOfPass);
      if (layer.residual) for (let j = 0; j < layer.outputs; j++) z[j]! += values[l]![j]!;
      unit += layer.outputs;
    }
  }

  function mask(z: Reals, d: Reals, unit: number, rowOfPass: number): void {
    const masks = arrays.masks.view;
    for (let j = 0; j < z.length; j++) {
      const factor = spec.masks === "units" ? masks[unit + j]! : masks[(unit + j) * spec.batch + rowOfPass]!;
      z[j]! *= factor;
      d[j]! *= factor;
    }
  }

  /** From sums[last] back to the inputs; `atLayer` is called once the gradient by a layer's sums is known. */
  function backwardRow(parameters: Reals, atLayer: (l: number) => void): void {
    for (let l = last; l >= 0; l--) {
      atLayer(l);
      if (l === 0 && !spec.inputGradients) return;
      const { inputs, outputs, weights, residual } = layers[l]!;
      const [g, below, above] = [sums[l]!, back[l]!, back[l + 1]!];
      for (let i = 0; i < inputs; i++) {
        let sum = residual ? above[i]! : 0;
        const at = weights + i * outputs;
        for (let j = 0; j < outputs; j++) sum += parameters[at + j]! * g[j]!;
        below[i] = sum;
      }
      if (l === 0) return;
      for (let i = 0; i < inputs; i++) sums[l - 1]![i] = below[i]! * derivatives[l - 1]![i]!;
    }
  }

  function addLayerGradient(l: number, gradient: Reals): void {
    const { inputs, outputs, weights, bias } = layers[l]!;
    const [x, g] = [values[l]!, sums[l]!];
    for (let i = 0; i < inputs; i++) {
      const xi = x[i]!;
      const at = weights + i * outputs;
      for (let j = 0; j < outputs; j++) gradient[at + j] = gradient[at + j]! + xi * g[j]!;
    }
    for (let j = 0; j < outputs; j++) gradient[bias + j]! += g[j]!;
  }

  function writeLayerGradient(l: number, target: Reals, offset: number): void {
    const { inputs, outputs, weights, bias } = layers[l]!;
    for (let i = 0; i < inputs; i++) {
      for (let j = 0; j < outputs; j++)
        target[offset + weights + i * outputs + j] = values[l]![i]! * sums[l]![j]!;
    }
    for (let j = 0; j < outputs; j++) target[offset + bias + j] = sums[l]![j]!;
  }

  /** The weighted loss of the row in `values`; its gradient in sums[last]. */
  function lossOfRow(row: number, scale: number, r: number): number {
    for (let t = 0; t < spec.targets; t++) target[t] = arrays.targets.view[row * spec.targets + t]!;
    const weight = (spec.format === "f64" ? scale : Math.fround(scale)) * arrays.weights.view[row]!;
    arrays.losses.view[r] = loss(values[last + 1]!, target, weight, arrays.noisePrecisions.view, sums[last]!);
    return weight * arrays.losses.view[r]!;
  }

  function writeOutputs(target: Reals, r: number): void {
    for (let k = 0; k < count; k++) target[r * count + k] = values[last + 1]![k]!;
  }

  function writeInputGradient(r: number): void {
    if (!spec.inputGradients) return;
    for (let i = 0; i < spec.inputs; i++) arrays.inputGradients.view[r * spec.inputs + i] = back[0]![i]!;
  }

  let kept = 0;

  return {
    forward(start, rows) {
      for (let r = 0; r < rows; r++) {
        load(start + r);
        forwardRow(arrays.parameters.view, 0, r % spec.batch);
        writeOutputs(arrays.outputs.view, r);
      }
    },
    value(start, rows, scale, backward) {
      const parameters = arrays.parameters.view;
      const gradient = arrays.gradient.view;
      let sum = 0;
      if (backward) gradient.fill(0);
      for (let r = 0; r < rows; r++) {
        const row = load(start + r);
        forwardRow(parameters, 0, r % spec.batch);
        sum += lossOfRow(row, scale, r);
        if (!backward) continue;
        backwardRow(parameters, (l) => addLayerGradient(l, gradient));
        writeInputGradient(r);
      }
      return sum;
    },
    clear: () => void arrays.gradient.view.fill(0),
    forwardRows(start, rows, at) {
      kept = start;
      for (let r = 0; r < rows; r++) {
        load(start + r);
        forwardRow(arrays.parameters.view, 0, r);
        writeOutputs(arrays.outputs.view, at + r);
      }
    },
    backwardRows(rows, at) {
      for (let r = 0; r < rows; r++) {
        load(kept + r);
        forwardRow(arrays.parameters.view, 0, r);
        for (let k = 0; k < count; k++) sums[last]![k] = arrays.outputGradients.view[(at + r) * count + k]!;
        backwardRow(arrays.parameters.view, (l) => addLayerGradient(l, arrays.gradient.view));
        writeInputGradient(at + r);
      }
    },
    finish() {},
    jacobian(start, rows, target) {
      for (let r = 0; r < rows; r++) {
        load(start + r);
        forwardRow(arrays.parameters.view, 0, r);
        for (let k = 0; k < count; k++) {
          sums[last]!.fill(0)[k] = 1;
          const offset = (r * count + k) * spec.size;
          backwardRow(arrays.parameters.view, (l) => writeLayerGradient(l, target.view, offset));
        }
      }
    },
    exampleGradients(start, rows, scale, target) {
      let sum = 0;
      for (let r = 0; r < rows; r++) {
        const row = load(start + r);
        forwardRow(arrays.parameters.view, 0, r);
        sum += lossOfRow(row, scale, r);
        backwardRow(arrays.parameters.view, (l) => writeLayerGradient(l, target.view, r * spec.size));
      }
      return sum;
    },
    directional(start, rows, direction, target) {
      const parameters = arrays.parameters.view;
      for (let r = 0; r < rows; r++) {
        load(start + r);
        forwardRow(parameters, 0, r);
        for (let l = 0; l <= last; l++) {
          const { outputs, weights, bias, residual } = layers[l]!;
          const [z, tangents] = [sums[l]!, back[l + 1]!];
          for (let j = 0; j < outputs; j++) z[j] = direction.view[bias + j]!;
          multiply(l, direction.view, weights, values[l]!, z);
          if (l > 0) multiply(l, parameters, weights, back[l]!, z);
          if (l === last) break;
          for (let j = 0; j < outputs; j++) {
            tangents[j] = (residual && l > 0 ? back[l]![j]! : 0) + z[j]! * derivatives[l]![j]!;
          }
        }
        for (let k = 0; k < count; k++) target.view[r * count + k] = sums[last]![k]!;
      }
    },
    bank(bank, draws, start, rows, target) {
      for (let s = 0; s < draws; s++) {
        for (let r = 0; r < rows; r++) {
          load(start + r);
          forwardRow(bank.view, s * spec.size, r % spec.batch);
          writeOutputs(target.view, s * rows + r);
        }
      }
    },
  };
}
