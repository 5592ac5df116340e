import type { Likelihood, LossBlock } from "../../../src/model/likelihood.ts";
import type { LikelihoodSpec } from "../../../src/model/likelihoodSpec.ts";
import { createLikelihood } from "../../../src/model/likelihoods/createLikelihood.ts";
import { createRng } from "../../../src/random/rng.ts";

/** One spec of every kind, and of every variant with code of its own. */
export const SPECS: readonly (readonly [name: string, spec: LikelihoodSpec])[] = [
  ["normal, known noise", { kind: "normal", noiseVariance: 0.3 }],
  ["normal, learned noise", { kind: "normal", noiseVariance: "learned" }],
  ["normal, inverse-gamma noise", { kind: "normal", noiseVariance: { shape: 3, scale: 0.5 } }],
  ["heteroscedastic", { kind: "heteroscedastic" }],
  ["heteroscedastic without a floor", { kind: "heteroscedastic", floor: 0 }],
  ["heteroscedastic, large floor", { kind: "heteroscedastic", floor: 0.7 }],
  ["Student t, known scale", { kind: "student-t", df: 4, scale: 0.8 }],
  ["Student t, learned scale", { kind: "student-t", df: 2.5, scale: "learned" }],
  ["Bernoulli", { kind: "bernoulli" }],
  ["categorical", { kind: "categorical" }],
  ["categorical, smoothed over others", { kind: "categorical", smoothing: { share: 0.2, over: "others" } }],
  ["categorical, smoothed over all", { kind: "categorical", smoothing: { share: 0.2, over: "uniform" } }],
  ["Poisson", { kind: "poisson" }],
];

export const isClass = ({ kind }: LikelihoodSpec): boolean => kind === "bernoulli" || kind === "categorical";

/** A likelihood with rows of random outputs, targets and weights, in a random order, behind `at` rows that are not its. */
export interface Rows {
  readonly likelihood: Likelihood;
  readonly block: LossBlock;
  readonly own: Float64Array;
}

/** How large and how weighted the rows are. */
export interface RowsOptions {
  readonly seed: number;
  readonly targets?: number;
  readonly classes?: number;
  readonly count?: number;
  readonly weighted?: boolean;
  /** Standard deviation of the outputs. */
  readonly spread?: number;
}

export function randomRows(spec: LikelihoodSpec, options: RowsOptions): Rows {
  const { seed, classes = 3, count = 5, weighted = true, spread = 1 } = options;
  const targets = isClass(spec) ? 1 : (options.targets ?? 1);
  const likelihood = createLikelihood(spec, targets, classes);
  const rng = createRng(seed);
  const at = 2;
  const start = 3;
  const total = start + count + 2;
  const outputs = new Float64Array((at + count) * likelihood.outputs).fill(Number.NaN);
  for (let i = at * likelihood.outputs; i < outputs.length; i++) outputs[i] = spread * rng.normal();
  const classesOf = spec.kind === "bernoulli" ? 2 : classes;
  const target = () => {
    if (isClass(spec)) return Math.floor(rng.uniform() * classesOf);
    return spec.kind === "poisson" ? Math.floor(rng.uniform() * 6) : rng.normal();
  };
  return {
    likelihood,
    own: Float64Array.from(likelihood.own, () => -0.5 + 0.4 * rng.normal()),
    block: {
      outputs,
      at,
      targets: Float64Array.from({ length: total * targets }, target),
      weights: Float64Array.from({ length: total }, () => (weighted ? 0.25 + 2 * rng.uniform() : 1)),
      order: rng.permutation(total),
      start,
      count,
      scale: 1.7,
    },
  };
}

/** Value and gradients of the rows. */
export interface Found {
  readonly value: number;
  readonly byOutputs: Float64Array;
  readonly byOwn: Float64Array;
}

export function lossOf({ likelihood, block, own }: Rows): Found {
  const byOutputs = new Float64Array(block.outputs.length).fill(Number.NaN);
  const byOwn = new Float64Array(likelihood.own.length);
  const value = likelihood.addRows(block, own, byOutputs, byOwn);
  const first = block.at * likelihood.outputs;
  if (byOutputs.subarray(0, first).some((v) => !Number.isNaN(v))) throw new Error("wrote before its rows");
  return { value, byOutputs: byOutputs.slice(first), byOwn };
}

/** The loss of a single unscaled row. */
export function rowLoss(
  likelihood: Likelihood,
  f: ArrayLike<number>,
  y: ArrayLike<number>,
  weight = 1,
  own: ArrayLike<number> = [],
): Found {
  const block = {
    outputs: Float64Array.from(f),
    at: 0,
    targets: Float64Array.from(y),
    weights: Float64Array.of(weight),
    order: Uint32Array.of(0),
    start: 0,
    count: 1,
    scale: 1,
  };
  return lossOf({ likelihood, block, own: Float64Array.from(own) });
}
