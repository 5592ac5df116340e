import { type ParsedTable, type ParseTableOptions, parseTable } from "./parseTable.ts";
import { readBytesFile } from "./readBytesFile.ts";
import { readBytesStream } from "./readBytesStream.ts";
import { chooseFormat } from "./tableFormat.ts";

/**
 * The table of a file: CSV, Parquet or JSON lines, as the ending of its name tells (`.csv`, `.parquet`, `.jsonl`, `.ndjson`), or
 * else the option `format`. See {@link parseTable} for what is read.
 *
 * @throws FileError if the file cannot be read or is larger than 500 MB, ArgumentError if `format` contradicts the name, DataError
 *   if the file is not in its format, damaged, or too large a table.
 * @example
 * ```ts
 * import { datasetFromTable } from "credence";
 * import { readTableFile } from "credence/node";
 * const { table } = await readTableFile("examples/data/concrete.csv");
 * const data = datasetFromTable(table, { target: "compressive_strength" });
 * ```
 */
export async function readTableFile(path: string, options: ParseTableOptions = {}): Promise<ParsedTable> {
  const format = chooseFormat(path, options.format);
  return parseTable(path, await readBytesFile(path), { ...options, ...(format && { format }) });
}

/**
 * The table that a stream brings, such as standard input: CSV unless `format` says otherwise or it begins with the mark of Parquet.
 * Errors speak of `name`. See {@link parseTable} for what is read.
 *
 * @throws FileError if the stream is a terminal, fails or brings more than 500 MB; DataError as {@link readTableFile}. Rejects
 *   with the reason of the signal where that is aborted.
 */
export async function readTableStream(
  name: string,
  stream: AsyncIterable<Uint8Array | string>,
  options: ParseTableOptions = {},
): Promise<ParsedTable> {
  return parseTable(name, await readBytesStream(name, stream, options.signal), options);
}
