import type { FloatFormat } from "../numeric/kernels/workspace.ts";
import type { CompiledModel } from "./compileModel.ts";
import { checkMemory } from "./memory.ts";

/** Vectors as long as the parameters that training needs: parameters, gradient, moments, the best so far, ... */
const VECTORS = 12;

/**
 * About how many bytes a target of N rows and its training take: features, outputs with their gradients, targets and
 * weights of all rows, activations of a batch, and vectors of parameters.
 */
export function targetMemory(
  compiled: CompiledModel,
  rows: number,
  batch: number,
  format: FloatFormat,
): number {
  const { form, likelihood, size } = compiled;
  const number = format === "f64" ? 8 : 4;
  const units = form.layers.reduce((sum, width) => sum + width, 0);
  const perRow = form.layers[0]! + 2 * likelihood.outputs + likelihood.targets + 3;
  return number * (rows * perRow + 4 * Math.min(batch, rows) * units + VECTORS * size);
}

/** Refuses a fit that cannot fit into memory. Throws an ArgumentError that gives the figure. */
export function checkTargetMemory(
  where: string,
  compiled: CompiledModel,
  rows: number,
  batch: number,
  format: FloatFormat,
): void {
  const bytes = targetMemory(compiled, rows, batch, format);
  const shape = compiled.form.layers.join(" x ");
  const what = `a fit of ${rows} rows with a network of ${shape} (${compiled.size} parameters)`;
  checkMemory(where, bytes, what, 'Use fewer rows or units, or precision: "f32".');
}
