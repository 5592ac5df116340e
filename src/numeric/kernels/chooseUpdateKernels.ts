import { updatesTwin } from "./twin/updatesTwin.ts";
import type { UpdateKernels } from "./updateKernels.ts";
import { updatesWasm } from "./wasm/updatesWasm.ts";
import type { Workspace } from "./workspace.ts";

/** The updates of the workspace's kernels. */
export function chooseUpdateKernels(workspace: Workspace): UpdateKernels {
  const { instance } = workspace;
  return instance === undefined ? updatesTwin : updatesWasm(instance);
}
