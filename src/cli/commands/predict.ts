import { resolve } from "node:path";
import type { Table } from "../../data/table.ts";
import type { CsvCell } from "../../io/csvText.ts";
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
import { type EncodedModel, loadModel } from "../loadModel.ts";
import { flaggedColumn, loadSecondTable, loadTable } from "../loadTable.ts";
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
  const model = await loadModel(modelFile, context);
  const { posterior, encoding } = model;
  const { table, name } = await loadTable(file, flags, context);
  const x = await speakingOf(name, async () => {
    const { encodeFeatures } = await import("../../data/encodeFeatures.ts");
    return encodeFeatures(encoding, table, {
      ...(flags.unknownLevels === undefined ? {} : { unknownLevels: flags.unknownLevels }),
    });
  });
  const names = encoding.targets.map(({ column }) => column);
  const plain = await speakingOf(modelFile, () => posterior.predict(x));
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

/** The column that names the rows, as it stands in the table. */
function idColumn(table: Table, id: string | undefined, file: string): PredictionColumn[] {
  if (id === undefined) return [];
  const j = flaggedColumn("--id", table, id, file);
  return [[id, table.rows.map((row) => idCell(row[j]))]];
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
  { posterior, encoding }: EncodedModel,
  names: readonly string[],
  flags: PredictFlags,
  context: Context,
): Promise<CalibratedPredictions> {
  const { heldOut, unknownLevels } = flags;
  if (heldOut === undefined) return { predictive, columns: [], notes: [] };
  const { table, name } = await loadSecondTable(heldOut, flags, context);
  const rows = await speakingOf(name, async () => {
    const { encodeDataset } = await import("../../data/encodeDataset.ts");
    const { x, y } = encodeDataset(encoding, table, unknownLevels === undefined ? {} : { unknownLevels });
    return { predictive: posterior.predict(x), y: y.data };
  });
  return calibratePredictions(predictive, rows, names, flags);
}
