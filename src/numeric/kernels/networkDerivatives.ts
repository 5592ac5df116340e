/** Derivatives of a network row by row and along directions, for generalised Gauss-Newton and Fisher matrices. */
import { checkNumber } from "../../errors/checks.ts";
import { checkRange, type OpenNetworkKernel } from "./network.ts";
import type { KernelVector } from "./workspace.ts";

/** Derivatives of at most `rows` rows at a time; results of row order[start + r] stand at position r. */
export interface NetworkDerivatives {
  /** Derivatives [rows, outputs, size], or gradients of losses [rows, size] at the beginning of the same array. */
  readonly derivatives: KernelVector;
  /** A direction [size] in the space of parameters, to be filled by the caller. */
  readonly direction: KernelVector;
  /** Derivatives along the direction [rows, outputs]. */
  readonly tangents: KernelVector;
  /** The derivative of every output by every parameter, to `derivatives`. */
  jacobian(start: number, count: number): void;
  /** The gradient of scale times the weighted loss of every row, to `derivatives`; returns the sum of these losses. */
  exampleGradients(start: number, count: number, scale?: number): number;
  /** The derivative of every output along `direction` (the Jacobian times the direction), to `tangents`. */
  alongDirection(start: number, count: number): void;
}

/**
 * Makes room for derivatives of `rows` rows, at most the batch of the network. For the Jacobian's transpose times
 * vectors see `gradientOf` of the network kernel.
 */
export function createNetworkDerivatives(network: OpenNetworkKernel, rows: number): NetworkDerivatives {
  const { spec, kernels, workspace } = network;
  checkNumber("createNetworkDerivatives", "rows", rows, { integer: true, min: 1, max: spec.batch });
  const beyond = 4 * Math.max(...spec.layers.map((layer) => layer.outputs)) + 8;
  const derivatives = workspace.vector(spec.format, rows * spec.outputs * spec.size);
  const direction = workspace.vector(spec.format, spec.size, beyond);
  const tangents = workspace.vector(spec.format, rows * spec.outputs);
  return {
    derivatives,
    direction,
    tangents,
    jacobian(start, count) {
      checkRange("jacobian", spec, start, count, rows);
      if (count > 0) kernels.jacobian(start, count, derivatives);
    },
    exampleGradients(start, count, scale = 1) {
      checkRange("exampleGradients", spec, start, count, rows);
      return count === 0 ? 0 : kernels.exampleGradients(start, count, scale, derivatives);
    },
    alongDirection(start, count) {
      checkRange("alongDirection", spec, start, count, rows);
      if (count > 0) kernels.directional(start, count, direction, tangents);
    },
  };
}
