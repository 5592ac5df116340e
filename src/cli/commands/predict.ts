import { resolve } from "node:path";
import { listNames, type Table } from "../../data/table.ts";
import { show } from "../../errors/checks.ts";
import { ArgumentError, DataError } from "../../errors/errors.ts";
import type { CsvCell } from "../../io/csvText.ts";
import type { LoadedModel } from "../../io/modelFile.ts";
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
import { loadSecondTable, loadTable } from "../loadTable.ts";
import { say } from "../output.ts";
import { type PredictionColumn, predictionColumns } from "../predictionColumns.ts";
import { checkPredictionsFile, predictionsFile, predictionsText } from "../predictionsFile.ts";

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
  checkPredictionsFile(flags.out);
  const { loadPosteriorFile } = await import("../../io/posteriorFile.ts");
  const model = await speakingOf(modelFile, () => loadPosteriorFile(resolve(context.cwd, modelFile)));
  const { table, name } = await loadTable(file, flags, context);
  const x = await speakingOf(name, async () => {
    const { encodeFeatures } = await import("../../data/encodeFeatures.ts");
    return encodeFeatures(needEncoding(model, modelFile), table, {
      ...(flags.unknownLevels === undefined ? {} : { unknownLevels: flags.unknownLevels }),
    });
  });
  const names = needEncoding(model, modelFile).targets.map(({ column }) => column);
  const plain = await speakingOf(modelFile, () => model.posterior.predict(x));
  const { predictive, columns: added, notes } = await calibrated(plain, model, names, flags, context);
  const columns = [...idColumn(table, flags.id, name), ...predictionColumns(predictive, names), ...added];
  await takeTurn(context.signal);
  if (flags.json) {
    const facts = { ...Object.fromEntries(columns), ...(flags.heldOut !== undefined && { notes }) };
    say({ facts, lines: [] }, flags, context);
    return;
  }
  if (!flags.quiet) for (const { message } of notes) context.stderr.write(`Note: ${visibleText(message)}\n`);
  if (flags.out === undefined) {
    context.stdout.write(predictionsText(columns, flags.delimiter));
    return;
  }
  const { replaceFile } = await import("../../io/replaceFile.ts");
  const out = flags.out;
  await speakingOf(out, async () => {
    const content = await predictionsFile(out, columns, flags.delimiter);
    await replaceFile(resolve(context.cwd, out), content, { signal: context.signal });
  });
  say({ facts: {}, lines: [`Wrote ${formatCount(x.rows)} predictions to ${out}`] }, flags, context);
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

/** The column that names the rows, as it stands in the table. */
function idColumn(table: Table, id: string | undefined, file: string): PredictionColumn[] {
  if (id === undefined) return [];
  const j = table.columns.indexOf(id);
  if (j >= 0) return [[id, table.rows.map((row) => idCell(row[j]))]];
  throw new ArgumentError({
    where: "--id",
    problem: `there is no column ${show(id)} in ${file}; the columns are ${listNames(table.columns)}`,
    fix: "Names must match exactly, capitals and spaces included.",
  });
}

/** A number, or text that is written as a number is; everything else as text, a date in the notation of ISO 8601. */
function idCell(cell: unknown): CsvCell {
  const value = Number(cell);
  if (typeof cell === "number" || (Number.isFinite(value) && String(value) === cell)) return value;
  if (cell === null || cell === undefined) return "";
  return cell instanceof Date && !Number.isNaN(cell.getTime()) ? cell.toISOString() : String(cell);
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
  const { table, name } = await loadSecondTable(heldOut, flags, context);
  const rows = await speakingOf(name, async () => {
    const { encodeDataset } = await import("../../data/encodeDataset.ts");
    const { x, y } = encodeDataset(encoding!, table, unknownLevels === undefined ? {} : { unknownLevels });
    return { predictive: posterior.predict(x), y: y.data };
  });
  return calibratePredictions(predictive, rows, names, flags);
}
