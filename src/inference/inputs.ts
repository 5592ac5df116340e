import { checkFinite } from "../errors/checks.ts";
import { ShapeError } from "../errors/errors.ts";
import { columnMatrix, type Matrix, matrixFromRows } from "../numeric/matrix.ts";

/** Rows of inputs: a matrix [n, d], an array of rows, or plain numbers where there is one input. */
export type Inputs = Matrix | readonly (readonly number[])[] | readonly number[] | Float64Array;

/** The inputs as a finite matrix with `cols` columns. Throws a ShapeError or ArgumentError that says what is wrong. */
export function asInputs(where: string, x: Inputs, cols: number): Matrix {
  const matrix = toMatrix(x, cols);
  if (matrix.cols !== cols && !(matrix.rows === 0 && matrix.cols === 0)) {
    throw new ShapeError({
      where,
      problem: `x must have shape [n, ${cols}], got [${matrix.rows}, ${matrix.cols}]`,
      fix: `The model was fitted on ${cols} input${cols === 1 ? "" : "s"}; is the target column still in the table?`,
      details: { expected: cols, found: matrix.cols },
    });
  }
  checkFinite(where, "x", matrix.data);
  return { rows: matrix.rows, cols, data: matrix.data };
}

function toMatrix(x: Inputs, cols: number): Matrix {
  if (x instanceof Float64Array) return columnMatrix(x);
  if (!Array.isArray(x)) return x as Matrix;
  if (x.length === 0) return { rows: 0, cols, data: new Float64Array(0) };
  return typeof x[0] === "number"
    ? columnMatrix(Float64Array.from(x as number[]))
    : matrixFromRows(x as number[][]);
}
