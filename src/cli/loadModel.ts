import { resolve } from "node:path";
import type { TableEncoding } from "../data/encoding.ts";
import type { Table } from "../data/table.ts";
import { DataError } from "../errors/errors.ts";
import type { LoadedModel } from "../io/modelFile.ts";
import type { Matrix } from "../numeric/matrix.ts";
import type { Context } from "./context.ts";
import { speakingOf } from "./errorText.ts";

/** A saved model that knows how tables are encoded for it. */
export type EncodedModel = LoadedModel & { readonly encoding: TableEncoding };

/** Loads a model for use on tables. Errors speak of the file. */
export async function loadModel(file: string, context: Context): Promise<EncodedModel> {
  const { loadPosteriorFile } = await import("../io/posteriorFile.ts");
  const model = await speakingOf(file, () => loadPosteriorFile(resolve(context.cwd, file)));
  return { ...model, encoding: needEncoding(model, file) };
}

/** How rows of a table become inputs of the model. Throws a DataError where it was saved without. */
export function needEncoding(model: LoadedModel, file: string): TableEncoding {
  if (model.encoding !== undefined) return model.encoding;
  throw new DataError({
    where: file,
    problem: "the model must have been saved with the encoding of its table, it has none",
    fix: "Save it with credence fit --save, or pass the encoding to savePosteriorFile.",
  });
}

/** The inputs of the model in the rows of a table. Errors speak of the file. */
export async function encodeRows(
  file: string,
  table: Table,
  model: LoadedModel,
  modelFile: string,
): Promise<Matrix> {
  const { encodeFeatures } = await import("../data/encodeFeatures.ts");
  return speakingOf(file, () => encodeFeatures(needEncoding(model, modelFile), table));
}
