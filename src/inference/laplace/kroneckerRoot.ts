import { gemm } from "../../numeric/kernels/dense.ts";
import { log } from "../../numeric/special.ts";
import type { Tensor } from "../savedPosterior.ts";
import type { PrecisionRoot } from "./precisionRoot.ts";

/** The precision of one layer, (U (x) V) diag(values) (U (x) V)': parameters are a matrix [m, n], inputs by outputs. */
export interface KroneckerLayer {
  /** Index of the first parameter. */
  readonly from: number;
  /** Inputs, the 1 of the bias among them, and outputs. */
  readonly m: number;
  readonly n: number;
  /** Eigenvectors of the factor of the inputs [m, m] and of the outputs [n, n], in columns. */
  readonly u: Float64Array;
  readonly v: Float64Array;
  /** Eigenvalues of the precision [m, n]. */
  readonly values: Float64Array;
}

/** The root of independent layers: R = (U (x) V) diag(values^-1/2) for each. */
export function kroneckerRoot(layers: readonly KroneckerLayer[]): PrecisionRoot {
  const size = layers.reduce((sum, { values }) => sum + values.length, 0);
  const sds = layers.map(({ values }) => values.map((value) => 1 / Math.sqrt(value)));
  const scratch = layers.map(({ values }) => [values.slice(), values.slice()] as const);
  return {
    size,
    logDeterminant: layers.reduce(
      (sum, { values }) => values.reduce((inner, value) => inner + log(value), sum),
      0,
    ),
    variances() {
      const result = new Float64Array(size);
      for (const { from, m, n, u, v, values } of layers) {
        // (U o U) (1 / values) (V o V)'.
        const [inner, outer] = [new Float64Array(m * n), new Float64Array(m * n)];
        const squares = (matrix: Float64Array) => matrix.map((value) => value * value);
        const inverse = values.map((value) => 1 / value);
        gemm(m, n, m, squares(u), false, inverse, false, inner);
        gemm(m, n, n, inner, false, squares(v), true, outer);
        result.set(outer, from);
      }
      return result;
    },
    draw(e, out) {
      for (const [k, { from, m, n, u, v, values }] of layers.entries()) {
        const [inner, outer] = scratch[k]!;
        for (let i = 0; i < values.length; i++) outer[i] = sds[k]![i]! * e[from + i]!;
        gemm(m, n, m, u, false, outer, false, inner);
        gemm(m, n, n, inner, false, v, true, outer);
        out.set(outer, from);
      }
    },
    project(count, rows) {
      for (const [k, { from, m, n, u, v, values }] of layers.entries()) {
        const [inner, outer] = scratch[k]!;
        for (let r = 0; r < count; r++) {
          const at = r * size + from;
          outer.set(rows.subarray(at, at + values.length));
          gemm(m, n, m, u, true, outer, false, inner);
          gemm(m, n, n, inner, false, v, false, outer);
          for (let i = 0; i < values.length; i++) rows[at + i] = sds[k]![i]! * outer[i]!;
        }
      }
    },
    squareLength(z) {
      let sum = 0;
      for (const [k, { from, m, n, u, v, values }] of layers.entries()) {
        const [inner, outer] = scratch[k]!;
        outer.set(z.subarray(from, from + values.length));
        gemm(m, n, m, u, true, outer, false, inner);
        gemm(m, n, n, inner, false, v, false, outer);
        for (let i = 0; i < values.length; i++) sum += values[i]! * outer[i]! * outer[i]!;
      }
      return sum;
    },
    tensors: Object.fromEntries(
      layers.flatMap(({ m, n, u, v, values }, l): [string, Tensor][] => [
        [`u${l}`, { shape: [m, m], data: u }],
        [`v${l}`, { shape: [n, n], data: v }],
        [`values${l}`, { shape: [m, n], data: values }],
      ]),
    ),
  };
}
