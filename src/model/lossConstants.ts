import type { OpenNetworkKernel } from "../numeric/kernels/network.ts";
import type { Reals } from "../numeric/kernels/special.ts";
import type { Likelihood } from "./likelihood.ts";

/**
 * What the loss of the kernels leaves out of the weighted -log likelihood of every row [N]: the difference of the two
 * for a network that is 0 everywhere. For likelihoods without parameters of their own.
 */
export function lossConstants(network: OpenNetworkKernel, likelihood: Likelihood): Float64Array {
  const { arrays, spec } = network;
  const parameters = arrays.parameters.view;
  const held = parameters.slice();
  const losses = new Float64Array(spec.rows);
  parameters.fill(0);
  for (let start = 0; start < spec.rows; start += spec.batch) {
    const count = Math.min(spec.batch, spec.rows - start);
    network.value(start, count);
    losses.set(arrays.losses.view.subarray(0, count), start);
  }
  parameters.set(held);
  const zeros: Reals = arrays.outputs.view.slice(0, spec.outputs).fill(0);
  const ignored = zeros.slice();
  const none = new Float64Array(0);
  return Float64Array.from({ length: spec.rows }, (_, n) => {
    const row = {
      outputs: zeros,
      at: 0,
      targets: arrays.targets.view,
      weights: arrays.weights.view,
      order: arrays.order.view,
      start: n,
      count: 1,
      scale: 1,
    };
    const full = likelihood.addRows(row, none, ignored, none);
    return full - arrays.weights.view[n]! * losses[n]!;
  });
}
