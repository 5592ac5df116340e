import { checkColumns, type Table } from "../data/table.ts";
import { show } from "../errors/checks.ts";
import { DataError } from "../errors/errors.ts";
import { duplicateKey } from "./duplicateKey.ts";
import { LARGEST_TABLE } from "./tableLimits.ts";

/**
 * The table of a text with one JSON object per line, its keys being the columns in the order in which they first appear. Values
 * are numbers, texts, true, false or null; null, or no key, is a missing cell; empty lines are skipped.
 *
 * @throws DataError, in the name of `where`, naming the line if one is no JSON object, has a key twice or holds an array or an
 *   object; and if a key is empty or unsafe, there is no line, or the table is too large.
 */
export function parseJsonLines(where: string, text: string): Table {
  const positions = new Map<string, number>();
  const rows: unknown[][] = [];
  const rowNumbers: number[] = [];
  for (const [number, line] of linesOf(text)) {
    const row: unknown[] = [];
    for (const [key, value] of entriesOf(where, number, line)) {
      const position = positions.get(key) ?? positions.size;
      positions.set(key, position);
      row[position] = value;
    }
    rows.push(row);
    rowNumbers.push(number);
    checkSize(where, rows.length * positions.size);
  }
  if (rows.length === 0) {
    throw new DataError({ where, problem: "there is no line of JSON", fix: "Write one object per line." });
  }
  const columns = [...positions.keys()];
  checkColumns(where, columns);
  const table = rows.map((row) => Array.from(columns, (_, j) => row[j] ?? null));
  return { columns, rows: table, rowNumbers, source: "json-lines" };
}

/** The lines that are not empty, and their numbers, counted from 1. */
function* linesOf(text: string): Generator<[number: number, line: string]> {
  for (let start = 0, number = 1; start < text.length; number++) {
    const feed = text.indexOf("\n", start);
    const end = feed < 0 ? text.length : feed;
    const line = text.slice(start, end);
    if (line.trim() !== "") yield [number, line];
    start = end + 1;
  }
}

/** Keys and values of the object of a line. Keys such as `__proto__` are keys like any other here. */
function entriesOf(where: string, number: number, line: string): [key: string, value: unknown][] {
  const fail = (problem: string, fix: string, key?: string): never => {
    const details = { row: number, ...(key === undefined ? {} : { column: key }) };
    throw new DataError({ where, problem: `line ${number} (counted from 1)${problem}`, fix, details });
  };
  let object: unknown;
  try {
    object = JSON.parse(line);
  } catch (cause) {
    return fail(
      ` must hold JSON: ${String((cause as Error).message).split("\n", 1)[0]!}`,
      "Write every object on a line of its own; the last line may be cut short.",
    );
  }
  if (typeof object !== "object" || object === null || Array.isArray(object)) {
    return fail(` must hold an object, got ${show(object)}`, 'Write it as in {"age": 28, "strength": 79.9}.');
  }
  const entries = Object.entries(object);
  const nested = entries.find(([, value]) => typeof value === "object" && value !== null);
  if (nested !== undefined) {
    const [key, value] = nested;
    return fail(
      `, key ${show(key)}: a value must be a number, a text, true, false or null, got ${show(value)}`,
      "Take arrays and objects apart, or leave them out.",
      key,
    );
  }
  const twice = duplicateKey(line);
  if (twice !== undefined) return fail(` has the key ${show(twice)} twice`, "Rename one of them.", twice);
  return entries;
}

function checkSize(where: string, cells: number): void {
  if (cells <= LARGEST_TABLE) return;
  throw new DataError({
    where,
    problem: `tables of up to ${LARGEST_TABLE} cells are read, this one has more`,
    fix: "Use fewer lines or keys.",
  });
}
