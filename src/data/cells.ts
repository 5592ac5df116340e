import { show } from "../errors/checks.ts";
import { DataError } from "../errors/errors.ts";
import { parseDecimal } from "./decimal.ts";
import { rowLabel, type Table } from "./table.ts";

const missingWords: ReadonlySet<string> = new Set(["", "na", "nan", "null", "?"]);

/**
 * Whether a cell holds no value. In CSV text: an empty cell, `NA`, `NaN`, `null` or `?`, in capitals or not; in
 * any other table: null or undefined.
 */
export function isMissing(cell: unknown, source: Table["source"]): boolean {
  if (source !== "csv" || typeof cell !== "string") return cell === null || cell === undefined;
  const text = cell.trim();
  return text.length <= 4 && missingWords.has(text.toLowerCase());
}

/** The finite number a cell stands for, or undefined. True is 1 and false is 0; text is a number in CSV alone. */
export function cellNumber(cell: unknown, source: Table["source"]): number | undefined {
  if (typeof cell === "boolean") return cell ? 1 : 0;
  const value = typeof cell === "string" && source === "csv" ? parseDecimal(cell) : cell;
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** Whether a cell is text that does not read as a number: a category, if there are categories. */
export function isWord(cell: unknown): boolean {
  return typeof cell === "string" && parseDecimal(cell) === undefined;
}

/** The name of the category a cell stands for, or undefined if it is neither text nor a finite number. */
export function cellLabel(cell: unknown): string | undefined {
  if (typeof cell === "string") return cell;
  if (typeof cell === "bigint") return String(cell);
  const value = cellNumber(cell, "records");
  return value === undefined ? undefined : String(value);
}

/** An error about one cell, with its row and column in the message and in the details. */
export function cellError(
  where: string,
  table: Table,
  i: number,
  j: number,
  problem: string,
  fix: string,
): DataError {
  const column = table.columns[j]!;
  return new DataError({
    where,
    problem: `column ${show(column)}, ${rowLabel(table, i)}: ${problem}`,
    fix,
    details: { row: table.rowNumbers[i], column, cell: table.rows[i]![j] },
  });
}

/** The error for a cell that had to be a number; `words` tells what to do with a column of text. */
export function notANumber(where: string, table: Table, i: number, j: number, words: string): DataError {
  const cell = table.rows[i]![j];
  const [problem, fix] = numberProblem(cell, table.source, words);
  return cellError(where, table, i, j, problem, fix);
}

function numberProblem(
  cell: unknown,
  source: Table["source"],
  words: string,
): [problem: string, fix: string] {
  if (cell instanceof Date) {
    return [
      "a number is needed, got a Date",
      "Turn dates into numbers, for instance days since the first one.",
    ];
  }
  const value = typeof cell === "string" ? parseDecimal(cell) : cell;
  if (typeof cell === "string" && value !== undefined && source !== "csv") {
    return [
      `a number is needed, got the text ${show(cell)}`,
      `${source === "records" ? "Convert it first, with Number(text)" : "Write it as a number"}, or name the column in categorical if it is a category.`,
    ];
  }
  if (typeof value === "number") {
    return [`the number must be finite, got ${show(cell)}`, "Repair the cell or delete the row."];
  }
  if (typeof cell === "bigint") {
    return [
      `the integer ${cell} lies beyond those that a number holds exactly`,
      "Convert it first, with a scale of its own, or leave the column out of features.",
    ];
  }
  if (typeof cell !== "string") {
    return [
      `a number is needed, got ${show(cell)}`,
      "Convert it first, or leave the column out of features.",
    ];
  }
  const problem = `a number is needed, got the text ${show(cell)}`;
  if (cell.trim() === "") return [problem, "Give a missing value as null."];
  const hasDecimalComma = /^[+-]?\d*,\d+$/.test(cell.trim());
  return [problem, hasDecimalComma ? "Write numbers with a decimal point." : words];
}
