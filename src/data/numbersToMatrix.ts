import { show } from "../errors/checks.ts";
import { DataError, ShapeError } from "../errors/errors.ts";
import { createMatrix, type Matrix } from "../numeric/matrix.ts";

/** Numbers by row: a matrix, one array per row, or one plain array for a single column. */
export type Numbers = Matrix | ArrayLike<number> | ArrayLike<ArrayLike<number>>;

/**
 * A copy of the numbers as a matrix of at least one column. An empty array has `colsIfEmpty` columns. Throws a
 * ShapeError if the sizes do not fit and a DataError at the first value that is not a finite number.
 */
export function numbersToMatrix(where: string, name: string, values: Numbers, colsIfEmpty?: number): Matrix {
  if (isList(values)) return matrixFromList(where, name, values, colsIfEmpty);
  const { rows, cols, data } = (values ?? {}) as Partial<Matrix>;
  if (rows === undefined || cols === undefined || data === undefined || data.length !== rows * cols) {
    const problem = `${name} must be an array of numbers, an array of rows, or a matrix, got ${show(values)}`;
    throw new ShapeError({ where, problem });
  }
  const result = emptyMatrix(where, name, rows, cols);
  for (let k = 0; k < data.length; k++) {
    result.data[k] = finite(where, name, Math.floor(k / cols), k % cols, data[k]);
  }
  return result;
}

/** Whether the value is an array or a typed array. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

function matrixFromList(
  where: string,
  name: string,
  values: ArrayLike<unknown>,
  colsIfEmpty: number | undefined,
): Matrix {
  const first = values[0];
  const cols = values.length === 0 ? colsIfEmpty : isList(first) ? first.length : 1;
  if (cols === undefined) {
    throw new ShapeError({
      where,
      problem: `${name} has no rows, so that its number of columns is unknown`,
      fix: "Name the columns, or pass a matrix of 0 rows.",
    });
  }
  const result = emptyMatrix(where, name, values.length, cols);
  for (let i = 0; i < values.length; i++) {
    const row = isList(first) ? values[i] : [values[i]];
    if (!isList(row) || row.length !== cols) {
      throw new ShapeError({
        where,
        problem: `${name}[${i}] must have length ${cols} like ${name}[0], got ${show(row)}`,
        details: { row: i, expected: cols },
      });
    }
    for (let j = 0; j < cols; j++) result.data[i * cols + j] = finite(where, name, i, j, row[j]);
  }
  return result;
}

function emptyMatrix(where: string, name: string, rows: number, cols: number): Matrix {
  if (cols >= 1) return createMatrix(rows, cols);
  throw new ShapeError({ where, problem: `${name} must have at least one column, got none` });
}

function finite(where: string, name: string, row: number, column: number, value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new DataError({
    where,
    problem: `${name} must be finite numbers, got ${show(value)} in row ${row}, column ${column} (counted from 0)`,
    fix: "Convert the value, repair it or leave the row out.",
    details: { name, row, column, value },
  });
}
