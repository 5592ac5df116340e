import type { NetworkSpec } from "./networkSpec.ts";
import type { KernelArray, KernelVector, Workspace } from "./workspace.ts";

/** The arrays of a network that callers read and write; shapes row after row. */
export interface NetworkArrays {
  readonly parameters: KernelVector;
  readonly gradient: KernelVector;
  readonly inputs: KernelVector;
  readonly targets: KernelVector;
  readonly weights: KernelVector;
  readonly order: KernelArray<Uint32Array>;
  readonly noisePrecisions: KernelVector;
  readonly masks: KernelVector;
  readonly outputs: KernelVector;
  readonly losses: KernelVector;
  readonly outputGradients: KernelVector;
  readonly inputGradients: KernelVector;
}

/** The network kernels, written twice: in WebAssembly and in TypeScript. `start` and `count` are positions of the order. */
export interface NetworkKernels {
  /** Outputs to `outputs`. */
  forward(start: number, count: number): void;
  /** Weighted sum of the losses times `scale`; losses to `losses`; with `backward`, its gradient to `gradient`. */
  value(start: number, count: number, scale: number, backward: boolean): number;
  /** The gradient so far becomes zero. */
  clear(): void;
  /** Outputs of at most a batch to `outputs` from row `at` on, keeping what backwardRows needs. */
  forwardRows(start: number, count: number, at: number): void;
  /** Adds the gradient of that pass, from `outputGradients` at row `at` on. */
  backwardRows(count: number, at: number): void;
  /** Brings the gradient so far to `gradient`. */
  finish(): void;
  /** [count, outputs, size] for at most a batch. */
  jacobian(start: number, count: number, target: KernelVector): void;
  /** [count, size] for at most a batch; returns the weighted sum of the losses times `scale`. */
  exampleGradients(start: number, count: number, scale: number, target: KernelVector): number;
  /** [count, outputs] for at most a batch. */
  directional(start: number, count: number, direction: KernelVector, target: KernelVector): void;
  /** [draws, count, outputs] under the parameter vectors of the bank [draws, size]. */
  bank(bank: KernelVector, draws: number, start: number, count: number, target: KernelVector): void;
}

/** The arrays of a network, zero but for weights and noise precisions of 1 and the identical order. */
export function networkArrays(workspace: Workspace, spec: NetworkSpec): NetworkArrays {
  const { format, rows, outputs } = spec;
  const vector = (length: number, slack = 8): KernelVector => workspace.vector(format, length, slack);
  // A block of a transposition reads up to three rows beyond a weight matrix.
  const beyond = 4 * Math.max(...spec.layers.map((layer) => layer.outputs)) + 8;
  const masks = spec.masks === "none" ? 0 : spec.hiddenUnits * (spec.masks === "rows" ? spec.batch : 1);
  const arrays: NetworkArrays = {
    parameters: vector(spec.size + spec.extraParameters, beyond),
    gradient: vector(spec.size + spec.extraParameters),
    inputs: vector(rows * spec.inputs),
    targets: vector(rows * spec.targets),
    weights: vector(rows),
    order: workspace.integers(rows),
    noisePrecisions: vector(outputs),
    masks: vector(masks),
    outputs: vector(rows * outputs),
    losses: vector(rows),
    outputGradients: vector(rows * outputs),
    inputGradients: vector(spec.inputGradients ? rows * spec.inputs : 0),
  };
  arrays.weights.view.fill(1);
  arrays.noisePrecisions.view.fill(1);
  arrays.masks.view.fill(1);
  const order = arrays.order.view;
  for (let r = 0; r < rows; r++) order[r] = r;
  return arrays;
}
