import { type EncodedDataset, encodeDataset } from "../data/encodeDataset.ts";
import type { TableEncoding } from "../data/encoding.ts";
import { rowLabel, type Table } from "../data/table.ts";
import { ArgumentError, DataError } from "../errors/errors.ts";
import { columnOf } from "../numeric/matrix.ts";
import { normalPredictive } from "../predictive/normalPredictive.ts";
import type { Predictive } from "../predictive/predictive.ts";
import type { Context } from "./context.ts";
import { speakingOf } from "./errorText.ts";
import type { TableFlags } from "./flags.ts";
import { loadModel } from "./loadModel.ts";
import { type LoadedTable, loadTable } from "./loadTable.ts";

/** Flags on the rows that are judged. */
export interface JudgedFlags extends TableFlags {
  readonly missing?: "refuse" | "drop";
  readonly unknownLevels?: "error" | "zeros";
}

/** Predictions and what was observed. */
export interface Judged extends LoadedTable {
  /** The table that holds the observations. */
  readonly file: string;
  readonly data: EncodedDataset;
  readonly predictive: Predictive;
  /** The model and its method; absent where the predictions themselves were given. */
  readonly model?: { readonly model: string; readonly method: string };
}

/** What a saved model predicts for the rows of a table with its inputs and its target. */
export async function judgeModel(
  modelFile: string,
  file: string,
  flags: JudgedFlags,
  context: Context,
): Promise<Judged> {
  const { posterior, encoding } = await loadModel(modelFile, context);
  const loaded = await loadTable(file, flags, context);
  const data = await judgedRows(loaded.name, encoding, loaded.table, flags);
  const predictive = await speakingOf(modelFile, () => posterior.predict(data.x));
  return {
    ...loaded,
    file: loaded.name,
    data,
    predictive,
    model: { model: modelFile, method: posterior.method },
  };
}

/** Normal predictions that a table tells by their means and standard deviations, beside what was observed. */
export async function judgeTable(file: string, flags: JudgedFlags, context: Context): Promise<Judged> {
  if (file !== "-" && !/\.(csv|tsv|txt|parquet|jsonl|ndjson)$/i.test(file)) {
    throw new ArgumentError({
      where: file,
      problem: "a model needs a table of rows to be judged on, got none",
      fix: "Name the table behind the model; only a table of predictions (.csv, .tsv, .txt, .parquet, .jsonl, or - for standard input) stands alone.",
    });
  }
  const loaded = await loadTable(file, flags, context);
  const encoding = { features: [{ column: "mean" }, { column: "sd" }], targets: [{ column: "observed" }] };
  const data = await judgedRows(loaded.name, encoding, loaded.table, flags);
  const sd = columnOf(data.x, 1);
  const negative = sd.findIndex((value) => value < 0);
  if (negative >= 0) {
    const row = loaded.table.rowNumbers.indexOf(data.rowNumbers[negative]!);
    throw new DataError({
      where: loaded.name,
      problem: `column "sd", ${rowLabel(loaded.table, row)}: a standard deviation must be at least 0, got ${sd[negative]}`,
    });
  }
  const predictive = normalPredictive({
    mean: columnOf(data.x, 0),
    epistemic: new Float64Array(sd.length),
    aleatoric: sd.map((value) => value * value),
  });
  return { ...loaded, file: loaded.name, data, predictive };
}

async function judgedRows(
  file: string,
  encoding: TableEncoding,
  table: Table,
  { missing, unknownLevels }: JudgedFlags,
): Promise<EncodedDataset> {
  const data = await speakingOf(file, () =>
    encodeDataset(encoding, table, {
      ...(missing === undefined ? {} : { missing }),
      ...(unknownLevels === undefined ? {} : { unknownLevels }),
    }),
  );
  if (data.x.rows > 0) return data;
  throw new DataError({
    where: file,
    problem: "at least one row must be left to judge, there is none",
    fix: "Give a table with rows in which no cell is missing.",
  });
}
