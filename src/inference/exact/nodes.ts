import type { LinearNetwork } from "../../model/network.ts";

/**
 * The shallow network with fixed joints as a piecewise line through nodes.
 *
 * Node k stands at joint k and one more to the right of the last; the parameters become the values u_k of the function
 * at the nodes. Left of the first joint f is u_0. The bias is u_0; weight k is the change of slope at joint k over the slope
 * of its unit, a combination of u_(k-1), u_k and u_(k+1). That map is what makes the precision pentadiagonal.
 */
export interface Nodes {
  /** Places of the nodes [K + 1], strictly ascending. */
  readonly at: Float64Array;
  /** weight_k = left[k] u_(k-1) + own[k] u_k + right[k] u_(k+1). */
  readonly left: Float64Array;
  readonly own: Float64Array;
  readonly right: Float64Array;
}

/** The nodes of a network, or undefined if it has no joints on one input or two joints at one place. */
export function createNodes(network: LinearNetwork): Nodes | undefined {
  if (network.piecewise === undefined) return undefined;
  const { joints, slopes } = network.piecewise;
  const count = joints.length;
  for (let k = 1; k < count; k++) if (!(joints[k]! > joints[k - 1]!)) return undefined;
  const at = new Float64Array(count + 1);
  at.set(joints);
  // Where the last node stands does not matter: f is a straight line there, before and beyond it.
  const gap = count > 1 ? (joints[count - 1]! - joints[0]!) / (count - 1) : 1;
  at[count] = joints[count - 1]! + gap;
  if (!(at[count]! > at[count - 1]!)) return undefined;
  const nodes = {
    at,
    left: new Float64Array(count),
    own: new Float64Array(count),
    right: new Float64Array(count),
  };
  for (let k = 0; k < count; k++) {
    nodes.right[k] = 1 / (slopes[k]! * (at[k + 1]! - at[k]!));
    nodes.left[k] = k === 0 ? 0 : 1 / (slopes[k]! * (at[k]! - at[k - 1]!));
    nodes.own[k] = -(nodes.left[k]! + nodes.right[k]!);
  }
  return nodes;
}

/** Parameters (weights, bias last) from node values. */
export function parametersFromNodes(nodes: Nodes, u: Float64Array, out: Float64Array): Float64Array {
  const count = nodes.left.length;
  for (let k = 0; k < count; k++) {
    // As differences of slopes: the three coefficients add up to 0, and the values may be large.
    const rise = (u[k + 1]! - u[k]!) * nodes.right[k]!;
    out[k] = k === 0 ? rise : rise - (u[k]! - u[k - 1]!) * nodes.left[k]!;
  }
  out[count] = u[0]!;
  return out;
}

/** Node values from parameters: the function is summed up from left to right. */
export function nodesFromParameters(nodes: Nodes, parameters: Float64Array, out: Float64Array): Float64Array {
  const count = nodes.left.length;
  out[0] = parameters[count]!;
  for (let k = 0; k < count; k++) {
    const carried = k === 0 ? 0 : (out[k]! - out[k - 1]!) * nodes.left[k]!;
    out[k + 1] = out[k]! + (parameters[k]! + carried) / nodes.right[k]!;
  }
  return out;
}

/**
 * The interval that holds x: the largest k with at[k] <= x, at least 0 and at most K - 1. Tries the interval of the last
 * answer and the next one (sorted inputs), then the place it would have among evenly spaced nodes, then bisection.
 */
export function locate(at: Float64Array, x: number, hint: number): number {
  const last = at.length - 2;
  if (x >= at[hint]!) {
    if (hint === last || x < at[hint + 1]!) return hint;
    if (hint + 1 === last || x < at[hint + 2]!) return hint + 1;
  }
  const even = Math.floor((x - at[0]!) / ((at[last + 1]! - at[0]!) / (last + 1)));
  if (even >= 0 && even <= last && x >= at[even]! && x < at[even + 1]!) return even;
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (x >= at[middle]!) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where x lies in interval k: 0 at its left node, 1 at its right one, more beyond the last; 0 left of the first. */
export function positionIn(at: Float64Array, k: number, x: number): number {
  return Math.max(0, (x - at[k]!) / (at[k + 1]! - at[k]!));
}
