import { checkNumber } from "../../errors/checks.ts";
import { checkRange, type OpenNetworkKernel } from "./network.ts";
import type { KernelVector } from "./workspace.ts";

/** Many parameter vectors of one network: posterior draws or members of an ensemble. */
export interface NetworkBank {
  /** Parameter vectors [draws, size], to be filled by the caller. */
  readonly parameters: KernelVector;
  /** Outputs [draws, count, outputs] of the last call. */
  readonly outputs: KernelVector;
  /** The outputs of rows order[start] ... order[start + count - 1] under the first `draws` parameter vectors. */
  forward(draws: number, start: number, count: number): void;
}

/** Makes room for `draws` parameter vectors and their outputs for `rows` rows at a time. */
export function createNetworkBank(network: OpenNetworkKernel, draws: number, rows: number): NetworkBank {
  const { spec, kernels, workspace } = network;
  const where = "createNetworkBank";
  checkNumber(where, "draws", draws, { integer: true, min: 1 });
  checkNumber(where, "rows", rows, { integer: true, min: 1, max: spec.rows });
  const parameters = workspace.vector(spec.format, draws * spec.size, 8);
  const outputs = workspace.vector(spec.format, draws * rows * spec.outputs);
  return {
    parameters,
    outputs,
    forward(used, start, count) {
      checkNumber("forward", "draws", used, { integer: true, min: 0, max: draws });
      checkRange("forward", spec, start, count, spec.masks === "rows" ? Math.min(rows, spec.batch) : rows);
      kernels.bank(parameters, used, start, count, outputs);
    },
  };
}
