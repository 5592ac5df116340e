import { show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { type CsvTextOptions, csvText } from "../io/csvText.ts";
import { formatOfName } from "../io/tableFormat.ts";
import type { PredictionColumn } from "./predictionColumns.ts";

type Delimiter = CsvTextOptions["delimiter"];

/** Refuses to write a table into a file whose name says that it is of another format. */
export function checkPredictionsFile(out: string | undefined): void {
  if (out === undefined || formatOfName(out) !== "jsonl") return;
  throw new ArgumentError({
    where: "--out",
    problem: `predictions are written as CSV or Parquet, got ${show(out)}`,
    fix: "End the name in .csv or .parquet; --json prints columns of numbers as JSON.",
  });
}

/** The predictions in the format that the name of the file tells: Parquet, or else CSV. */
export async function predictionsFile(
  out: string,
  columns: readonly PredictionColumn[],
  delimiter?: Delimiter,
): Promise<string | Uint8Array> {
  if (formatOfName(out) !== "parquet") return predictionsText(columns, delimiter);
  const { formatParquet } = await import("../io/formatParquet.ts");
  return formatParquet(columns);
}

/** The predictions as CSV. */
export function predictionsText(columns: readonly PredictionColumn[], delimiter?: Delimiter): string {
  const header = columns.map(([name]) => name);
  const rows = Array.from(columns[0]![1], (_, i) => columns.map(([, cells]) => cells[i]!));
  return csvText(header, rows, delimiter === undefined ? {} : { delimiter });
}
