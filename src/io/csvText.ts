import { checkLength } from "../errors/checks.ts";

/** A cell of a table that is written: text or a number. */
export type CsvCell = string | number;

/** Options of {@link csvText}. */
export interface CsvTextOptions {
  /** What stands between two cells: a comma (the default), a semicolon or a tab. */
  readonly delimiter?: "," | ";" | "\t";
}

/**
 * A table as CSV text: a header, one line per row, lines ended by a line feed.
 *
 * Numbers are written in the shortest form that reads back as the same number. A text that a spreadsheet would take for
 * a formula (it starts with = + - @, a tab or a line break) gets an apostrophe in front, so that it stays text; numbers
 * are never changed. Texts are quoted where they must be.
 *
 * @throws ShapeError if a row has more or fewer cells than the header.
 */
export function csvText(
  columns: readonly string[],
  rows: Iterable<readonly CsvCell[]>,
  options: CsvTextOptions = {},
): string {
  const delimiter = options.delimiter ?? ",";
  const line = (cells: readonly CsvCell[]): string =>
    `${cells.map((cell) => formatCell(cell, delimiter)).join(delimiter)}\n`;
  const lines = [line(columns)];
  for (const row of rows) {
    checkLength("csvText", "row", row, columns.length, "one cell per column");
    lines.push(line(row));
  }
  return lines.join("");
}

function formatCell(cell: CsvCell, delimiter: string): string {
  if (typeof cell === "number") return String(cell);
  const guarded = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  const plain = !guarded.includes(delimiter) && !/["\r\n]|^\s|\s$/.test(guarded) && guarded !== "";
  return plain ? guarded : `"${guarded.replaceAll('"', '""')}"`;
}
