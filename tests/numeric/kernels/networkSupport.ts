import { createNetworkKernel, type OpenNetworkKernel } from "../../../src/numeric/kernels/network.ts";
import type { Activation, NetworkLoss, NetworkOptions } from "../../../src/numeric/kernels/networkSpec.ts";
import type { Reals } from "../../../src/numeric/kernels/special.ts";
import type { Workspace } from "../../../src/numeric/kernels/workspace.ts";
import { createRng } from "../../../src/random/rng.ts";

export const ACTIVATIONS: readonly Activation[] = ["relu", "tanh", "softplus", "gelu", "sin"];
export const LOSSES: readonly NetworkLoss[] = ["squaredError", "normal", "bernoulli", "softmax", "poisson"];

/** A network with random parameters, data of the kind its loss needs, weights, precisions, masks and order. */
export function randomNetwork(
  workspace: Workspace,
  seed: number,
  options: NetworkOptions,
  size = 1,
): OpenNetworkKernel {
  const network = createNetworkKernel(workspace, options);
  const { arrays, spec } = network;
  const rng = createRng(seed);
  const { parameters, inputs, weights, noisePrecisions, masks, order } = arrays;
  for (const { inputs: ins, weights: first, bias, outputs } of spec.layers) {
    for (let p = first; p < bias; p++) parameters.view[p] = (size * rng.normal()) / Math.sqrt(ins);
    for (let p = bias; p < bias + outputs; p++) parameters.view[p] = 0.5 * size * rng.normal();
  }
  for (let p = 0; p < inputs.length; p++) inputs.view[p] = rng.normal();
  for (let p = 0; p < arrays.targets.length; p++) {
    const draw = { squaredError: rng.normal(), normal: rng.normal(), bernoulli: rng.uniform() };
    const count = Math.floor(rng.uniform() * (spec.loss === "softmax" ? spec.outputs : 5));
    arrays.targets.view[p] = spec.loss in draw ? draw[spec.loss as keyof typeof draw] : count;
  }
  for (let p = 0; p < weights.length; p++) weights.view[p] = 0.5 + rng.uniform();
  for (let p = 0; p < noisePrecisions.length; p++) noisePrecisions.view[p] = 0.5 + rng.uniform();
  for (let p = 0; p < masks.length; p++) masks.view[p] = rng.uniform() < 0.3 ? 0 : 1.25;
  for (let r = order.length - 1; r > 0; r--) {
    const other = Math.floor(rng.uniform() * (r + 1));
    [order.view[r], order.view[other]] = [order.view[other]!, order.view[r]!];
  }
  return network;
}

/** Derivatives of `f` at x by central differences with step h. */
export function finiteDifferences(x: Reals, f: () => number, h = 1e-5): Float64Array {
  return Float64Array.from({ length: x.length }, (_, p) => {
    const old = x[p]!;
    x[p] = old + h;
    const above = f();
    x[p] = old - h;
    const below = f();
    x[p] = old;
    return (above - below) / (2 * h);
  });
}

/** The largest |a_i - b_i| relative to the largest |b_i|, or absolute where that is below 1; NaN for other lengths. */
export function difference(a: Reals, b: Reals): number {
  if (a.length !== b.length) return Number.NaN;
  let largest = 0;
  let size = 1;
  for (let i = 0; i < a.length; i++) {
    largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
    size = Math.max(size, Math.abs(b[i]!));
  }
  return largest / size;
}

/** A number of outputs that the loss accepts: a mean and a log variance each for the normal loss. */
export function outputsFor(loss: string, outputs: number): number {
  return loss === "normal" ? 2 * outputs : outputs;
}
