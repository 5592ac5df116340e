import type { CompiledModel } from "../../model/compileModel.ts";
import type { Matrix } from "../../numeric/matrix.ts";
import type { Whitening } from "../parts/whitening.ts";
import type { VariationalFamily } from "./family.ts";

/** Whether f(x) is normal under q and the noise known, so that expectations have closed forms: one output, linear. */
export function hasLinearMoments({ form, likelihood }: CompiledModel): boolean {
  return form.linear && likelihood.outputs === 1 && likelihood.fused?.loss === "squaredError";
}

/** Rows whose features are computed at a time. */
const BLOCK = 1024;

/** Means and variances of f under q at standardised inputs [n, d], for a model with {@link hasLinearMoments}. */
export function linearMoments(
  { form }: CompiledModel,
  family: VariationalFamily,
  white: Whitening,
  lambda: Float64Array,
  x: Matrix,
): { readonly mean: Float64Array; readonly variance: Float64Array } {
  const width = form.size - 1;
  const mean = new Float64Array(x.rows);
  const variance = new Float64Array(x.rows);
  const features = new Float64Array(Math.min(BLOCK, x.rows) * width);
  const h = new Float64Array(form.size);
  for (let from = 0; from < x.rows; from += BLOCK) {
    const to = Math.min(from + BLOCK, x.rows);
    form.featuresInto(x, from, to, features);
    for (let i = from; i < to; i++) {
      let sum = 0;
      for (let j = 0; j < form.size; j++) {
        const feature = j < width ? features[(i - from) * width + j]! : 1;
        h[j] = feature * white.scale[j]!;
        sum += feature * white.mean[j]! + h[j]! * lambda[j]!;
      }
      mean[i] = sum;
      variance[i] = family.projectedVariance(h);
    }
  }
  return { mean, variance };
}
