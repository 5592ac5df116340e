import { createRng } from "../../../src/random/rng.ts";

/** Standard normal numbers from a seed. */
export function normals(seed: number, length: number): Float64Array {
  return createRng(seed).fillNormal(new Float64Array(length));
}

/** Whole numbers from -size to size. */
export function integers(seed: number, length: number, size: number): Float64Array {
  const rng = createRng(seed);
  return Float64Array.from({ length }, () => Math.floor(rng.uniform() * (2 * size + 1)) - size);
}

/** A B by its definition, for row-major matrices. */
export function product(m: number, n: number, k: number, a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      for (let s = 0; s < k; s++) out[i * n + j]! += a[i * k + s]! * b[s * n + j]!;
    }
  }
  return out;
}

/** The transpose of a rows x cols matrix. */
export function transposed(rows: number, cols: number, a: Float64Array): Float64Array {
  return Float64Array.from({ length: rows * cols }, (_, p) => a[(p % rows) * cols + Math.floor(p / rows)]!);
}

/** The largest |a_i - b_i|, NaN if one is NaN. */
export function largestDifference(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) return Number.NaN;
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

/** The identity matrix of order n. */
export function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, p) => (p % (n + 1) === 0 ? 1 : 0));
}

/** A well-conditioned symmetric positive definite matrix of order n: B B' / n + I. */
export function positiveDefinite(seed: number, n: number): Float64Array {
  const b = normals(seed, n * n);
  const bb = product(n, n, n, b, transposed(n, n, b));
  return bb.map((value, p) => value / Math.max(n, 1) + (p % (n + 1) === 0 ? 1 : 0));
}
