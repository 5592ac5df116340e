import { readTable, type TableOptions } from "../data/readTable.ts";
import type { Table } from "../data/table.ts";
import { checkChoice, checkKeys } from "../errors/checks.ts";
import { DataError } from "../errors/errors.ts";
import { decodeText } from "./decodeText.ts";
import { sha256 } from "./hash.ts";
import { parseJsonLines } from "./parseJsonLines.ts";
import { isParquet, TABLE_FORMATS, type TableFormat } from "./tableFormat.ts";

/** Options of {@link parseTable}. */
export interface ParseTableOptions extends TableOptions {
  /** What the bytes are. By default Parquet if they begin with its mark, and CSV otherwise. */
  readonly format?: TableFormat;
  /** Stops between two parts of a large table; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A table and where it came from. */
export interface ParsedTable {
  readonly table: Table;
  readonly format: TableFormat;
  /** "sha256:" and 64 hexadecimal digits: what `sha256sum` prints for the bytes. */
  readonly hash: string;
}

/**
 * The table of bytes in any of the formats: the same {@link Table} whatever the format, but for what the formats themselves do not
 * know alike. In CSV every cell is text, and some words are missing values; in JSON lines and in Parquet a text is never a number,
 * and null is missing (in Parquet NaN as well).
 *
 * Parquet: columns of true and false, of integers and floating-point numbers of any width, of decimals (the nearest number) and
 * of texts are read; integers beyond 2^53, dates and timestamps are read too, but a data set refuses them as numbers; times of day,
 * bytes and nested columns are refused, and pandas' own unnamed index is left out. Compression by Snappy, gzip, Brotli and, from
 * Node 22.15 on, Zstandard.
 *
 * @throws DataError, in the name of `where`, if the bytes are not what they should be, damaged, or too large a table.
 */
export async function parseTable(
  where: string,
  bytes: Uint8Array,
  options: ParseTableOptions = {},
): Promise<ParsedTable> {
  checkKeys(where, options, ["format", "delimiter", "signal"]);
  const { delimiter, signal } = options;
  const asked = options.format && checkChoice(where, "format", options.format, TABLE_FORMATS);
  const marked = isParquet(bytes);
  const format = asked ?? (marked ? "parquet" : "csv");
  signal?.throwIfAborted();
  return { table: await read(), format, hash: sha256(bytes) };

  async function read(): Promise<Table> {
    if (format === "parquet") {
      const { parseParquet } = await import("./parquet/parseParquet.ts");
      return parseParquet(where, bytes, signal);
    }
    if (marked) throw mistaken(where, `the file must be ${format}, it begins like Parquet`);
    const text = decodeText(where, bytes, format === "csv" ? "CSV" : "JSON lines");
    if (format === "jsonl") return parseJsonLines(where, text);
    if (asked === undefined && text.startsWith('{"')) {
      throw mistaken(where, "the file must be CSV, it begins like JSON lines");
    }
    return readTable(text, delimiter === undefined ? {} : { delimiter });
  }
}

function mistaken(where: string, problem: string): DataError {
  return new DataError({
    where,
    problem,
    fix: "Name it .parquet or .jsonl, or say what it is (format; --input-format on the command line).",
  });
}
