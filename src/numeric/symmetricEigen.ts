import { NumericError } from "../errors/errors.ts";
import { createMatrix, type Matrix } from "./matrix.ts";
import { hypot } from "./products.ts";

/** Eigenvalues (ascending) of a symmetric matrix, and other things expressed in the eigenvectors. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  /** Row k is U'b for the k-th row b of `rotate`: coordinates in the basis of eigenvectors. */
  readonly rotated: Matrix;
}

/**
 * Eigenvalues of the symmetric A [n, n] = U diag(w) U', and U'b for every row b of `rotate` [m, n].
 *
 * Householder tridiagonalisation and implicit QL steps (Golub & Van Loan, sections 8.3.1 and 8.3.3), both applied to
 * the rows of `rotate` as they go: with the identity as `rotate` its rows become the rows of U; with two right-hand
 * sides the cost of the eigenvectors is saved. Throws a NumericError if an eigenvalue does not converge.
 */
export function symmetricEigen(a: Matrix, rotate: Matrix): SymmetricEigen {
  const n = a.rows;
  const diagonal = new Float64Array(n);
  const off = new Float64Array(n);
  const rotated = createMatrix(rotate.rows, n, rotate.data.slice());
  tridiagonalise(a.data.slice(), n, diagonal, off, rotated);
  // The rotations of QL act on pairs of columns: rows of a transposed copy.
  const m = rotated.rows;
  const columns = new Float64Array(n * m);
  for (let r = 0; r < m; r++) for (let j = 0; j < n; j++) columns[j * m + r] = rotated.data[r * n + j]!;
  implicitQl(diagonal, off, columns, m);
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => diagonal[i]! - diagonal[j]!);
  order.forEach((from, to) => {
    for (let r = 0; r < m; r++) rotated.data[r * n + to] = columns[from * m + r]!;
  });
  return { values: Float64Array.from(order, (i) => diagonal[i]!), rotated };
}

/** Reduces A to tridiagonal form by reflections I - beta v v' from both sides; each is applied to `rotated` too. */
function tridiagonalise(
  a: Float64Array,
  n: number,
  diagonal: Float64Array,
  off: Float64Array,
  rotated: Matrix,
): void {
  const v = new Float64Array(n);
  const w = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    let scale = 0;
    for (let i = k + 1; i < n; i++) scale = Math.max(scale, Math.abs(a[i * n + k]!));
    if (scale === 0) continue;
    let squares = 0;
    for (let i = k + 1; i < n; i++) {
      v[i] = a[i * n + k]! / scale;
      squares += v[i]! * v[i]!;
    }
    const norm = Math.sqrt(squares);
    const alpha = v[k + 1]! > 0 ? -norm : norm;
    const beta = 1 / (norm * norm - v[k + 1]! * alpha);
    v[k + 1]! -= alpha;
    // w = beta A v - (beta^2 v'Av / 2) v; A <- A - v w' - w v'.
    let vAv = 0;
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1, p = i * n + k + 1; j < n; j++, p++) sum += a[p]! * v[j]!;
      w[i] = beta * sum;
      vAv += v[i]! * w[i]!;
    }
    const half = 0.5 * beta * vAv;
    for (let i = k + 1; i < n; i++) w[i]! -= half * v[i]!;
    for (let i = k + 1; i < n; i++) {
      const vi = v[i]!;
      const wi = w[i]!;
      for (let j = k + 1, p = i * n + k + 1; j < n; j++, p++) a[p]! -= vi * w[j]! + wi * v[j]!;
    }
    a[(k + 1) * n + k] = alpha * scale;
    for (let r = 0; r < rotated.rows; r++) {
      const row = r * n;
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += rotated.data[row + j]! * v[j]!;
      sum *= beta;
      for (let j = k + 1; j < n; j++) rotated.data[row + j]! -= sum * v[j]!;
    }
  }
  for (let i = 0; i < n; i++) diagonal[i] = a[i * n + i]!;
  for (let i = 1; i < n; i++) off[i - 1] = a[i * n + i - 1]!;
}

/** Diagonalises the tridiagonal matrix; every plane rotation of it is applied to two rows of `columns` [n, m]. */
function implicitQl(d: Float64Array, e: Float64Array, columns: Float64Array, m: number): void {
  const n = d.length;
  for (let low = 0; low < n; low++) {
    for (let sweep = 0; ; sweep++) {
      let end = low;
      while (end < n - 1 && !isNegligible(e[end]!, d[end]!, d[end + 1]!)) end++;
      if (end === low) break;
      if (sweep === 60) {
        throw new NumericError({
          where: "symmetricEigen",
          problem: `eigenvalue ${low} of ${n} did not converge in 60 sweeps`,
          fix: "Check the matrix for NaN or for entries of wildly different size.",
        });
      }
      qlSweep(d, e, low, end, columns, m);
    }
  }
}

function isNegligible(off: number, a: number, b: number): boolean {
  const size = Math.abs(a) + Math.abs(b);
  return Math.abs(off) + size === size;
}

/** One implicit QL step with Wilkinson's shift on the unreduced block low ... end. */
function qlSweep(
  d: Float64Array,
  e: Float64Array,
  low: number,
  end: number,
  columns: Float64Array,
  m: number,
): void {
  const half = (d[low + 1]! - d[low]!) / (2 * e[low]!);
  const root = Math.sqrt(half * half + 1);
  const shift = d[end]! - d[low]! + e[low]! / (half + (half < 0 ? -root : root));
  let g = shift;
  let s = 1;
  let c = 1;
  let p = 0;
  for (let i = end - 1; i >= low; i--) {
    const f = s * e[i]!;
    const b = c * e[i]!;
    const r = hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1]! -= p;
      e[end] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1]! - p;
    const t = (d[i]! - g) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = g + p;
    g = c * t - b;
    for (let k = 0, x = i * m, y = x + m; k < m; k++, x++, y++) {
      const upper = columns[y]!;
      columns[y] = s * columns[x]! + c * upper;
      columns[x] = c * columns[x]! - s * upper;
    }
  }
  d[low]! -= p;
  e[low] = g;
  e[end] = 0;
}
