import { hypot } from "../../numeric/products.ts";
import { distanceFrom, locate, type Pieces } from "./pieces.ts";

/**
 * Data of a piecewise line, reduced piece by piece: for each, the triangular factor [6 numbers: r00, r01, r0y, r11, r1y,
 * ryy] of its rows [1, d, y], where d is how far x lies beyond the joint at which the piece starts. Nothing is lost that
 * inference needs, no difference of large sums is ever taken, and reductions of parts of the data can be added.
 */
export interface BandedReduction {
  readonly kind: "banded";
  readonly observations: number;
  readonly logWeights: number;
  /** [K, 6]. */
  readonly factors: Float64Array;
}

/** The reduction of no data, for K pieces. */
export function emptyBandedReduction(count: number): BandedReduction {
  return { kind: "banded", observations: 0, logWeights: 0, factors: new Float64Array(6 * count) };
}

/**
 * Adds rows `from` (included) to `to` (excluded) to `factors`; returns the piece of the last row, as a next hint. The same
 * rotations as in {@link addRow}, with the factor in local variables while rows stay in one piece: half the time.
 */
export function addRows(
  pieces: Pieces,
  factors: Float64Array,
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array | undefined,
  from: number,
  to: number,
  hint: number,
): number {
  let k = hint;
  let p = 6 * k;
  let r00 = factors[p]!;
  let r01 = factors[p + 1]!;
  let r0y = factors[p + 2]!;
  let r11 = factors[p + 3]!;
  let r1y = factors[p + 4]!;
  let ryy = factors[p + 5]!;
  for (let i = from; i < to; i++) {
    const piece = locate(pieces, x[i]!, k);
    if (piece !== k) {
      putFactor(factors, p, r00, r01, r0y, r11, r1y, ryy);
      k = piece;
      p = 6 * k;
      r00 = factors[p]!;
      r01 = factors[p + 1]!;
      r0y = factors[p + 2]!;
      r11 = factors[p + 3]!;
      r1y = factors[p + 4]!;
      ryy = factors[p + 5]!;
    }
    const root = weights === undefined ? 1 : Math.sqrt(weights[i]!);
    let v = root * distanceFrom(pieces.joints, k, x[i]!);
    let left = root * y[i]!;
    let length = hypot(r00, root);
    let c = r00 / length;
    let s = root / length;
    const heldV = r01;
    const heldY = r0y;
    r00 = length;
    r01 = c * heldV + s * v;
    r0y = c * heldY + s * left;
    v = c * v - s * heldV;
    left = c * left - s * heldY;
    if (v !== 0) {
      length = hypot(r11, v);
      c = r11 / length;
      s = v / length;
      const held = r1y;
      r11 = length;
      r1y = c * held + s * left;
      left = c * left - s * held;
    }
    ryy = hypot(ryy, left);
  }
  putFactor(factors, p, r00, r01, r0y, r11, r1y, ryy);
  return k;
}

function putFactor(
  factors: Float64Array,
  p: number,
  r00: number,
  r01: number,
  r0y: number,
  r11: number,
  r1y: number,
  ryy: number,
): void {
  factors[p] = r00;
  factors[p + 1] = r01;
  factors[p + 2] = r0y;
  factors[p + 3] = r11;
  factors[p + 4] = r1y;
  factors[p + 5] = ryy;
}

/** The reduction of both data sets together. */
export function combineBanded(a: BandedReduction, b: BandedReduction): BandedReduction {
  const factors = a.factors.slice();
  for (let p = 0; p < factors.length; p += 6) {
    addRow(factors, p, b.factors[p]!, b.factors[p + 1]!, b.factors[p + 2]!);
    addRow(factors, p, 0, b.factors[p + 3]!, b.factors[p + 4]!);
    addRow(factors, p, 0, 0, b.factors[p + 5]!);
  }
  return {
    kind: "banded",
    observations: a.observations + b.observations,
    logWeights: a.logWeights + b.logWeights,
    factors,
  };
}

/** Sum over all rows of the squares of every parameter's feature, the bias last [K + 1], in O(K). */
export function columnSquares(pieces: Pieces, factors: Float64Array): Float64Array {
  const count = pieces.joints.length;
  const result = new Float64Array(count + 1);
  // Number of rows from piece k on, and sums of their distances beyond joint k and of the squares of those.
  let rows = 0;
  let sum = 0;
  let squares = 0;
  for (let k = count - 1; k >= 0; k--) {
    const d = pieces.widths[k]!;
    squares += 2 * d * sum + d * d * rows;
    sum += d * rows;
    const [r00, r01, r11] = [factors[6 * k]!, factors[6 * k + 1]!, factors[6 * k + 3]!];
    rows += r00 * r00;
    sum += r00 * r01;
    squares += r01 * r01 + r11 * r11;
    result[k] = pieces.slopes[k]! * pieces.slopes[k]! * squares;
  }
  result[count] = rows;
  return result;
}

/** Rotates the row (u, v, y) into the triangular factor at p: at most two Givens rotations and a norm. */
function addRow(r: Float64Array, p: number, u: number, v: number, y: number): void {
  if (u !== 0) {
    const length = hypot(r[p]!, u);
    const c = r[p]! / length;
    const s = u / length;
    r[p] = length;
    const r01 = r[p + 1]!;
    const r0y = r[p + 2]!;
    r[p + 1] = c * r01 + s * v;
    r[p + 2] = c * r0y + s * y;
    v = c * v - s * r01;
    y = c * y - s * r0y;
  }
  if (v !== 0) {
    const length = hypot(r[p + 3]!, v);
    const c = r[p + 3]! / length;
    const s = v / length;
    r[p + 3] = length;
    const r1y = r[p + 4]!;
    r[p + 4] = c * r1y + s * y;
    y = c * y - s * r1y;
  }
  r[p + 5] = hypot(r[p + 5]!, y);
}
