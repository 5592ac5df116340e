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

/** Adds A'A to the symmetric matrix `out` [d, d]; four columns by four at a time, so that sums stay in registers. */
export function addGram(a: Matrix, out: Matrix): void {
  const d = a.cols;
  const t = transpose(a).data;
  const n = a.rows;
  for (let i0 = 0; i0 < d; i0 += 4) {
    for (let j0 = 0; j0 <= i0; j0 += 4) addTile(t, n, d, i0, j0, out.data);
  }
}

function addTile(t: Float64Array, n: number, d: number, i0: number, j0: number, out: Float64Array): void {
  const rows = Math.min(4, d - i0);
  const cols = Math.min(4, d - j0);
  if (rows < 4 || cols < 4) {
    for (let i = i0; i < i0 + rows; i++) {
      for (let j = j0; j < Math.min(j0 + cols, i + 1); j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += t[i * n + k]! * t[j * n + k]!;
        put(out, d, i, j, sum);
      }
    }
    return;
  }
  const s = new Float64Array(16);
  let s0 = 0,
    s1 = 0,
    s2 = 0,
    s3 = 0,
    s4 = 0,
    s5 = 0,
    s6 = 0,
    s7 = 0;
  let s8 = 0,
    s9 = 0,
    s10 = 0,
    s11 = 0,
    s12 = 0,
    s13 = 0,
    s14 = 0,
    s15 = 0;
  let a0 = i0 * n,
    a1 = a0 + n,
    a2 = a1 + n,
    a3 = a2 + n;
  let b0 = j0 * n,
    b1 = b0 + n,
    b2 = b1 + n,
    b3 = b2 + n;
  for (let k = 0; k < n; k++) {
    const p = t[a0++]!,
      q = t[a1++]!,
      r = t[a2++]!,
      u = t[a3++]!;
    const v = t[b0++]!,
      w = t[b1++]!,
      x = t[b2++]!,
      y = t[b3++]!;
    s0 += p * v;
    s1 += p * w;
    s2 += p * x;
    s3 += p * y;
    s4 += q * v;
    s5 += q * w;
    s6 += q * x;
    s7 += q * y;
    s8 += r * v;
    s9 += r * w;
    s10 += r * x;
    s11 += r * y;
    s12 += u * v;
    s13 += u * w;
    s14 += u * x;
    s15 += u * y;
  }
  s.set([s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15]);
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4 && j0 + j <= i0 + i; j++) put(out, d, i0 + i, j0 + j, s[4 * i + j]!);
  }
}

function put(out: Float64Array, d: number, i: number, j: number, value: number): void {
  out[i * d + j]! += value;
  if (i !== j) out[j * d + i] = out[i * d + j]!;
}
