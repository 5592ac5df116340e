import { qr } from "./kernels/dense.ts";
import { createMatrix, type Matrix } from "./matrix.ts";

/** Entries are scaled before their squares could overflow or vanish. */
const LARGE = 1e100;

/**
 * The upper triangular factor R [min(n, d), d] of A = Q R by Householder reflections, with a diagonal that is not
 * negative. Never forms A'A, whose condition number would be the square.
 */
export function triangularFactor(a: Matrix): Matrix {
  const { rows, cols } = a;
  const largest = a.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = largest > LARGE || (largest > 0 && largest < 1 / LARGE) ? largest : 1;
  const r = new Float64Array(cols * cols);
  qr(rows, cols, scale === 1 ? a.data : a.data.map((value) => value / scale), r);
  const kept = r.slice(0, Math.min(rows, cols) * cols);
  return createMatrix(Math.min(rows, cols), cols, scale === 1 ? kept : kept.map((value) => value * scale));
}
