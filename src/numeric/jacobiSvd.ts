import { columnOf, createMatrix, type Matrix } from "./matrix.ts";
import { dot } from "./products.ts";

/** A = V diag(s) U' with orthonormal columns in V [n, d] and orthogonal U [d, d]; s descending. */
export interface SingularValues {
  readonly s: Float64Array;
  /** Column j is the left singular vector of s[j], as row j of this matrix [d, n]; zero where s[j] is 0. */
  readonly leftRows: Matrix;
  /** Column j is the right singular vector of s[j], as row j of this matrix [d, d]. */
  readonly rightRows: Matrix;
}

/**
 * Singular value decomposition of A [n, d] by one-sided Jacobi rotations (Hestenes 1958; Demmel & Veselic 1992).
 *
 * Slower than bidiagonalisation, but small singular values come out accurate to their own size where the columns
 * differ only in scale: what an ill-conditioned basis needs. Meant for d up to a few hundred.
 */
export function jacobiSvd(a: Matrix): SingularValues {
  const d = a.cols;
  const unit = unitOf(a);
  const columns = Array.from({ length: d }, (_, j) => columnOf(a, j).map((value) => value / unit));
  const right = Array.from({ length: d }, (_, j) => {
    const unit = new Float64Array(d);
    unit[j] = 1;
    return unit;
  });
  for (let sweep = 0; sweep < 60; sweep++) if (!rotateAll(columns, right)) break;

  const norms = columns.map((column) => Math.sqrt(dot(column, column)));
  const order = norms.map((_, j) => j).sort((i, j) => norms[j]! - norms[i]!);
  const leftRows = createMatrix(d, a.rows);
  const rightRows = createMatrix(d, d);
  order.forEach((from, to) => {
    rightRows.data.set(right[from]!, to * d);
    const norm = norms[from]!;
    if (norm > 0)
      leftRows.data.set(
        columns[from]!.map((value) => value / norm),
        to * a.rows,
      );
  });
  return { s: Float64Array.from(order, (j) => norms[j]! * unit), leftRows, rightRows };
}

/** What the entries are divided by so that their squares neither overflow nor vanish. */
function unitOf(a: Matrix): number {
  const largest = a.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest > 1e100 || (largest > 0 && largest < 1e-100) ? largest : 1;
}

/** One sweep over all pairs of columns; tells whether any pair still had to be rotated. */
function rotateAll(columns: Float64Array[], right: Float64Array[]): boolean {
  let rotated = false;
  for (let i = 0; i < columns.length - 1; i++) {
    for (let j = i + 1; j < columns.length; j++) {
      const x = columns[i]!;
      const y = columns[j]!;
      const xx = dot(x, x);
      const yy = dot(y, y);
      const xy = dot(x, y);
      if (Math.abs(xy) <= 1e-15 * Math.sqrt(xx * yy)) continue;
      rotated = true;
      const zeta = (yy - xx) / (2 * xy);
      const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
      const cosine = 1 / Math.sqrt(1 + tangent * tangent);
      rotatePair(x, y, cosine, cosine * tangent);
      rotatePair(right[i]!, right[j]!, cosine, cosine * tangent);
    }
  }
  return rotated;
}

function rotatePair(x: Float64Array, y: Float64Array, c: number, s: number): void {
  for (let k = 0; k < x.length; k++) {
    const held = x[k]!;
    x[k] = c * held - s * y[k]!;
    y[k] = s * held + c * y[k]!;
  }
}
