import { resolve } from "node:path";
import type { Table } from "../../data/table.ts";
import { type CsvCell, csvText } from "../../io/csvText.ts";
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
import { flaggedColumn, loadTable } from "../loadTable.ts";
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
  const model = await loadModel(modelFile, context);
  const { posterior, encoding } = model;
  const { table } = await loadTable(file, flags, context);
  const x = await speakingOf(file, async () => {
    const { encodeFeatures } = await import("../../data/encodeFeatures.ts");
    return encodeFeatures(encoding, table, {
      ...(flags.unknownLevels === undefined ? {} : { unknownLevels: flags.unknownLevels }),
    });
  });
  const names = encoding.targets.map(({ column }) => column);
  const plain = await speakingOf(modelFile, () => posterior.predict(x));
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

/** The column that names the rows, as it stands in the table. */
function idColumn(table: Table, id: string | undefined, file: string): [string, readonly CsvCell[]][] {
  if (id === undefined) return [];
  const j = flaggedColumn("--id", table, id, file);
  return [[id, table.rows.map((row) => String(row[j]))]];
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
  const { table } = await loadTable(heldOut, flags, context);
  const rows = await speakingOf(heldOut, async () => {
    const { encodeDataset } = await import("../../data/encodeDataset.ts");
    const { x, y } = encodeDataset(encoding, table, unknownLevels === undefined ? {} : { unknownLevels });
    return { predictive: posterior.predict(x), y: y.data };
  });
  return calibratePredictions(predictive, rows, names, flags);
}
