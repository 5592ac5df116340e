import { createMatrix, type Matrix } from "./matrix.ts";
import { transpose } from "./products.ts";

/**
 * The upper triangular factor R [min(n, d), d] of A = Q R by Householder reflections, with a diagonal that is not
 * negative. Never forms A'A, whose condition number would be the square.
 */
export function triangularFactor(a: Matrix): Matrix {
  const n = a.rows;
  const d = a.cols;
  const columns = transpose(a).data;
  const steps = Math.min(n, d);
  for (let j = 0; j < Math.min(n - 1, d); j++) reflect(columns, n, d, j);
  const r = createMatrix(steps, d);
  for (let i = 0; i < steps; i++) {
    const sign = columns[i * n + i]! < 0 ? -1 : 1;
    for (let j = i; j < d; j++) r.data[i * d + j] = sign * columns[j * n + i]!;
  }
  return r;
}

/** Brings column j to zero below the diagonal and reflects the columns behind it. */
function reflect(columns: Float64Array, n: number, d: number, j: number): void {
  const start = j * n + j;
  const end = (j + 1) * n;
  let largest = 0;
  for (let p = start; p < end; p++) largest = Math.max(largest, Math.abs(columns[p]!));
  if (largest === 0) return;
  let squares = 0;
  for (let p = start; p < end; p++) squares += (columns[p]! / largest) * (columns[p]! / largest);
  const norm = largest * Math.sqrt(squares);
  const alpha = columns[start]! > 0 ? -norm : norm;
  // The reflector is v = (1, x_2/v_1, x_3/v_1, ...) with v_1 = x_1 - alpha, so nothing overflows.
  const first = columns[start]! - alpha;
  const tau = -first / alpha;
  for (let p = start + 1; p < end; p++) columns[p]! /= first;
  columns[start] = alpha;
  for (let k = j + 1; k < d; k++) {
    const shift = (k - j) * n;
    let sum = columns[start + shift]!;
    for (let p = start + 1; p < end; p++) sum += columns[p]! * columns[p + shift]!;
    sum *= tau;
    columns[start + shift]! -= sum;
    for (let p = start + 1; p < end; p++) columns[p + shift]! -= sum * columns[p]!;
  }
  columns.fill(0, start + 1, end);
}
