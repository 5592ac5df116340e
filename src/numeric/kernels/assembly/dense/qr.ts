import { gemmScratch } from "./gemm";
import { applyReflectors, makeReflector, reflectorTriangle } from "./reflector";
import { axpy, dot } from "./vector";

/** Columns that are eliminated at a time. */
const BLOCK: usize = 32;

/** Bytes of scratch that qr needs for `rows` rows and `columns` columns. */
export function qrScratch(rows: usize, columns: usize): usize {
  return gemmScratch() + (BLOCK * (rows + 8) + BLOCK * BLOCK + 2 * columns * BLOCK + 2 * BLOCK) * 8;
}

/**
 * Householder QR of [A B], where only the `cols` columns of A are reduced: A becomes R with a diagonal that is not
 * negative, B becomes Q'B. The matrix is stored column after column (`rows` numbers each), so that a reflector is
 * contiguous. What lies below the diagonal of R is left undefined.
 */
export function qr(rows: usize, cols: usize, sides: usize, a: usize, scratch: usize): void {
  const column = rows * 8;
  const steps = min(rows, cols);
  const v = scratch + gemmScratch();
  const t = v + BLOCK * (rows + 8) * 8;
  const tau = t + BLOCK * BLOCK * 8;
  const beta = tau + BLOCK * 8;
  const work = beta + BLOCK * 8;
  for (let s: usize = 0; s < steps; s += BLOCK) {
    const count = min(BLOCK, steps - s);
    const length = rows - s;
    const corner = a + s * column + s * 8;
    for (let j: usize = 0; j < count; j++) {
      const x = corner + j * column + j * 8;
      const factor = makeReflector(length - j, x, beta + j * 8);
      store<f64>(tau + j * 8, factor);
      for (let k = j + 1; k < count; k++) {
        const y = corner + k * column + j * 8;
        axpy(length - j, -factor * dot(length - j, x, y), x, y);
      }
    }
    moveReflectors(count, length, corner, column, v, beta);
    const rest = cols + sides - s - count;
    if (rest == 0) continue;
    reflectorTriangle(count, length, v, length * 8, tau, t, BLOCK * 8);
    applyReflectors(rest, length, count, v, length * 8, t, BLOCK * 8, false, corner + count * column, column, work, scratch);
  }
  makeDiagonalPositive(rows, cols, sides, a);
}

/** Copies the reflectors to rows of their own, with explicit zeros, and puts R's diagonal where they began. */
function moveReflectors(count: usize, length: usize, corner: usize, column: usize, v: usize, beta: usize): void {
  for (let j: usize = 0; j < count; j++) {
    const x = corner + j * column + j * 8;
    const target = v + j * length * 8;
    memory.fill(target, 0, j * 8);
    memory.copy(target + j * 8, x, (length - j) * 8);
    store<f64>(x, load<f64>(beta + j * 8));
  }
}

/** Q and R are unique only up to the signs of R's rows; the diagonal of R is made non-negative. */
function makeDiagonalPositive(rows: usize, cols: usize, sides: usize, a: usize): void {
  const steps = min(rows, cols);
  for (let i: usize = 0; i < steps; i++) {
    if (!(load<f64>(a + (i * rows + i) * 8) < 0)) continue;
    for (let j = i; j < cols + sides; j++) {
      const entry = a + (j * rows + i) * 8;
      store<f64>(entry, -load<f64>(entry));
    }
  }
}
