/**
 * Multilayer perceptrons of any depth: outputs, losses and gradients over blocks of rows, in WebAssembly or in its
 * TypeScript twin (see select.ts). Parameters, data and results live in the memory of the kernels between calls, so
 * that one step of a training loop is two calls (this gradient and an update of updates.ts) and copies nothing.
 *
 * Parameters are one flat vector: layer after layer, first the weights [inputs, outputs] row after row (the weight from
 * input i to output j at i outputs + j), then the biases [outputs]; {@link NetworkKernel.spec} lists where each begins.
 */
import { checkNumber } from "../../errors/checks.ts";
import { type NetworkArrays, type NetworkKernels, networkArrays } from "./networkKernels.ts";
import { type NetworkOptions, type NetworkSpec, networkSpec } from "./networkSpec.ts";
import { networkTwin } from "./twin/networkTwin.ts";
import { networkWasm } from "./wasm/networkWasm.ts";
import type { Workspace } from "./workspace.ts";

/**
 * A network with its data. Methods work on the rows order[start] ... order[start + count - 1] of the data and throw an
 * ArgumentError unless 0 <= start and start + count <= rows. Results of row order[start + r] stand at position r.
 */
export interface NetworkKernel {
  readonly spec: NetworkSpec;
  /**
   * To be filled by the caller: parameters [size, and those behind], inputs [rows, d], targets [rows, t], weights [rows] (1 at first),
   * order [rows] (row numbers below `rows`, 0, 1, 2, ... at first), noisePrecisions [outputs] (1 at first), masks (1 at
   * first; [units], or [units, batch] with the rows of a pass in the order of their positions), outputGradients
   * [rows, outputs].
   * Results: gradient [size, and behind it what the caller writes], outputs [rows, outputs], losses [rows] (without weight or scale), inputGradients [rows, d].
   */
  readonly arrays: NetworkArrays;
  /** Computes the outputs. */
  forward(start: number, count: number): void;
  /** scale times the weighted sum of the losses. */
  value(start: number, count: number, scale?: number): number;
  /** The same, and its gradient by the parameters (and by the inputs, if the options ask for it). */
  valueAndGradient(start: number, count: number, scale?: number): number;
  /**
   * The gradient for a loss of the caller's own: `loss` is called for each batch with the first position and the
   * number of its rows, when their outputs are known; it writes the loss's gradient by the outputs to `outputGradients`
   * at the same positions and returns the loss. Returns the sum.
   */
  gradientOf(start: number, count: number, loss: (at: number, rows: number) => number): number;
}

/** A network kernel with what the other files of this folder need of it. */
export interface OpenNetworkKernel extends NetworkKernel {
  readonly kernels: NetworkKernels;
  readonly workspace: Workspace;
}

/**
 * Makes a network kernel in a workspace, with parameters and data of zeros. Throws an ArgumentError that names the
 * option and what it must be.
 */
export function createNetworkKernel(workspace: Workspace, options: NetworkOptions): OpenNetworkKernel {
  const spec = networkSpec("createNetworkKernel", options);
  const arrays = networkArrays(workspace, spec);
  const { instance } = workspace;
  const kernels = instance === undefined ? networkTwin(spec, arrays) : networkWasm(instance, spec, arrays);
  const value = (where: string, start: number, count: number, scale: number, backward: boolean): number => {
    checkRange(where, spec, start, count, spec.masks === "rows" ? spec.batch : spec.rows);
    return kernels.value(start, count, scale, backward);
  };
  return {
    spec,
    arrays,
    kernels,
    workspace,
    forward(start, count) {
      checkRange("forward", spec, start, count, spec.masks === "rows" ? spec.batch : spec.rows);
      kernels.forward(start, count);
    },
    value: (start, count, scale = 1) => value("value", start, count, scale, false),
    valueAndGradient: (start, count, scale = 1) => value("valueAndGradient", start, count, scale, true),
    gradientOf(start, count, loss) {
      checkRange("gradientOf", spec, start, count, spec.masks === "rows" ? spec.batch : spec.rows);
      let sum = 0;
      kernels.clear();
      for (let at = 0; at < count; at += spec.batch) {
        const rows = Math.min(spec.batch, count - at);
        kernels.forwardRows(start + at, rows, at);
        sum += loss(at, rows);
        kernels.backwardRows(rows, at);
      }
      kernels.finish();
      return sum;
    },
  };
}

/** Throws an ArgumentError unless the positions exist and are at most `most`. */
export function checkRange(
  where: string,
  spec: NetworkSpec,
  start: number,
  count: number,
  most: number,
): void {
  if (Number.isInteger(start) && Number.isInteger(count) && start >= 0 && count >= 0) {
    if (start + count <= spec.rows && count <= most) return;
  }
  checkNumber(where, "start", start, { integer: true, min: 0, max: spec.rows });
  checkNumber(where, "count", count, { integer: true, min: 0, max: Math.min(most, spec.rows - start) });
}
