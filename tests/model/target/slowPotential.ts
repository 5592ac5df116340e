import { slowLoss } from "../likelihoods/slowLoss.ts";
import type { Case } from "./cases.ts";
import { slowPrior } from "./slowPrior.ts";

/** erf by the series whose terms are all of one sign (Abramowitz & Stegun 7.1.6), which loses no digits to cancellation. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 1; k < 200; k++) {
    term *= (2 * x * x) / (2 * k + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** Activations as they are defined. */
const SLOW: Readonly<Record<string, (z: number) => number>> = {
  relu: (z) => (z > 0 ? z : 0),
  tanh: Math.tanh,
  softplus: (z) => Math.log(1 + Math.exp(z)),
  gelu: (z) => z * (0.5 + 0.5 * erf(z / Math.SQRT2)),
  sin: Math.sin,
};

/** The outputs of every row, by loops over layers and units, and the smallest size of a sum that entered an activation. */
export function slowForward({ compiled, data }: Case, parameters: ArrayLike<number>) {
  const { layers } = compiled.form;
  const network = compiled.model.spec.network as { readonly residual: boolean; readonly activation: string };
  let nearest = Number.POSITIVE_INFINITY;
  const outputs = Array.from({ length: data.x.rows }, (_, n) => {
    let h = Array.from(data.x.data.subarray(n * data.x.cols, (n + 1) * data.x.cols));
    let at = 0;
    for (let l = 0; l + 1 < layers.length; l++) {
      const [ins, outs] = [layers[l]!, layers[l + 1]!];
      const below = h;
      const bias = at + ins * outs;
      h = [];
      for (let j = 0; j < outs; j++) {
        let sum = parameters[bias + j]!;
        for (let i = 0; i < ins; i++) sum += below[i]! * parameters[at + i * outs + j]!;
        h.push(sum);
      }
      at = bias + outs;
      if (l + 2 === layers.length) break;
      for (const z of h) nearest = Math.min(nearest, Math.abs(z));
      h = h.map((z, j) => SLOW[network.activation]!(z) + (network.residual && ins === outs ? below[j]! : 0));
    }
    return h;
  });
  return { outputs, nearest };
}

/** The slow and obvious twin of U with all its constants, from the definitions. */
export function slowPotential(made: Case): (parameters: ArrayLike<number>) => number {
  const { form, model } = made.compiled;
  const ofPrior = slowPrior(model.spec.prior, form.groups);
  return (parameters) => {
    let value = ofPrior(parameters) + slowLosses(made, parameters);
    for (let j = form.size; j < parameters.length; j++) value += ownPrior(made, parameters[j]!);
    return value;
  };
}

/** -log likelihood. `factors` multiply the loss of every row and target of a heteroscedastic likelihood. */
export function slowLosses(made: Case, parameters: ArrayLike<number>, factors?: readonly number[]): number {
  const { compiled, data } = made;
  const { likelihood } = compiled.model.spec;
  const t = data.y.cols;
  const own = Array.from(parameters).slice(compiled.form.size);
  let value = 0;
  slowForward(made, parameters).outputs.forEach((f, n) => {
    const y = Array.from(data.y.data.subarray(n * t, (n + 1) * t));
    const weight = data.weights?.[n] ?? 1;
    if (likelihood.kind !== "heteroscedastic") value += slowLoss(likelihood, f, y, weight, own);
    else {
      // By logarithms: a variance can be so small that a density underflows.
      y.forEach((observed, k) => {
        const variance = varianceOf(likelihood.floor, f[t + k]!) / weight;
        const square = (observed - f[k]!) ** 2 / variance;
        value += ((factors?.[n * t + k] ?? 1) * (Math.log(2 * Math.PI * variance) + square)) / 2;
      });
    }
  });
  return value;
}

/** Variances of the noise of every row and target of a heteroscedastic likelihood, for rows of weight 1. */
export function slowVariances(made: Case, parameters: ArrayLike<number>): number[] {
  const { likelihood } = made.compiled.model.spec;
  if (likelihood.kind !== "heteroscedastic") return [];
  const t = made.data.y.cols;
  const { outputs } = slowForward(made, parameters);
  return outputs.flatMap((f) => f.slice(t).map((s) => varianceOf(likelihood.floor, s)));
}

const varianceOf = (floor: number | undefined, s: number) => (floor ?? 1e-3) + Math.exp(s);

/** -log prior of a parameter of the likelihood: the logarithm of a standard deviation. */
function ownPrior({ compiled }: Case, at: number): number {
  const { likelihood } = compiled.model.spec;
  const spec = likelihood.kind === "normal" ? likelihood.noiseVariance : "learned";
  if (typeof spec !== "object") {
    return -Math.log(Math.exp((-(at + 1) * (at + 1)) / 2) / Math.sqrt(2 * Math.PI));
  }
  const { shape: a, scale: b } = spec;
  const s = Math.exp(2 * at);
  let gamma = 1;
  for (let k = 2; k < a; k++) gamma *= k;
  // The density of the variance s, times ds / d log sigma = 2 s.
  return -Math.log((b ** a / gamma) * s ** (-a - 1) * Math.exp(-b / s) * 2 * s);
}
