import { show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";

/** What a table is written in: CSV, Parquet, or one JSON object per line. */
export type TableFormat = "csv" | "parquet" | "jsonl";

/** The formats of tables. */
export const TABLE_FORMATS: readonly TableFormat[] = ["csv", "parquet", "jsonl"];

const ENDINGS: readonly (readonly [ending: string, format: TableFormat])[] = [
  [".csv", "csv"],
  [".parquet", "parquet"],
  [".jsonl", "jsonl"],
  [".ndjson", "jsonl"],
];

/** The format that the ending of a name tells, capitals or not; undefined for other endings. */
export function formatOfName(name: string): TableFormat | undefined {
  const lower = name.toLowerCase();
  return ENDINGS.find(([ending]) => lower.endsWith(ending))?.[1];
}

/** The format that a file has by its name, or else by `asked`. Throws an ArgumentError where they contradict each other. */
export function chooseFormat(name: string, asked: TableFormat | undefined): TableFormat | undefined {
  const told = formatOfName(name);
  if (told === undefined || asked === undefined || told === asked) return told ?? asked;
  throw new ArgumentError({
    where: name,
    problem: `the name says that the file is ${told}, the format that was asked for is ${show(asked)}`,
    fix: "Leave the format out, or rename the file.",
  });
}

/** Whether bytes begin with the mark of a Parquet file. */
export function isParquet(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x41 && bytes[2] === 0x52 && bytes[3] === 0x31;
}
