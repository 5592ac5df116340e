import type { CompiledModel } from "../model/compileModel.ts";
import type { SavedPosterior } from "./savedPosterior.ts";

/** What every saved posterior of a compiled model begins with; what the method found follows. */
export function savedHead(
  method: string,
  options: object,
  { model, scaler }: CompiledModel,
): Omit<SavedPosterior, "values" | "tensors"> {
  return {
    format: "credence-posterior",
    version: 1,
    method,
    options: { ...options },
    model: model.spec,
    inputs: model.inputs,
    targets: model.targets,
    classes: model.classes,
    scaler,
  };
}
