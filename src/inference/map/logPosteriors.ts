import type { Dataset } from "../../data/dataset.ts";
import { NumericError } from "../../errors/errors.ts";
import type { CompiledModel } from "../../model/compileModel.ts";
import { createTarget } from "../../model/target.ts";
import { withWorkspace } from "../../numeric/kernels/workspace.ts";
import { logJacobian } from "../parts/logJacobian.ts";

/**
 * log likelihood of all rows + log prior at parameter vectors, for targets in their own units: of the model itself, whatever
 * rows and prior a fit was trained with. `data` are standardised. Throws a NumericError where one is not finite.
 */
export function logPosteriors(
  compiled: CompiledModel,
  data: Dataset,
  vectors: readonly Float64Array[],
): Float64Array {
  const jacobian = logJacobian(compiled.scaler, data.x.rows);
  return withWorkspace((workspace) => {
    const target = createTarget(workspace, compiled, data, {
      format: compiled.model.spec.precision ?? "f64",
    });
    return Float64Array.from(vectors, (vector) => {
      target.parameters.view.set(vector);
      const potential = target.potential();
      if (Number.isFinite(potential)) return -potential - jacobian;
      throw new NumericError({
        where: "map",
        problem: `the loss must be finite at the end, it is ${potential}`,
        fix: "Use a smaller rate, or clip the gradient; standardise the data.",
      });
    });
  });
}
