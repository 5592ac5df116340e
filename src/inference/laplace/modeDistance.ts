import type { Dataset } from "../../data/dataset.ts";
import { createTarget } from "../../model/target.ts";
import { withWorkspace } from "../../numeric/kernels/workspace.ts";
import type { FoundMode } from "./findMode.ts";
import type { PrecisionRoot } from "./precisionRoot.ts";

/**
 * How far a Newton step would take the parameters that vary from where training ended, in standard deviations of the
 * approximation: sqrt(g' Sigma g) with g the gradient of U of the trained model there. 0 at a mode. The root is of parameters
 * whitened by these prior precisions [D].
 */
export function modeDistance(
  { compiled, parameters }: FoundMode,
  data: Dataset,
  precision: Float64Array,
  root: PrecisionRoot,
): number {
  const { form, model } = compiled;
  const gradient = withWorkspace((workspace) => {
    const target = createTarget(workspace, compiled, data, { format: model.spec.precision ?? "f64" });
    target.parameters.view.set(parameters);
    target.potential();
    return Float64Array.from(target.gradient.view);
  });
  const from = form.size - root.size;
  const row = new Float64Array(root.size);
  for (let j = 0; j < root.size; j++) row[j] = gradient[from + j]! / Math.sqrt(precision[from + j]!);
  root.project(1, row);
  return Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
}
