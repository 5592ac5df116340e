import { resolve } from "node:path";
import type { Table } from "../../data/table.ts";
import { type CsvCell, csvText } from "../../io/csvText.ts";
import { formatCount } from "../../report/format/formatNumber.ts";
import { type Context, takeTurn } from "../context.ts";
import { speakingOf } from "../errorText.ts";
import type { RunFlags, TableFlags } from "../flags.ts";
import { loadModel } from "../loadModel.ts";
import { flaggedColumn, loadTable } from "../loadTable.ts";
import { say } from "../output.ts";
import { predictionColumns } from "../predictionColumns.ts";

/** Flags of `credence predict`. */
export interface PredictFlags extends TableFlags, RunFlags {
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
  const { posterior, encoding } = await loadModel(modelFile, context);
  const { table } = await loadTable(file, flags, context);
  const x = await speakingOf(file, async () => {
    const { encodeFeatures } = await import("../../data/encodeFeatures.ts");
    return encodeFeatures(encoding, table, {
      ...(flags.unknownLevels === undefined ? {} : { unknownLevels: flags.unknownLevels }),
    });
  });
  const names = encoding.targets.map(({ column }) => column);
  const columns = [
    ...idColumn(table, flags.id, file),
    ...predictionColumns(await speakingOf(modelFile, () => posterior.predict(x)), names),
  ];
  await takeTurn(context.signal);
  if (flags.json) {
    say({ facts: Object.fromEntries(columns), lines: [] }, flags, context);
    return;
  }
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
