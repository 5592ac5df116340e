import { checkLength } from "../errors/checks.ts";
import { ShapeError } from "../errors/errors.ts";

/** A dense real matrix: `rows` by `cols` numbers, row after row in `data`. */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}

/** A matrix of zeros, or a view of `data` (not copied) as a matrix. Throws a ShapeError if the sizes differ. */
export function createMatrix(rows: number, cols: number, data?: Float64Array): Matrix {
  if (data !== undefined) checkLength("createMatrix", "data", data, rows * cols, `${rows} x ${cols}`);
  return { rows, cols, data: data ?? new Float64Array(rows * cols) };
}

/** A matrix from an array of rows. Throws a ShapeError naming the first row of another length. */
export function matrixFromRows(rows: ArrayLike<ArrayLike<number>>): Matrix {
  const cols = rows.length === 0 ? 0 : rows[0]!.length;
  const result = createMatrix(rows.length, cols);
  for (let i = 0; i < rows.length; i++) {
    if (rows[i]!.length !== cols) {
      throw new ShapeError({
        where: "matrixFromRows",
        problem: `every row must have ${cols} numbers like the first, row ${i} has ${rows[i]!.length}`,
        details: { row: i, expected: cols, found: rows[i]!.length },
      });
    }
    result.data.set(rows[i]!, i * cols);
  }
  return result;
}

/** A matrix of one column. The array is not copied. */
export function columnMatrix(values: Float64Array): Matrix {
  return { rows: values.length, cols: 1, data: values };
}

/** Row `i` as a view (not a copy). */
export function rowOf(matrix: Matrix, i: number): Float64Array {
  return matrix.data.subarray(i * matrix.cols, (i + 1) * matrix.cols);
}

/** Column `j` as a new array. */
export function columnOf(matrix: Matrix, j: number): Float64Array {
  const result = new Float64Array(matrix.rows);
  for (let i = 0; i < matrix.rows; i++) result[i] = matrix.data[i * matrix.cols + j]!;
  return result;
}

/** The chosen rows, in the given order, as a new matrix. */
export function takeRows(matrix: Matrix, rows: ArrayLike<number>): Matrix {
  const result = createMatrix(rows.length, matrix.cols);
  for (let i = 0; i < rows.length; i++) result.data.set(rowOf(matrix, rows[i]!), i * matrix.cols);
  return result;
}

/** One matrix below the other. Throws a ShapeError if the numbers of columns differ. */
export function stackRows(above: Matrix, below: Matrix): Matrix {
  if (above.cols !== below.cols) {
    throw new ShapeError({
      where: "stackRows",
      problem: `both matrices must have the same number of columns, got ${above.cols} and ${below.cols}`,
    });
  }
  const result = createMatrix(above.rows + below.rows, above.cols);
  result.data.set(above.data);
  result.data.set(below.data, above.data.length);
  return result;
}
