import { show } from "../errors/checks.ts";
import { DataError } from "../errors/errors.ts";
import { createMatrix, type Matrix } from "../numeric/matrix.ts";
import { cellError, cellLabel, cellNumber, isMissing, notANumber } from "./cells.ts";
import type { ColumnEncoding } from "./encoding.ts";
import { columnIndex, listNames, type Table } from "./table.ts";

/** The chosen rows of a table, and in whose name to complain. */
export interface Selection {
  readonly where: string;
  readonly table: Table;
  readonly rows: readonly number[];
}

/** What a level means that the encoding does not list. */
export type UnknownLevels = "error" | "zeros";

/**
 * The rows that have a value in each of the columns. Throws a DataError naming the first missing cell if rows must
 * not be dropped; `fix` says what can be done.
 */
export function rowsWithValues(
  where: string,
  table: Table,
  columns: readonly number[],
  drop: boolean,
  fix: string,
): number[] {
  const kept: number[] = [];
  for (let i = 0; i < table.rows.length; i++) {
    const row = table.rows[i]!;
    const j = columns.find((column) => isMissing(row[column], table.source));
    if (j === undefined) kept.push(i);
    else if (!drop) throw cellError(where, table, i, j, `the cell is missing (${show(row[j])})`, fix);
  }
  return kept;
}

/** The inputs [n, d]: numbers as they are, levels one-hot. `words` is advice for text where a number is needed. */
export function encodeInputs(
  { where, table, rows }: Selection,
  features: readonly ColumnEncoding[],
  unknown: UnknownLevels,
  words: string,
): Matrix {
  const width = features.reduce((sum, { levels }) => sum + (levels?.length ?? 1), 0);
  const x = createMatrix(rows.length, width);
  let offset = 0;
  for (const { column, levels } of features) {
    const j = columnIndex(where, table, column, DataError);
    if (levels === undefined) {
      rows.forEach((i, row) => {
        x.data[row * width + offset] = numberAt(where, table, i, j, words);
      });
    } else {
      const positions = positionsOf(levels);
      rows.forEach((i, row) => {
        const position = levelAt(where, table, i, j, positions, unknown);
        if (position >= 0) x.data[row * width + offset + position] = 1;
      });
    }
    offset += levels?.length ?? 1;
  }
  return x;
}

/** The targets [n, t]: numbers as they are, a class as its index. */
export function encodeTargets({ where, table, rows }: Selection, targets: readonly ColumnEncoding[]): Matrix {
  const y = createMatrix(rows.length, targets.length);
  targets.forEach(({ column, levels }, k) => {
    const j = columnIndex(where, table, column, DataError);
    const positions = levels && positionsOf(levels);
    rows.forEach((i, row) => {
      y.data[row * targets.length + k] = positions
        ? levelAt(where, table, i, j, positions, "error")
        : numberAt(where, table, i, j, "If the target is a class, pass classes: true.");
    });
  });
  return y;
}

/** The precision weights [n], positive. */
export function encodeWeights({ where, table, rows }: Selection, column: string): Float64Array {
  const j = columnIndex(where, table, column, DataError);
  return Float64Array.from(rows, (i) => {
    const weight = numberAt(where, table, i, j, "Precision weights are positive numbers.");
    if (weight > 0) return weight;
    const fix = "Delete the row if it is to count for nothing.";
    throw cellError(where, table, i, j, `a precision weight must be above 0, got ${weight}`, fix);
  });
}

function numberAt(where: string, table: Table, i: number, j: number, words: string): number {
  const value = cellNumber(table.rows[i]![j], table.source);
  if (value === undefined) throw notANumber(where, table, i, j, words);
  return value;
}

function positionsOf(levels: readonly string[]): ReadonlyMap<string, number> {
  return new Map(levels.map((level, position) => [level, position]));
}

function levelAt(
  where: string,
  table: Table,
  i: number,
  j: number,
  positions: ReadonlyMap<string, number>,
  unknown: UnknownLevels,
): number {
  const cell = table.rows[i]![j];
  const label = cellLabel(cell);
  const position = label === undefined ? undefined : positions.get(label);
  if (position !== undefined) return position;
  if (unknown === "zeros" && label !== undefined) return -1;
  const known = listNames([...positions.keys()]);
  const fix = 'Correct the cell; for an input, unknownLevels: "zeros" sets all its columns to 0 instead.';
  throw cellError(where, table, i, j, `${show(cell)} is not among the known levels ${known}`, fix);
}
