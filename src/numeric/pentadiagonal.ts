import { log } from "./special.ts";

/**
 * The main diagonal and the two below it, entries (i, i), (i + 1, i) and (i + 2, i), of a symmetric or a lower triangular
 * matrix.
 */
export interface Pentadiagonal {
  readonly main: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** A pentadiagonal matrix of zeros. */
export function createPentadiagonal(n: number): Pentadiagonal {
  return { main: new Float64Array(n), first: new Float64Array(n), second: new Float64Array(n) };
}

/** Solves L z = b in place. */
export function solveLowerPentadiagonal(l: Pentadiagonal, b: Float64Array): Float64Array {
  for (let i = 0; i < b.length; i++) {
    let sum = b[i]!;
    if (i >= 1) sum -= l.first[i - 1]! * b[i - 1]!;
    if (i >= 2) sum -= l.second[i - 2]! * b[i - 2]!;
    b[i] = sum / l.main[i]!;
  }
  return b;
}

/** Solves L' z = b in place. */
export function solveLowerTransposedPentadiagonal(l: Pentadiagonal, b: Float64Array): Float64Array {
  const n = b.length;
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!;
    if (i + 1 < n) sum -= l.first[i]! * b[i + 1]!;
    if (i + 2 < n) sum -= l.second[i]! * b[i + 2]!;
    b[i] = sum / l.main[i]!;
  }
  return b;
}

/** log-determinant of L L'. */
export function logDeterminantPentadiagonal(l: Pentadiagonal): number {
  let sum = 0;
  for (const value of l.main) sum += log(value);
  return 2 * sum;
}

/**
 * The entries of (L L')^-1 on the main diagonal and the two below it, in O(n): the recursion of Takahashi, Fagan & Chen
 * (1973), from the last row upwards.
 */
export function inverseBands(l: Pentadiagonal): Pentadiagonal {
  const n = l.main.length;
  const s = createPentadiagonal(n);
  for (let i = n - 1; i >= 0; i--) {
    const a = i + 1 < n ? l.first[i]! / l.main[i]! : 0;
    const b = i + 2 < n ? l.second[i]! / l.main[i]! : 0;
    const nextMain = i + 1 < n ? s.main[i + 1]! : 0;
    const nextFirst = i + 2 < n ? s.first[i + 1]! : 0;
    const afterMain = i + 2 < n ? s.main[i + 2]! : 0;
    if (i + 2 < n) s.second[i] = -(a * nextFirst + b * afterMain);
    if (i + 1 < n) s.first[i] = -(a * nextMain + b * nextFirst);
    s.main[i] = 1 / (l.main[i]! * l.main[i]!) - a * s.first[i]! - b * s.second[i]!;
  }
  return s;
}
