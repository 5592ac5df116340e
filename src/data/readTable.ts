/// <reference path="./csvParse.d.ts" />
import { CsvError, type CsvErrorInfo, parse } from "csv-parse/browser/esm/sync";
import { checkChoice, checkKeys, show } from "../errors/checks.ts";
import { ArgumentError, DataError } from "../errors/errors.ts";
import { checkColumns, delimiterHint, rowLabel, type Table } from "./table.ts";

/** Options of {@link readTable}. */
export interface TableOptions {
  /** What stands between two cells: a comma (the default), a semicolon or a tab. */
  readonly delimiter?: "," | ";" | "\t";
}

/**
 * Reads a table from the text of a CSV file whose first row names the columns.
 *
 * Cells may be quoted (`"a ""b"", c"`, line breaks included); a byte-order mark, empty lines and spaces around
 * unquoted cells are skipped; lines may end in LF, CRLF or CR. The cells stay text.
 *
 * @throws DataError naming the row if the quotes do not match or a row has more or fewer cells than the header, and
 *   if a column has no name, the name of another one, or a name that is unsafe as a key.
 * @example
 * ```ts
 * import { readTable } from "credence";
 * const table = readTable("age,strength\n28,79.9\n90,40.2\n");
 * console.log(table.columns); // ["age", "strength"]
 * ```
 */
export function readTable(csvText: string, options: TableOptions = {}): Table {
  return parseTable("readTable", csvText, options);
}

/** {@link readTable}, complaining in the name of `where`. */
export function parseTable(where: string, csvText: string, options: TableOptions): Table {
  checkKeys(where, options, ["delimiter"]);
  const delimiter = checkChoice(where, "delimiter", options.delimiter ?? ",", [",", ";", "\t"]);
  checkText(where, csvText);
  const { records, numbers } = parseRecords(where, csvText, delimiter);
  const columns = records[0];
  if (columns === undefined) {
    throw new DataError({
      where,
      problem: "the CSV text is empty",
      fix: "The first row must name the columns, every further row is an observation.",
    });
  }
  checkColumns(where, columns);
  const table: Table = { columns, rows: records.slice(1), rowNumbers: numbers.slice(1), source: "csv" };
  checkRowLengths(where, table);
  return table;
}

function checkText(where: string, csvText: unknown): asserts csvText is string {
  if (typeof csvText !== "string") {
    throw new ArgumentError({
      where,
      problem: `csvText must be the text of a CSV file, got ${show(csvText)}`,
      fix: "Read the file as UTF-8 text first.",
    });
  }
  if (/[\0\p{Surrogate}]/u.test(csvText)) {
    throw new DataError({
      where,
      problem: "the text holds a NUL character or half a surrogate pair",
      fix: "It may be a spreadsheet, a binary file or text in another encoding: save it as CSV in UTF-8.",
    });
  }
}

interface ParsedRecords {
  readonly records: string[][];
  /** The row number of each record, the first record's being 1. */
  readonly numbers: number[];
}

function parseRecords(where: string, csvText: string, delimiter: string): ParsedRecords {
  const records: string[][] = [];
  const numbers: number[] = [];
  const text = csvText.startsWith("\uFEFF") ? csvText.slice(1) : csvText;
  let emptyAbove = 0;
  try {
    parse(text, {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record, info) => {
        if (records.length === 0) emptyAbove = info.empty_lines;
        records.push(record);
        numbers.push(info.records + info.empty_lines - emptyAbove);
        return undefined;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = error.records + (records.length === 0 ? 0 : error.empty_lines - emptyAbove) + 1;
    throw quoteError(where, text, delimiter, row, error);
  }
  return { records, numbers };
}

function quoteError(
  where: string,
  text: string,
  delimiter: string,
  row: number,
  error: CsvErrorInfo,
): DataError {
  const problem =
    error.code === "CSV_QUOTE_NOT_CLOSED"
      ? "a quoted cell is never closed"
      : 'a quote (") must open and close a whole cell';
  const header = text.split(/[\r\n]/, 1)[0]!;
  const hint = header.includes(delimiter) ? "" : delimiterHint([header]);
  return new DataError({
    where,
    problem: `row ${row} (the header is row 1): ${problem}`,
    fix: hint || 'Inside a quoted cell write a quote twice, as in "5"" pipe".',
    details: { row },
  });
}

function checkRowLengths(where: string, table: Table): void {
  const expected = table.columns.length;
  const i = table.rows.findIndex((row) => row.length !== expected);
  if (i < 0) return;
  const found = table.rows[i]!.length;
  const fix =
    found > expected
      ? "A decimal comma, or a delimiter inside a cell without quotes, makes a row longer."
      : "Leave the cell of a missing value empty, but write its delimiter.";
  throw new DataError({
    where,
    problem: `${rowLabel(table, i)} must have as many cells as the header, ${expected}, got ${found}`,
    fix: delimiterHint(table.columns) || fix,
    details: { row: table.rowNumbers[i], expected, found },
  });
}
