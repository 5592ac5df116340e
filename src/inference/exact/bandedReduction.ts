import { locate, type Nodes, positionIn } from "./nodes.ts";

/**
 * Data of a piecewise line, reduced interval by interval: for each, the triangular factor [6 numbers: r00, r01, r0y, r11,
 * r1y, ryy] of its rows [1 - p, p, y], where p is the position of x in the interval. Nothing is lost that inference
 * needs, no difference of large sums is ever taken, and reductions of parts of the data can be added.
 */
export interface BandedReduction {
  readonly kind: "banded";
  readonly observations: number;
  readonly logWeights: number;
  /** [K, 6]. */
  readonly factors: Float64Array;
}

/** The reduction of no data, for K intervals. */
export function emptyBandedReduction(intervals: number): BandedReduction {
  return { kind: "banded", observations: 0, logWeights: 0, factors: new Float64Array(6 * intervals) };
}

/** Adds rows `from` (included) to `to` (excluded) to `factors`; returns the interval of the last row, as a next hint. */
export function addRows(
  nodes: Nodes,
  factors: Float64Array,
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array | undefined,
  from: number,
  to: number,
  hint: number,
): number {
  let k = hint;
  for (let i = from; i < to; i++) {
    k = locate(nodes.at, x[i]!, k);
    const position = positionIn(nodes.at, k, x[i]!);
    const root = weights === undefined ? 1 : Math.sqrt(weights[i]!);
    addRow(factors, 6 * k, root * (1 - position), root * position, root * y[i]!);
  }
  return k;
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

/** Rotates the row (u, v, y) into the triangular factor at p: two Givens rotations and a norm. */
function addRow(r: Float64Array, p: number, u: number, v: number, y: number): void {
  if (u !== 0) {
    const length = Math.sqrt(r[p]! * r[p]! + u * u);
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
    const length = Math.sqrt(r[p + 3]! * r[p + 3]! + v * v);
    const c = r[p + 3]! / length;
    const s = v / length;
    r[p + 3] = length;
    const r1y = r[p + 4]!;
    r[p + 4] = c * r1y + s * y;
    y = c * y - s * r1y;
  }
  r[p + 5] = Math.sqrt(r[p + 5]! * r[p + 5]! + y * y);
}
