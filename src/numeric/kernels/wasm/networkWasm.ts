import type { NetworkExports } from "../exports.ts";
import type { KernelInstance } from "../instantiate.ts";
import type { NetworkArrays, NetworkKernels } from "../networkKernels.ts";
import { ACTIVATIONS, LOSSES, type NetworkLayer, type NetworkSpec } from "../networkSpec.ts";
import * as field from "../shared/networkFields.ts";
import type { FloatFormat } from "../workspace.ts";

/** The network kernels of a compiled module, with scratch for one batch behind the arrays. */
export function networkWasm(
  instance: KernelInstance,
  spec: NetworkSpec,
  arrays: NetworkArrays,
): NetworkKernels {
  const network = describe(instance, spec, arrays);
  const k = functionsOf(instance.exports, spec.format);
  return {
    forward: (start, count) => k.forward(network, start, count),
    value: (start, count, scale, backward) => k.value(network, start, count, scale, backward),
    clear: () => instance.exports.networkClear(network),
    forwardRows: (start, count, at) => k.forwardRows(network, start, count, at),
    backwardRows: (count, at) => k.backwardRows(network, count, at),
    finish: () => k.finish(network),
    jacobian: (start, count, target) => k.jacobian(network, start, count, target.address),
    exampleGradients: (start, count, scale, target) =>
      k.exampleGradients(network, start, count, scale, target.address),
    directional: (start, count, direction, target) =>
      k.directional(network, start, count, direction.address, target.address),
    bank: (bank, draws, start, count, target) =>
      k.bank(network, bank.address, draws, start, count, target.address),
  };
}

interface Functions {
  readonly forward: NetworkExports["networkForwardF64"];
  readonly value: NetworkExports["networkValueF64"];
  readonly forwardRows: NetworkExports["networkForwardRowsF64"];
  readonly backwardRows: NetworkExports["networkBackwardRowsF64"];
  readonly finish: NetworkExports["networkFinishF64"];
  readonly jacobian: NetworkExports["networkJacobianF64"];
  readonly exampleGradients: NetworkExports["networkExampleGradientsF64"];
  readonly directional: NetworkExports["networkDirectionalF64"];
  readonly bank: NetworkExports["networkBankF64"];
}

function functionsOf(exports: NetworkExports, format: FloatFormat): Functions {
  const suffix = format === "f64" ? "F64" : "F32";
  return {
    forward: exports[`networkForward${suffix}`],
    value: exports[`networkValue${suffix}`],
    forwardRows: exports[`networkForwardRows${suffix}`],
    backwardRows: exports[`networkBackwardRows${suffix}`],
    finish: exports[`networkFinish${suffix}`],
    jacobian: exports[`networkJacobian${suffix}`],
    exampleGradients: exports[`networkExampleGradients${suffix}`],
    directional: exports[`networkDirectional${suffix}`],
    bank: exports[`networkBank${suffix}`],
  };
}

