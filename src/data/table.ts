import { show } from "../errors/checks.ts";
import { ArgumentError, DataError } from "../errors/errors.ts";
import { parseDecimal } from "./decimal.ts";

/** Rows of named columns, before it is settled which columns are inputs and which are targets. */
export interface Table {
  /** The names of the columns: no two are equal, none is empty. */
  readonly columns: readonly string[];
  /** One array of cells per row: text if read from CSV, values of any kind otherwise. */
  readonly rows: readonly (readonly unknown[])[];
  /**
   * Where each row stands in what was read. In CSV text rows are counted from 1, the header is row 1, an empty line
   * counts, and a cell with line breaks does not add rows: the numbers a spreadsheet shows. Records count from 0, lines of
   * JSON and rows of a Parquet file from 1.
   */
  readonly rowNumbers: readonly number[];
  /** What the table was made of; it settles which cells are missing and which are numbers. */
  readonly source: "csv" | "records" | "json-lines" | "parquet";
}

/** Throws an ArgumentError unless the value has the form of a {@link Table}. */
export function checkTable(where: string, table: Table): void {
  if (Array.isArray(table?.columns) && Array.isArray(table.rows) && Array.isArray(table.rowNumbers)) return;
  throw new ArgumentError({
    where,
    problem: `table must be made by readTable or tableFromRecords, got ${show(table)}`,
  });
}

/** Throws a DataError unless every column has a name of its own that is safe as a key. */
export function checkColumns(where: string, columns: readonly string[]): void {
  const seen = new Map<string, number>();
  columns.forEach((name, j) => {
    const fail = (problem: string, fix: string): never => {
      throw new DataError({ where, problem, fix, details: { column: name, position: j + 1 } });
    };
    if (name === "") {
      fail(`column ${j + 1} (counted from 1) has no name`, "Name it, or write the file without row numbers.");
    }
    if (name === "__proto__" || name === "constructor" || name === "prototype") {
      fail(`no column may be named ${show(name)}: the name is unsafe as a key`, "Rename the column.");
    }
    const first = seen.get(name);
    if (first !== undefined) {
      fail(
        `columns ${first + 1} and ${j + 1} (counted from 1) are both named ${show(name)}`,
        "Rename one of them.",
      );
    }
    seen.set(name, j);
  });
}

/** The position of a column. Throws an error of the given kind that lists the columns there are. */
export function columnIndex(
  where: string,
  table: Table,
  name: string,
  Kind: typeof ArgumentError | typeof DataError,
): number {
  const index = table.columns.indexOf(name);
  if (index >= 0) return index;
  const noHeader =
    table.columns.length > 0 && table.columns.every((text) => parseDecimal(text) !== undefined);
  throw new Kind({
    where,
    problem: `there is no column ${show(name)}; the columns are ${listNames(table.columns)}`,
    fix:
      delimiterHint(table.columns) ||
      (noHeader
        ? "The first row holds numbers: put a row with the names of the columns above it."
        : "Names must match exactly, capitals and spaces included."),
    details: { column: name, columns: table.columns },
  });
}

/** What to say if a header looks as if it were separated by something else; empty if it does not. */
export function delimiterHint(columns: readonly string[]): string {
  const found = /[;\t,]/.exec(columns.length === 1 ? columns[0]! : "");
  if (found === null) return "";
  const names: Readonly<Record<string, string>> = { ";": "semicolons", "\t": "tabs", ",": "commas" };
  return `The file looks separated by ${names[found[0]]}: pass delimiter: ${JSON.stringify(found[0])}.`;
}

/** Names for a message: quoted, and no more than twenty of them. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 20).map(show).join(", ");
  return names.length > 20 ? `${shown} and ${names.length - 20} more` : shown;
}

/** Where row `i` of the table stands in what the user gave. */
export function rowLabel(table: Table, i: number): string {
  const number = table.rowNumbers[i];
  switch (table.source) {
    case "csv":
      return `row ${number} (the header is row 1)`;
    case "records":
      return `record ${number} (counted from 0)`;
    case "json-lines":
      return `line ${number} (counted from 1)`;
    case "parquet":
      return `row ${number} (counted from 1)`;
  }
}
