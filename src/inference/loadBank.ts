import { type CompiledModel, compileModel } from "../model/compileModel.ts";
import { createModel } from "../model/model.ts";
import { createMatrix } from "../numeric/matrix.ts";
import type { BankParts } from "./bankPosterior.ts";
import { broken } from "./checkSaved.ts";
import type { Note } from "./method.ts";
import { savedList, savedTensor } from "./savedFields.ts";
import type { SavedPosterior } from "./savedPosterior.ts";

/** The compiled model of a saved posterior. */
export function loadCompiled({
  model,
  inputs,
  targets = 1,
  classes = [],
  scaler,
}: SavedPosterior): CompiledModel {
  const shape = {
    x: createMatrix(0, inputs),
    y: createMatrix(0, targets),
    ...(classes.length === 0 ? {} : { classes }),
  };
  return compileModel(createModel(model, shape), scaler);
}

/** The parts of a posterior that was saved as a bank. Throws a FormatError where they do not fit each other. */
export function loadBank(saved: SavedPosterior): BankParts {
  const compiled = loadCompiled(saved);
  const rows = saved.tensors["bank"]?.shape[0] ?? 0;
  if (rows === 0) throw broken("tensors.bank", "one or more parameter vectors", "none");
  const bank = createMatrix(rows, compiled.size, savedTensor(saved, "bank", [rows, compiled.size]));
  return {
    method: saved.method,
    options: saved.options,
    compiled,
    bank,
    notes: savedList<Note>(saved, "notes"),
    values: saved.values,
    tensors: saved.tensors,
  };
}