/** Writes the description of the network (shared/networkFields.ts) and allocates the scratch; returns its address. */
function describe(instance: KernelInstance, spec: NetworkSpec, arrays: NetworkArrays): number {
  const { arena } = instance;
  const size = spec.format === "f64" ? 8 : 4;
  const padded = (count: number): number => Math.ceil((count * size) / 32) * 32;
  const stride = (count: number): number => padded(count) + 32; // at least that of assembly/network/layout.ts
  const lanes = (count: number): number => Math.ceil(count / 8) * 8;
  const clean = (bytes: number): number => {
    const address = arena.allocate(bytes + 128);
    arena.bytes(address, bytes + 128).fill(0);
    return address;
  };
  const columns = (units: number): number => clean(lanes(units) * stride(spec.batch));
  const widest = (of: (layer: NetworkLayer) => number): number => Math.max(...spec.layers.map(of));
  const inputs = widest((layer) => layer.inputs);
  const outputs = widest((layer) => layer.outputs);
  const gradientBytes = spec.layers.map((layer) =>
    isSwapped(layer, size)
      ? lanes(layer.outputs) * padded(layer.inputs + 1)
      : lanes(layer.inputs + 1) * padded(layer.outputs),
  );
  const paddedBytes = gradientBytes.reduce((sum, bytes) => sum + bytes, 0);
  const words = new Map<number, number>([
    [field.LAYERS, spec.layers.length],
    [field.LOSS, LOSSES[spec.loss]],
    [field.TARGETS, spec.targets],
    [field.DATA_INPUTS, arrays.inputs.address],
    [field.DATA_TARGETS, arrays.targets.address],
    [field.DATA_WEIGHTS, arrays.weights.address],
    [field.DATA_ORDER, arrays.order.address],
    [field.PARAMETERS, arrays.parameters.address],
    [field.GRADIENT, arrays.gradient.address],
    [field.PRECISIONS, arrays.noisePrecisions.address],
    [field.OUTPUTS, arrays.outputs.address],
    [field.LOSSES, arrays.losses.address],
    [field.OUTPUT_GRADIENTS, arrays.outputGradients.address],
    [field.INPUT_GRADIENTS, spec.inputGradients ? arrays.inputGradients.address : 0],
    [field.PASS_ROWS, clean(lanes(spec.batch) * stride(spec.inputs + 1))],
    [field.PASS_COLUMNS, columns(spec.inputs)],
    [field.PASS_TARGETS, columns(spec.targets)],
    [field.PASS_WEIGHTS, columns(1)],
    [field.BACK_VALUES, columns(Math.max(inputs, outputs))],
    [field.BACK_SUMS, columns(Math.max(inputs, outputs))],
    [field.LEFT_ROWS, clean(lanes(spec.batch) * stride(inputs + 1))],
    [field.RIGHT_ROWS, clean(lanes(spec.batch) * stride(outputs))],
    [field.WEIGHTS_TRANSPOSED, clean(lanes(outputs) * stride(inputs))],
    [field.PADDED_GRADIENT, clean(paddedBytes)],
    [field.PADDED_BYTES, paddedBytes],
    [field.ZEROS, clean(32)],
    [field.MASKS, { none: 0, units: 1, rows: 2 }[spec.masks]],
    [field.SIZE, spec.size],
    [field.BATCH, spec.batch],
  ]);
  let gradientAt = words.get(field.PADDED_GRADIENT)!;
  let masksAt = arrays.masks.address;
  spec.layers.forEach((layer, l) => {
    const isHidden = l + 1 < spec.layers.length;
    const entries: [number, number][] = [
      [field.LAYER_IN, layer.inputs],
      [field.LAYER_OUT, layer.outputs],
      [field.LAYER_ACTIVATION, ACTIVATIONS[layer.activation]],
      [field.LAYER_OFFSET, layer.weights],
      [field.LAYER_VALUES, columns(layer.outputs)],
      [field.LAYER_DERIVATIVES, isHidden ? columns(layer.outputs) : 0],
      [field.LAYER_GRADIENT, gradientAt],
      [field.LAYER_SWAPPED, isSwapped(layer, size) ? 1 : 0],
      [field.LAYER_MASKS, isHidden && spec.masks !== "none" ? masksAt : 0],
      [field.LAYER_RESIDUAL, layer.residual ? 1 : 0],
    ];
    for (const [word, value] of entries) {
      words.set(field.NETWORK_WORDS + l * field.LAYER_WORDS + word, value);
    }
    gradientAt += gradientBytes[l]!;
    masksAt += layer.outputs * (spec.masks === "rows" ? spec.batch : 1) * size;
  });
  const length = field.NETWORK_WORDS + spec.layers.length * field.LAYER_WORDS;
  const network = clean(length * 4);
  const view = arena.u32(network, length);
  for (const [word, value] of words) view[word] = value;
  return network;
}

/** The time for 0, 1, 2 or 3 last rows, relative to four. */
const LAST_ROWS = [0, 0.25, 0.5, 1];

/** Whether the layer's gradient is computed transposed: where that takes fewer tiles of 4 rows by 2 vectors. */
function isSwapped(layer: NetworkLayer, size: number): boolean {
  const tiles = (rows: number, cols: number): number =>
    (Math.floor(rows / 4) + LAST_ROWS[rows % 4]!) * Math.ceil((cols * size) / 32);
  const ins = layer.inputs + 1;
  return tiles(layer.outputs, ins) < tiles(ins, layer.outputs);
}
