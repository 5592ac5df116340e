import type { CompiledModel } from "../../model/compileModel.ts";
import { DEFAULT_VARIANCE_FLOOR } from "../../model/likelihoods/heteroscedasticLikelihood.ts";
import type { Reals } from "../../numeric/kernels/special.ts";
import { exp } from "../../numeric/special.ts";

/**
 * Writes a root R [O, O] of the curvature of -log p(y | f) by the outputs f of one row, R R' = W, for outputs that begin at
 * `at` and a row of the given weight.
 */
export type OutputRoot = (outputs: Reals, at: number, weight: number, root: Float64Array) => void;

/**
 * The curvature W of a row is the Fisher information of the likelihood in its outputs: what the generalised Gauss-Newton
 * matrix sum of J'W J is made of. It is the Hessian where f is the natural parameter (classes, counts, known noise), and it
 * is never negative where the Hessian may be (Student t, heteroscedastic noise). With precision c of an output:
 *   normal c;  Student t c (v + 1)/(v + 3);  heteroscedastic 1/v for the mean and (e^s / v)^2 / 2 for s;
 *   Bernoulli p (1 - p);  categorical diag(p) - p p';  Poisson e^f.
 * `own` are the parameters of the likelihood itself, log scales of the noise.
 */
export function outputRoot({ model, likelihood }: CompiledModel, own: ArrayLike<number>): OutputRoot {
  const { likelihood: spec } = model.spec;
  const count = likelihood.outputs;
  const diagonal = (curvature: (f: number, k: number, weight: number) => number): OutputRoot => {
    return (outputs, at, weight, root) => {
      root.fill(0);
      for (let k = 0; k < count; k++) root[k * count + k] = Math.sqrt(curvature(outputs[at + k]!, k, weight));
    };
  };
  switch (spec.kind) {
    case "normal": {
      const { noiseVariance } = spec;
      const known = typeof noiseVariance === "number";
      return diagonal((_f, k, weight) => weight * (known ? 1 / noiseVariance : exp(-2 * own[k]!)));
    }
    case "student-t": {
      const { df, scale } = spec;
      const share = (df + 1) / (df + 3);
      return diagonal((_f, k, weight) => {
        return weight * share * (typeof scale === "number" ? 1 / (scale * scale) : exp(-2 * own[k]!));
      });
    }
    case "heteroscedastic":
      return heteroscedasticRoot(count / 2, spec.floor ?? DEFAULT_VARIANCE_FLOOR);
    case "poisson":
      return diagonal((f, _k, weight) => weight * exp(f));
    case "bernoulli":
      return diagonal((f, _k, weight) => {
        const power = exp(-Math.abs(f));
        return (weight * power) / ((1 + power) * (1 + power));
      });
    case "categorical":
      return (outputs, at, weight, root) => categoricalRoot(outputs, at, weight, count, root);
  }
}

/** The variance v = floor + e^s of every target does not depend on the weight of a row in its logarithm. */
function heteroscedasticRoot(targets: number, floor: number): OutputRoot {
  const count = 2 * targets;
  return (outputs, at, weight, root) => {
    root.fill(0);
    for (let k = 0; k < targets; k++) {
      const power = exp(outputs[at + targets + k]!);
      const variance = floor + power;
      root[k * count + k] = Math.sqrt(weight / variance);
      root[(targets + k) * count + targets + k] = (Math.SQRT1_2 * power) / variance;
    }
  };
}

/** R_jk = sqrt(w p_k) ((j = k) - p_j): then R R' = w (diag(p) - p p'). */
function categoricalRoot(outputs: Reals, at: number, weight: number, count: number, root: Float64Array) {
  let largest = outputs[at]!;
  for (let k = 1; k < count; k++) largest = Math.max(largest, outputs[at + k]!);
  const p = new Float64Array(count);
  let total = 0;
  for (let k = 0; k < count; k++) total += p[k] = exp(outputs[at + k]! - largest);
  for (let k = 0; k < count; k++) p[k] = p[k]! / total;
  for (let k = 0; k < count; k++) {
    const size = Math.sqrt(weight * p[k]!);
    for (let j = 0; j < count; j++) root[j * count + k] = size * ((j === k ? 1 : 0) - p[j]!);
  }
}
