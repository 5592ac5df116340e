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
  return { joints, slopes, widths: joints.map((joint, k) => (k === last ? 0 : joints[k + 1]! - joint)) };
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
 * (sorted inputs), then the place it would have among evenly spaced joints, then bisection.
 */
export function locate(joints: Float64Array, x: number, hint: number): number {
  const last = joints.length - 1;
  if (x >= joints[hint]!) {
    if (hint === last || x < joints[hint + 1]!) return hint;
    if (hint + 1 === last || x < joints[hint + 2]!) return hint + 1;
  }
  const even = Math.floor(((x - joints[0]!) / (joints[last]! - joints[0]!)) * last);
  if (even >= 0 && even < last && x >= joints[even]! && x < joints[even + 1]!) return even;
  let low = 0;
  let high = last;
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
