import { resolve } from "node:path";
import { listNames, type Table } from "../../data/table.ts";
import { show } from "../../errors/checks.ts";
import { ArgumentError, DataError } from "../../errors/errors.ts";
import { type CsvCell, csvText } from "../../io/csvText.ts";
import type { LoadedModel } from "../../io/modelFile.ts";
import type { Matrix } from "../../numeric/matrix.ts";
import type { Predictive } from "../../predictive/predictive.ts";
import { formatCount } from "../../report/format/formatNumber.ts";
import { visibleText } from "../../report/format/visibleText.ts";
import {
  type CalibratedPredictions,
  type CalibrationFlags,
  calibratePredictions,
  checkCalibrationFlags,
} from "../calibratePredictions.ts";
import { type Context, takeTurn } from "../context.ts";
import { speakingOf } from "../errorText.ts";
import type { RunFlags, TableFlags } from "../flags.ts";
import { say } from "../output.ts";
import { predictionColumns } from "../predictionColumns.ts";

/** Flags of `credence predict`. */
export interface PredictFlags extends TableFlags, RunFlags, CalibrationFlags {
  readonly out?: string;
  readonly id?: string;
  readonly unknownLevels?: "error" | "zeros";
}

/** Predicts the rows of a table with a saved model; the predictions go to a file or to standard output. */
export async function predictCommand(
  modelFile: string,
  file: string,
  flags: PredictFlags,
  context: Context,
): Promise<void> {
  checkCalibrationFlags(flags);
  const { loadPosteriorFile } = await import("../../io/posteriorFile.ts");
  const model = await speakingOf(modelFile, () => loadPosteriorFile(resolve(context.cwd, modelFile)));
  const table = await loadTable(file, flags, context);
  const x = await speakingOf(file, async () => {
    const { encodeFeatures } = await import("../../data/encodeFeatures.ts");
    return encodeFeatures(needEncoding(model, modelFile), table, {
      ...(flags.unknownLevels === undefined ? {} : { unknownLevels: flags.unknownLevels }),
    });
  });
  const names = needEncoding(model, modelFile).targets.map(({ column }) => column);
  const plain = await speakingOf(modelFile, () => model.posterior.predict(x));
  const { predictive, columns: added, notes } = await calibrated(plain, model, names, flags, context);
  const columns = [...idColumn(table, flags.id, file), ...predictionColumns(predictive, names), ...added];
  await takeTurn(context.signal);
  if (flags.json) {
    const facts = { ...Object.fromEntries(columns), ...(flags.heldOut !== undefined && { notes }) };
    say({ facts, lines: [] }, flags, context);
    return;
  }
  if (!flags.quiet) for (const { message } of notes) context.stderr.write(`Note: ${visibleText(message)}\n`);
  const header = columns.map(([name]) => name);
  const rows = Array.from({ length: x.rows }, (_, i) => columns.map(([, cells]) => cells[i]!));
  const text = csvText(header, rows, flags.delimiter === undefined ? {} : { delimiter: flags.delimiter });
  if (flags.out === undefined) {
    context.stdout.write(text);
    return;
  }
  const { writeTextFile } = await import("../../io/writeTextFile.ts");
  const out = flags.out;
  await speakingOf(out, () => writeTextFile(resolve(context.cwd, out), text, { signal: context.signal }));
  say({ facts: {}, lines: [`Wrote ${formatCount(x.rows)} predictions to ${out}`] }, flags, context);
}

/** Reads a table. Errors speak of the file. */
export async function loadTable(file: string, flags: TableFlags, context: Context): Promise<Table> {
  const [{ readTextFile }, { readTable }] = await Promise.all([
    import("../../io/readTextFile.ts"),
    import("../../data/readTable.ts"),
  ]);
  return speakingOf(file, async () =>
    readTable(
      await readTextFile(resolve(context.cwd, file)),
      flags.delimiter === undefined ? {} : { delimiter: flags.delimiter },
    ),
  );
}

/** How rows of a table become inputs of the model. Throws a DataError where it was saved without. */
export function needEncoding(model: LoadedModel, file: string): NonNullable<LoadedModel["encoding"]> {
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
  const { encodeFeatures } = await import("../../data/encodeFeatures.ts");
  return speakingOf(file, () => encodeFeatures(needEncoding(model, modelFile), table));
}

/** The column that names the rows, as it stands in the table. */
function idColumn(table: Table, id: string | undefined, file: string): [string, readonly CsvCell[]][] {
  if (id === undefined) return [];
  const j = table.columns.indexOf(id);
  if (j >= 0) return [[id, table.rows.map((row) => String(row[j]))]];
  throw new ArgumentError({
    where: "--id",
    problem: `there is no column ${show(id)} in ${file}; the columns are ${listNames(table.columns)}`,
    fix: "Names must match exactly, capitals and spaces included.",
  });
}

/** The predictions as the held-out rows change them; as they are where there are none. */
async function calibrated(
  predictive: Predictive,
  { posterior, encoding }: LoadedModel,
  names: readonly string[],
  flags: PredictFlags,
  context: Context,
): Promise<CalibratedPredictions> {
  const { heldOut, unknownLevels } = flags;
  if (heldOut === undefined) return { predictive, columns: [], notes: [] };
  const table = await loadTable(heldOut, flags, context);
  const rows = await speakingOf(heldOut, async () => {
    const { encodeDataset } = await import("../../data/encodeDataset.ts");
    const { x, y } = encodeDataset(encoding!, table, unknownLevels === undefined ? {} : { unknownLevels });
    return { predictive: posterior.predict(x), y: y.data };
  });
  return calibratePredictions(predictive, rows, names, flags);
}
