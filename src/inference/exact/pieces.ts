import type { LinearNetwork } from "../../model/network.ts";

/**
 * The shallow network with fixed joints as a piecewise line. Piece k reaches from joint k to the next one, the last to
 * infinity; left of the first joint the function is the bias. With f_k the value at joint k and g_k the slope of piece k,
 *   f_0 = bias,  g_k = g_(k-1) + slope_k weight_k,  f_(k+1) = f_k + width_k g_k.
 */
export interface Pieces {
  /** Ascending [K]; joints may coincide. */
  readonly joints: Float64Array;
  /** Slope of every unit [K]. */
  readonly slopes: Float64Array;
  /** Lengths of the pieces [K]; 0 for the last, which has no right end. */
  readonly widths: Float64Array;
  /** Number of joints in the cells before cell c [K + 1], where K cells divide the range of the joints evenly. */
  readonly before: Int32Array;
}

/** Values f_k at the left ends of the pieces and slopes g_k along them [K]. */
export interface Line {
  readonly values: Float64Array;
  readonly slopes: Float64Array;
}

/** The pieces of a network, or undefined if it has no fixed joints on one input. */
export function createPieces(network: LinearNetwork): Pieces | undefined {
  if (network.piecewise === undefined) return undefined;
  const { joints, slopes } = network.piecewise;
  const last = joints.length - 1;
  const widths = new Float64Array(joints.length);
  for (let k = 0; k < last; k++) widths[k] = joints[k + 1]! - joints[k]!;
  return { joints, slopes, widths, before: countByCell(joints) };
}

function countByCell(joints: Float64Array): Int32Array {
  const before = new Int32Array(joints.length + 1);
  for (let k = 0; k < joints.length; k++) before[cellOf(joints, joints[k]!) + 1]! += 1;
  for (let c = 0; c < joints.length; c++) before[c + 1]! += before[c]!;
  return before;
}

/** The cell of x, from 0 to K - 1. Rounding cannot bring the cells of two places out of order. */
function cellOf(joints: Float64Array, x: number): number {
  const last = joints.length - 1;
  const range = joints[last]! - joints[0]!;
  return range > 0 && range < Number.POSITIVE_INFINITY ? Math.floor(((x - joints[0]!) / range) * last) : 0;
}

/** The line of the given parameters (weights, bias last), summed up from left to right. */
export function lineFromParameters(pieces: Pieces, parameters: Float64Array): Line {
  const count = pieces.joints.length;
  const values = new Float64Array(count);
  const slopes = new Float64Array(count);
  let f = parameters[count]!;
  let g = 0;
  for (let k = 0; k < count; k++) {
    g += pieces.slopes[k]! * parameters[k]!;
    values[k] = f;
    slopes[k] = g;
    f += pieces.widths[k]! * g;
  }
  return { values, slopes };
}

/**
 * The piece that holds x: the largest k with joint k <= x, at least 0. Tries the piece of the last answer and the next one
 * (sorted inputs), then the one of the same number as the cell of x (evenly spaced joints), then bisects its cell.
 */
export function locate(pieces: Pieces, x: number, hint: number): number {
  const { joints, before } = pieces;
  const last = joints.length - 1;
  if (x >= joints[hint]!) {
    if (hint === last || x < joints[hint + 1]!) return hint;
    if (hint + 1 === last || x < joints[hint + 2]!) return hint + 1;
  }
  if (!(x >= joints[0]!)) return 0;
  if (x >= joints[last]!) return last;
  const cell = cellOf(joints, x);
  if (x >= joints[cell]! && x < joints[cell + 1]!) return cell;
  let low = Math.max(0, before[cell]! - 1);
  let high = before[cell + 1]! - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (x >= joints[middle]!) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How far x lies to the right of joint k; 0 left of the first joint. */
export function distanceFrom(joints: Float64Array, k: number, x: number): number {
  return Math.max(0, x - joints[k]!);
}
