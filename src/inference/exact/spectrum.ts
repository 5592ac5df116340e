import { jacobiSvd } from "../../numeric/jacobiSvd.ts";
import { createMatrix, type Matrix, stackRows } from "../../numeric/matrix.ts";
import {
  dot,
  timesTransposed,
  timesVector,
  transpose,
  transposeTimesVector,
} from "../../numeric/products.ts";
import { triangularFactor } from "../../numeric/qr.ts";
import { symmetricEigen } from "../../numeric/symmetricEigen.ts";
import type { LinearPrior } from "./linearPrior.ts";
import {
  appendColumn,
  asGram,
  type DenseReduction,
  type GramReduction,
  type RowsReduction,
} from "./reduction.ts";

/**
 * One decomposition that serves every prior variance and every noise variance.
 *
 * The weights' columns, scaled by their relative prior standard deviations, are W = V diag(s) U'. In the basis V the
 * covariance of the data without the bias is diagonal: variance s_j^2 + sigma^2 along v_j and sigma^2 elsewhere. The column
 * of ones (when the bias has a variance of its own) and the target are kept as coordinates along V and, outside of it, in
 * the plane they span: ones = (outsideOnes, 0), target = (outsideTarget, rest).
 */
export interface Spectrum {
  /** Singular values s_j of W. */
  readonly s: Float64Array;
  /** V'1; zeros when the bias is one of the weights. */
  readonly ones: Float64Array;
  /** V'(y - H m0). */
  readonly target: Float64Array;
  readonly outsideOnes: number;
  readonly outsideTarget: number;
  readonly rest: number;
  readonly observations: number;
  readonly logWeights: number;
  readonly prior: LinearPrior;
  /** Number of columns of W: D, or D - 1 when the bias has a variance of its own. */
  readonly columns: number;
  /** Rows are right singular vectors u_j [number of s, columns]; only when asked for. */
  readonly rightRows?: Matrix;
  /** Relative prior standard deviations that scaled the columns [columns]. */
  readonly scale: Float64Array;
}

/** Up to this many columns the decomposition is by Jacobi rotations, which keep small singular values accurate. */
const JACOBI = 160;

/** Decomposes reduced data. Set `vectors` for bands and leave-one-out scores; evidence alone does without. */
export function createSpectrum(data: DenseReduction, prior: LinearPrior, vectors: boolean): Spectrum {
  const own = prior.biasVariance !== "same";
  const columns = own ? prior.size - 1 : prior.size;
  const scale = Float64Array.from({ length: columns }, (_, j) =>
    j < prior.size - 1 ? 1 / Math.sqrt(prior.weightPrecision[j]!) : 1,
  );
  const common = { observations: data.observations, logWeights: data.logWeights, prior, columns, scale };
  const parts =
    data.kind === "gram"
      ? fromGram(shiftGram(data, prior.mean), columns, own, scale, vectors)
      : fromRows(shiftRows(data, prior.mean), columns, own, scale, vectors);
  return { ...common, ...parts };
}

type Parts = Pick<Spectrum, "s" | "ones" | "target" | "outsideOnes" | "outsideTarget" | "rest" | "rightRows">;

function fromRows(
  data: RowsReduction,
  columns: number,
  own: boolean,
  scale: Float64Array,
  vectors: boolean,
): Parts {
  const w = scaledColumns(data.design, columns, scale);
  const ones = own ? column(data.design, columns) : new Float64Array(w.rows);
  if (w.rows < columns) return fromWide(w, ones, data, vectors);
  if (columns > JACOBI) return fromGram(asGram(data), columns, own, scale, vectors);
  // [W, 1, y] = Q R: everything below happens within the few rows of R.
  const stacked = appendColumn(appendColumn(w, ones), data.target);
  const r = triangularFactor(stacked.rows < stacked.cols ? padRows(stacked) : stacked);
  const inner = createMatrix(columns, columns);
  for (let i = 0; i < columns; i++) {
    inner.data.set(r.data.subarray(i * r.cols, i * r.cols + columns), i * columns);
  }
  const { s, leftRows, rightRows } = jacobiSvd(inner);
  const [rotatedOnes, outOnes] = splitAlong(leftRows, column(r, columns));
  const [rotatedTarget, outTarget] = splitAlong(leftRows, column(r, columns + 1));
  return {
    s,
    ones: rotatedOnes,
    target: rotatedTarget,
    ...outsidePlane(outOnes, outTarget, data.leftover),
    ...(vectors ? { rightRows } : {}),
  };
}

/** Coordinates of b along the given orthonormal rows, and what is left of b outside of them. */
function splitAlong(rows: Matrix, b: Float64Array): [Float64Array, Float64Array] {
  const along = timesVector(rows, b.subarray(0, rows.cols));
  const inside = transposeTimesVector(rows, along);
  return [along, b.map((value, i) => (i < inside.length ? value - inside[i]! : value))];
}

/** Coordinates of two vectors in the plane they span: ones = (outsideOnes, 0), target = (outsideTarget, rest). */
function outsidePlane(ones: Float64Array, target: Float64Array, leftover: number) {
  const outsideOnes = Math.sqrt(dot(ones, ones));
  const outsideTarget = outsideOnes > 0 ? dot(ones, target) / outsideOnes : 0;
  let squares = leftover;
  for (let i = 0; i < target.length; i++) {
    const across = target[i]! - (outsideOnes > 0 ? (outsideTarget * ones[i]!) / outsideOnes : 0);
    squares += across * across;
  }
  return { outsideOnes, outsideTarget, rest: Math.sqrt(squares) };
}

