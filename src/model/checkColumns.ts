import type { Dataset } from "../data/dataset.ts";
import { checkFinite } from "../errors/checks.ts";
import { ShapeError } from "../errors/errors.ts";
import type { CompiledModel } from "./compileModel.ts";

/**
 * Throws a ShapeError unless the data have the columns the model was made for, an ArgumentError where a number is not
 * finite, a DataError where targets are not what the likelihood speaks of.
 */
export function checkColumns(
  { model, likelihood }: Pick<CompiledModel, "model" | "likelihood">,
  { x, y }: Dataset,
): void {
  const where = "fit";
  if (x.cols !== model.inputs || y.cols !== model.targets) {
    throw new ShapeError({
      where,
      problem: `the model was made for ${model.inputs} input(s) and ${model.targets} target(s), the data have ${x.cols} and ${y.cols}`,
      fix: "Make the model from the data it is fitted to.",
      details: { inputs: [model.inputs, x.cols], targets: [model.targets, y.cols] },
    });
  }
  checkFinite(where, "x", x.data);
  checkFinite(where, "y", y.data);
  likelihood.checkTargets(y);
}
