import { checkFinite, checkLength, checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { LinearNetwork } from "./network.ts";

/**
 * The network of figures 8.4 and 9.11: h_k(x) = max(0, slope_k (x - joint_k)) for k = 0 ... K-1, and a constant 1.
 * Throws an ArgumentError unless the joints ascend and the slopes are positive.
 */
export function shallowRelu(joints: ArrayLike<number>, slopes?: readonly number[]): LinearNetwork {
  const where = "shallow-relu";
  checkNumber(where, "number of joints", joints.length, { min: 1 });
  const t = new Float64Array(joints);
  checkFinite(where, "joints", t);
  const a = slopes === undefined ? new Float64Array(t.length).fill(1) : Float64Array.from(slopes);
  checkLength(where, "slopes", a, t.length, "one per joint");
  for (const slope of slopes ?? []) checkNumber(where, "slope", slope, { above: 0 });
  for (let k = 1; k < t.length; k++) {
    if (t[k]! >= t[k - 1]!) continue;
    throw new ArgumentError({
      where,
      problem: `joints must ascend, joint ${k} is ${t[k]} after ${t[k - 1]}`,
      fix: "Sort the joints (and the slopes with them).",
    });
  }
  const size = t.length + 1;
  return {
    inputs: 1,
    size,
    piecewise: { joints: t, slopes: a },
    featuresInto(x, from, to, out) {
      for (let i = from, p = 0; i < to; i++) {
        const value = x.data[i]!;
        for (let k = 0; k < t.length; k++, p++) out[p] = Math.max(0, a[k]! * (value - t[k]!));
        out[p++] = 1;
      }
    },
  };
}
