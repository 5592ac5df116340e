import type { EncodedDataset } from "../data/encodeDataset.ts";
import { DataError } from "../errors/errors.ts";
import type { LoadedModel } from "../io/modelFile.ts";
import type { Context } from "./context.ts";
import { speakingOf } from "./errorText.ts";
import type { TableFlags } from "./flags.ts";
import { needEncoding } from "./loadModel.ts";
import { loadSecondTable } from "./loadTable.ts";

/**
 * The rows of the table that a saved model was fitted on. Throws a DataError where their standardisation is not that of the model:
 * then they are others.
 */
export async function loadTrainingRows(
  file: string,
  model: LoadedModel,
  modelFile: string,
  flags: TableFlags,
  context: Context,
): Promise<EncodedDataset> {
  const [{ encodeDataset }, { fitScaler }] = await Promise.all([
    import("../data/encodeDataset.ts"),
    import("../data/scaler.ts"),
  ]);
  const { name, table } = await loadSecondTable(file, flags, context);
  const data = await speakingOf(name, () =>
    encodeDataset(needEncoding(model, modelFile), table, { missing: "drop" }),
  );
  const { posterior } = model;
  const scaler = fitScaler(posterior.model.spec.standardise, data);
  if (JSON.stringify(scaler) === JSON.stringify(posterior.scaler)) return data;
  throw new DataError({
    where: name,
    problem: "the rows are not those that the model was fitted on: their standardisation is another",
    fix: "Pass the table of the fit; one with --test left rows out, and cannot be compared.",
  });
}
