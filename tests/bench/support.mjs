// Small tools of the benchmarks of the kernels.
import { createBulkRandom } from "../../dist/numeric/kernels/random.js";
import { kernelsInUse, selectKernels } from "../../dist/numeric/kernels/select.js";
import { withWorkspace } from "../../dist/numeric/kernels/workspace.js";

/** The kernels that are measured: those of the environment. */
export const measured = kernelsInUse().name;

const random = createBulkRandom([1, 2]);

/** Standard normal numbers; other ones from another position. */
export function normals(length, from = 0) {
  return random.fillNormal(from, new Float64Array(length));
}

/** What the TypeScript twins give. */
export function byTwin(work) {
  selectKernels("js");
  const result = work();
  selectKernels(measured);
  return result;
}

/** A workspace of these kernels that stays open for as long as the process lives. */
export function openWorkspace(choice = measured) {
  let opened;
  selectKernels(choice);
  withWorkspace((workspace) => {
    opened = workspace;
    return new Promise(() => {});
  });
  selectKernels(measured);
  return opened;
}

export function assertClose(what, value, expected, tolerance) {
  if (Math.abs(value - expected) <= tolerance) return;
  throw new Error(`${what} must be ${expected} to within ${tolerance}, got ${value}`);
}
