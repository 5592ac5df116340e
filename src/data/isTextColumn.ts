import { isMissing, isWord } from "./cells.ts";
import type { Table } from "./table.ts";

/** Whether the column is there and every cell of it that is not missing is text that reads as no number. */
export function isTextColumn(table: Table, column: string): boolean {
  const j = table.columns.indexOf(column);
  if (j < 0) return false;
  const present = table.rows.map((row) => row[j]).filter((cell) => !isMissing(cell, table.source));
  return present.length > 0 && present.every(isWord);
}
