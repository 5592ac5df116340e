import { gemm } from "./gemm";
import { dot, scale } from "./vector";

/**
 * Householder reflectors H = I - tau v v' with v_0 = 1, and products of up to `count` of them in the compact form
 * I - V T V' (Schreiber and Van Loan, 1989), which turns their application into matrix products.
 */

/**
 * Turns x (n numbers) into the reflector that maps it to beta e_0: x becomes v, tau is returned, and beta is stored
 * at `betaAt`.
 */
export function makeReflector(n: usize, x: usize, betaAt: usize): f64 {
  const alpha = load<f64>(x);
  const tail = n > 1 ? dot(n - 1, x + 8, x + 8) : 0;
  if (tail == 0) {
    store<f64>(betaAt, alpha);
    store<f64>(x, 1);
    return 0;
  }
  const norm = sqrt<f64>(alpha * alpha + tail);
  const beta = alpha > 0 ? -norm : norm;
  store<f64>(betaAt, beta);
  scale(n - 1, 1 / (alpha - beta), x + 8);
  store<f64>(x, 1);
  return (beta - alpha) / beta;
}

/**
 * The upper triangle T of H_0 H_1 ... = I - V T V'. The reflectors are the rows of `v` (`row` bytes apart, n numbers
 * each, with explicit zeros and ones); T is count x count with rows `rowT` bytes apart.
 */
export function reflectorTriangle(count: usize, n: usize, v: usize, row: usize, tau: usize, t: usize, rowT: usize): void {
  for (let j: usize = 0; j < count; j++) {
    const factor = load<f64>(tau + j * 8);
    for (let i: usize = 0; i < j; i++) {
      store<f64>(t + i * rowT + j * 8, -factor * dot(n, v + i * row, v + j * row));
    }
    for (let i: usize = 0; i < j; i++) {
      let sum: f64 = 0;
      for (let k = i; k < j; k++) sum += load<f64>(t + i * rowT + k * 8) * load<f64>(t + k * rowT + j * 8);
      store<f64>(t + i * rowT + j * 8, sum);
    }
    store<f64>(t + j * rowT + j * 8, factor);
    for (let i = j + 1; i < count; i++) store<f64>(t + i * rowT + j * 8, 0);
  }
}

/**
 * C -= (C V) T V', or with T' instead of T, for the `rows` rows of C (n numbers each, `rowC` bytes apart).
 * `work` holds 2 rows x count numbers.
 */
export function applyReflectors(
  rows: usize,
  n: usize,
  count: usize,
  v: usize,
  rowV: usize,
  t: usize,
  rowT: usize,
  transposeT: bool,
  c: usize,
  rowC: usize,
  work: usize,
  scratch: usize,
): void {
  const row = count * 8;
  const product = work + rows * row;
  memory.fill(work, 0, 2 * rows * row);
  gemm<f64>(rows, count, n, c, rowC, false, v, rowV, true, work, row, false, scratch);
  gemm<f64>(rows, count, count, work, row, false, t, rowT, transposeT, product, row, false, scratch);
  gemm<f64>(rows, n, count, product, row, false, v, rowV, false, c, rowC, true, scratch);
}