/** More columns than rows: the left singular vectors span the whole space of the data, and nothing is outside. */
function fromWide(w: Matrix, ones: Float64Array, data: RowsReduction, vectors: boolean): Parts {
  const outside = { outsideOnes: 0, outsideTarget: 0, rest: Math.sqrt(data.leftover) };
  if (w.rows <= JACOBI) {
    const { s, leftRows, rightRows } = jacobiSvd(transpose(w));
    const sides = { ones: timesVector(rightRows, ones), target: timesVector(rightRows, data.target) };
    return { s, ...sides, ...outside, ...(vectors ? { rightRows: leftRows } : {}) };
  }
  const n = w.rows;
  const gram = timesTransposed(w, w);
  const sides = stackRows(createMatrix(1, n, ones), createMatrix(1, n, data.target));
  const { values, rotated } = symmetricEigen(gram, vectors ? stackRows(sides, identity(n)) : sides);
  const s = values.map((value) => Math.sqrt(Math.max(0, value)));
  const parts = { s, ones: rotated.data.slice(0, n), target: rotated.data.slice(n, 2 * n), ...outside };
  if (!vectors) return parts;
  // Rows u_j = v_j'W / s_j; a direction of size 0 is none.
  const left = createMatrix(n, n, rotated.data.slice(2 * n));
  const rightRows = timesTransposed(transpose(left), transpose(w));
  for (let p = 0; p < rightRows.data.length; p++) {
    const size = s[Math.floor(p / w.cols)]!;
    rightRows.data[p] = size > 0 ? rightRows.data[p]! / size : 0;
  }
  return { ...parts, rightRows };
}

/** From inner products: V'1 and V'y are U'W'1 and U'W'y over s. */
function fromGram(
  data: GramReduction,
  columns: number,
  own: boolean,
  scale: Float64Array,
  vectors: boolean,
): Parts {
  const d = data.gram.cols;
  const inner = createMatrix(columns, columns);
  const sides = createMatrix(2, columns);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < columns; j++)
      inner.data[i * columns + j] = data.gram.data[i * d + j]! * scale[i]! * scale[j]!;
    if (own) sides.data[i] = data.gram.data[i * d + columns]! * scale[i]!;
    sides.data[columns + i] = data.cross[i]! * scale[i]!;
  }
  const { values, rotated } = symmetricEigen(inner, vectors ? stackRows(sides, identity(columns)) : sides);
  const s = values.map((value) => Math.sqrt(Math.max(0, value)));
  // Below rounding level of the largest eigenvalue nothing is known about a direction: it is left to the prior.
  const least = Math.sqrt(Number.EPSILON * columns) * (s.at(-1) ?? 0);
  const along = (row: number) =>
    Float64Array.from(s, (value, j) => (value > least ? rotated.data[row * columns + j]! / value : 0));
  const ones = along(0);
  const target = along(1);
  const outside = (total: number, a: Float64Array, b: Float64Array) => total - dot(a, b);
  const onesOnes = own ? Math.max(0, outside(data.gram.data[columns * d + columns]!, ones, ones)) : 0;
  const outsideOnes = Math.sqrt(onesOnes);
  const onesTarget = own ? outside(data.cross[columns]!, ones, target) : 0;
  const outsideTarget = outsideOnes > 0 ? onesTarget / outsideOnes : 0;
  const remaining = outside(data.targetSquares, target, target) - outsideTarget * outsideTarget;
  const parts = { s, ones, target, outsideOnes, outsideTarget, rest: Math.sqrt(Math.max(0, remaining)) };
  if (!vectors) return parts;
  const basis = createMatrix(columns, columns, rotated.data.slice(2 * columns));
  return { ...parts, rightRows: transpose(basis) };
}

/** The target less the prior's mean prediction. */
function shiftRows(data: RowsReduction, m0: Float64Array): RowsReduction {
  const fitted = timesVector(data.design, m0);
  return { ...data, target: data.target.map((value, i) => value - fitted[i]!) };
}

function shiftGram(data: GramReduction, m0: Float64Array): GramReduction {
  const fitted = timesVector(data.gram, m0);
  return {
    ...data,
    cross: data.cross.map((value, i) => value - fitted[i]!),
    targetSquares: Math.max(0, data.targetSquares - 2 * dot(m0, data.cross) + dot(m0, fitted)),
  };
}

function column(a: Matrix, j: number): Float64Array {
  return Float64Array.from({ length: a.rows }, (_, i) => a.data[i * a.cols + j]!);
}

function scaledColumns(a: Matrix, columns: number, scale: Float64Array): Matrix {
  const result = createMatrix(a.rows, columns);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < columns; j++) result.data[i * columns + j] = a.data[i * a.cols + j]! * scale[j]!;
  }
  return result;
}

function padRows(a: Matrix): Matrix {
  return stackRows(a, createMatrix(a.cols - a.rows, a.cols));
}

function identity(n: number): Matrix {
  const result = createMatrix(n, n);
  for (let i = 0; i < n; i++) result.data[i * n + i] = 1;
  return result;
}
