import { gemmScratch } from "./gemm";
import { implicitQl, SWEEPS } from "./implicitQl";
import { applyReflectors, reflectorTriangle } from "./reflector";
import { identityInStrips, STRIP } from "./rotations";
import { transpose } from "./transpose";
import { tridiagonalise } from "./tridiagonalise";
import { largest, scale } from "./vector";

/** Reflectors that are applied at a time. */
const BLOCK: usize = 32;

/** Bytes of scratch that symmetricEigen needs for order n. */
export function symmetricEigenScratch(n: usize): usize {
  const strips = ((n + 7) & ~7) * n;
  return gemmScratch() + (2 * strips + 8 * n + SWEEPS * (1 + 2 * n) + BLOCK * (3 * n + BLOCK)) * 8;
}

/**
 * A = V diag(values) V' for a symmetric A of order n, of which the lower triangle is read and which is destroyed.
 * Eigenvalues ascend; column k of `vectors` belongs to value k. Returns -1, or 0 ... n - 1 if an eigenvalue was not
 * found because some entry is not finite.
 */
export function symmetricEigen(n: usize, a: usize, values: usize, vectors: usize, scratch: usize): i32 {
  if (n == 0) return -1;
  const strips = ((n + 7) & ~7) * n * 8;
  const z = scratch + gemmScratch();
  const rows = z + strips;
  const d = rows + strips;
  const e = d + n * 8;
  const tau = e + n * 8;
  const order = tau + n * 8;
  const work = order + n * 8;
  const records = work + 4 * n * 8;
  const pairs = records + SWEEPS * 8;
  const blocks = pairs + SWEEPS * n * 16;
  const products = blocks + BLOCK * (n + BLOCK) * 8;

  const size = largest(n * n, a);
  if (!(size < Infinity)) return 0;
  const unit = powerOfTwoNear(size);
  scale(n * n, 1 / unit, a);
  tridiagonalise(n, a, d, e, tau, work);
  store<f64>(e + (n - 1) * 8, 0);
  identityInStrips(n, z);
  const failed = implicitQl(n, d, e, z, records, pairs);
  if (failed >= 0) return failed;
  sortAscending(n, d, order);
  gatherRows(n, z, order, rows);
  for (let i: usize = 0; i < n; i++) {
    store<f64>(values + i * 8, unit * load<f64>(d + <usize>load<u32>(order + i * 4) * 8));
  }
  applyAllReflectors(n, a, tau, rows, blocks, products, scratch);
  transpose(n, n, rows, vectors);
  return -1;
}

/** A power of two of the size of x, so that dividing by it is exact and no square overflows. */
function powerOfTwoNear(x: f64): f64 {
  if (x < 1e-290) return 1;
  return reinterpret<f64>(reinterpret<u64>(x) & 0x7ff0000000000000);
}

/** order = the permutation that makes d ascend; equal values keep their order (merge sort). */
function sortAscending(n: usize, d: usize, order: usize): void {
  let from = order;
  let to = order + n * 4;
  for (let i: usize = 0; i < n; i++) store<u32>(from + i * 4, <u32>i);
  for (let width: usize = 1; width < n; width *= 2) {
    for (let start: usize = 0; start < n; start += 2 * width) {
      merge(d, from, to, start, min(start + width, n), min(start + 2 * width, n));
    }
    const held = from;
    from = to;
    to = held;
  }
  if (from != order) memory.copy(order, from, n * 4);
}

/** Merges the ascending runs [start, middle) and [middle, end) of `from` into `to`. */
function merge(d: usize, from: usize, to: usize, start: usize, middle: usize, end: usize): void {
  let i = start;
  let j = middle;
  for (let k = start; k < end; k++) {
    const left = i < middle ? load<u32>(from + i * 4) : 0;
    const right = j < end ? load<u32>(from + j * 4) : 0;
    const takeLeft = i < middle && (j == end || load<f64>(d + <usize>left * 8) <= load<f64>(d + <usize>right * 8));
    store<u32>(to + k * 4, takeLeft ? left : right);
    if (takeLeft) i++;
    else j++;
  }
}

/** Row i of the result (n numbers, row after row) = row order_i of Z, which is in strips. */
function gatherRows(n: usize, z: usize, order: usize, rows: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const source = z + <usize>load<u32>(order + i * 4) * STRIP * 8;
    const target = rows + i * n * 8;
    for (let j: usize = 0; j < n; j++) {
      store<f64>(target + j * 8, load<f64>(source + ((j & ~7) * n + (j & 7)) * 8));
    }
  }
}

/** From eigenvectors of the tridiagonal matrix to those of A: each row times Q', the last reflectors first. */
function applyAllReflectors(n: usize, a: usize, tau: usize, rows: usize, blocks: usize, work: usize, scratch: usize): void {
  if (n < 3) return;
  const total = n - 2;
  const v = blocks;
  const t = blocks + BLOCK * n * 8;
  for (let end = total; end > 0; ) {
    const start = (end - 1) & ~(BLOCK - 1);
    const count = end - start;
    const length = n - start - 1;
    for (let j: usize = 0; j < count; j++) {
      const target = v + j * length * 8;
      memory.fill(target, 0, j * 8);
      memory.copy(target + j * 8, a + ((start + j) * n + start + j + 1) * 8, (length - j) * 8);
    }
    reflectorTriangle(count, length, v, length * 8, tau + start * 8, t, BLOCK * 8);
    const first = rows + (start + 1) * 8;
    applyReflectors(n, length, count, v, length * 8, t, BLOCK * 8, true, first, n * 8, work, scratch);
    end = start;
  }
}
