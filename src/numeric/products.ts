import { gemm, syrk } from "./kernels/dense.ts";
import { createMatrix, type Matrix } from "./matrix.ts";

/** The inner product of two vectors. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** sqrt(a^2 + b^2) without overflow or underflow, and the same on every engine. */
export function hypot(a: number, b: number): number {
  const squares = a * a + b * b;
  if (squares > 1e-280 && squares < 1e280) return Math.sqrt(squares);
  const x = Math.abs(a);
  const y = Math.abs(b);
  const large = x > y ? x : y;
  if (large === 0) return 0;
  const ratio = (x > y ? y : x) / large;
  return large * Math.sqrt(1 + ratio * ratio);
}

/** A b for a matrix A [n, d] and a vector b [d]. */
export function timesVector(a: Matrix, b: Float64Array): Float64Array {
  const result = new Float64Array(a.rows);
  for (let i = 0; i < a.rows; i++) {
    let sum = 0;
    for (let j = 0, k = i * a.cols; j < a.cols; j++, k++) sum += a.data[k]! * b[j]!;
    result[i] = sum;
  }
  return result;
}

/** A' b for a matrix A [n, d] and a vector b [n]. */
export function transposeTimesVector(a: Matrix, b: Float64Array): Float64Array {
  const result = new Float64Array(a.cols);
  for (let i = 0; i < a.rows; i++) {
    const weight = b[i]!;
    for (let j = 0, k = i * a.cols; j < a.cols; j++, k++) result[j]! += weight * a.data[k]!;
  }
  return result;
}

/** The transpose. */
export function transpose(a: Matrix): Matrix {
  const result = createMatrix(a.cols, a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) result.data[j * a.rows + i] = a.data[i * a.cols + j]!;
  }
  return result;
}

/** A B' for A [n, d] and B [m, d]. */
export function timesTransposed(a: Matrix, b: Matrix): Matrix {
  const result = createMatrix(a.rows, b.rows);
  gemm(a.rows, b.rows, a.cols, a.data, false, b.data, true, result.data);
  return result;
}

/** Adds A'A to the symmetric matrix `out` [d, d]. */
export function addGram(a: Matrix, out: Matrix): void {
  const gram = new Float64Array(a.cols * a.cols);
  syrk(a.rows, a.cols, a.data, gram);
  for (let p = 0; p < gram.length; p++) out.data[p]! += gram[p]!;
}

/** Squared lengths of the rows. */
export function rowSquares({ rows, cols, data }: Matrix): Float64Array {
  const result = new Float64Array(rows);
  for (let i = 0, p = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < cols; j++, p++) sum += data[p]! * data[p]!;
    result[i] = sum;
  }
  return result;
}
