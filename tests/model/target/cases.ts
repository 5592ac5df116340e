import { createDataset } from "../../../src/data/createDataset.ts";
import type { Dataset } from "../../../src/data/dataset.ts";
import { identityScaler } from "../../../src/data/scaler.ts";
import type { ActivationName } from "../../../src/model/activations.ts";
import { type CompiledModel, compileModel } from "../../../src/model/compileModel.ts";
import type { LikelihoodSpec } from "../../../src/model/likelihoodSpec.ts";
import { createModel } from "../../../src/model/model.ts";
import type { MlpSpec } from "../../../src/model/networkSpec.ts";
import type { PriorSpec } from "../../../src/model/priorSpec.ts";
import { createTarget, type Target } from "../../../src/model/target.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import { createRng } from "../../../src/random/rng.ts";

/** One likelihood of every kind and variant with code of its own, with its number of targets. */
export const HEADS: readonly (readonly [name: string, spec: LikelihoodSpec, targets: number])[] = [
  ["normal, known noise", { kind: "normal", noiseVariance: 0.3 }, 1],
  ["normal, known noise, two targets", { kind: "normal", noiseVariance: 0.3 }, 2],
  ["normal, learned noise", { kind: "normal", noiseVariance: "learned" }, 1],
  ["normal, learned noise, two targets", { kind: "normal", noiseVariance: "learned" }, 2],
  ["normal, inverse-gamma noise", { kind: "normal", noiseVariance: { shape: 3, scale: 0.5 } }, 1],
  ["normal, inverse-gamma, two targets", { kind: "normal", noiseVariance: { shape: 3, scale: 0.5 } }, 2],
  ["heteroscedastic", { kind: "heteroscedastic" }, 1],
  ["heteroscedastic, beta 0.5, two targets", { kind: "heteroscedastic", beta: 0.5, floor: 0.05 }, 2],
  ["Student t, known scale", { kind: "student-t", df: 4, scale: 0.8 }, 1],
  ["Student t, learned scale, two targets", { kind: "student-t", df: 2.5, scale: "learned" }, 2],
  ["Bernoulli", { kind: "bernoulli" }, 1],
  ["categorical", { kind: "categorical" }, 1],
  ["categorical, others", { kind: "categorical", smoothing: { share: 0.2, over: "others" } }, 1],
  ["categorical, uniform", { kind: "categorical", smoothing: { share: 0.2, over: "uniform" } }, 1],
  ["Poisson", { kind: "poisson" }, 1],
];

/** One prior of every kind and variant, for an mlp with so many layers and parameters. */
export const PRIORS: readonly (readonly [name: string, spec: (layers: number, size: number) => PriorSpec])[] =
  [
    ["normal", () => ({ kind: "normal", variance: 1.5 })],
    ["normal by parameter", () => ({ kind: "normal", variance: 0.7, by: "parameter", biasVariance: "same" })],
    [
      "normal per layer",
      (layers) => ({ kind: "normal", variance: Array.from({ length: layers }, (_, l) => 0.5 + l) }),
    ],
    ["normal with flat biases", () => ({ kind: "normal", variance: 1, biasVariance: "flat" })],
    [
      "normal around a mean",
      (_, size) => ({
        kind: "normal",
        variance: 2,
        mean: Array.from({ length: size }, (_, j) => 0.1 * j - 0.5),
      }),
    ],
    ["Laplace", () => ({ kind: "laplace", scale: 0.3 })],
    ["Laplace by parameter", () => ({ kind: "laplace", scale: 0.3, by: "parameter", biasVariance: 2 })],
    ["elastic net", () => ({ kind: "elastic-net", l1: 1.5, l2: 2 })],
    ["scale mixture", () => ({ kind: "scale-mixture", share: 0.25, wide: 1.5, narrow: 0.1 })],
    ["Student t", () => ({ kind: "student-t", df: 3, scale: 0.5 })],
    ["horseshoe", () => ({ kind: "horseshoe", scale: 0.4 })],
  ];

/** Hidden layers by depth. With residual connections, some have one and some cannot. */
export const DEPTHS: readonly (readonly number[])[] = [[], [2], [3, 3], [2, 3, 3]];

export const CLASSES = ["a", "b", "c"];
const INPUTS = 2;

/** What a case is made of. */
export interface CaseOptions {
  readonly seed: string | number;
  readonly likelihood: LikelihoodSpec;
  readonly targets: number;
  readonly prior: (layers: number, size: number) => PriorSpec;
  readonly hidden: readonly number[];
  readonly activation?: ActivationName;
  readonly residual?: boolean;
  readonly rows?: number;
  readonly weighted?: boolean;
  readonly precision?: "f64" | "f32";
}

/** A compiled model with data it could have made and random parameters [size] off zero. */
export interface Case {
  readonly compiled: CompiledModel;
  readonly data: Dataset;
  readonly parameters: Float64Array;
}

export function makeCase(options: CaseOptions): Case {
  const { likelihood, targets, hidden, rows = 6, weighted = true } = options;
  const rng = createRng(options.seed);
  const data = randomData(options, rows, weighted);
  const network: MlpSpec = {
    kind: "mlp",
    hidden,
    activation: options.activation ?? "tanh",
    residual: options.residual ?? false,
  };
  const outputs =
    likelihood.kind === "categorical" ? 3 : likelihood.kind === "heteroscedastic" ? 2 * targets : targets;
  const widths = [INPUTS, ...hidden, outputs];
  const size = widths.slice(1).reduce((sum, out, l) => sum + (widths[l]! + 1) * out, 0);
  const prior = options.prior(widths.length - 1, size);
  const spec = {
    network,
    prior,
    likelihood,
    standardise: "none",
    precision: options.precision ?? "f64",
  } as const;
  const compiled = compileModel(createModel(spec, data), {
    x: identityScaler(INPUTS),
    y: identityScaler(data.y.cols),
  });
  // Densities have kinks and poles at 0: every parameter keeps a distance.
  const draw = () => (rng.uniform() < 0.5 ? -1 : 1) * (0.05 + 0.5 * Math.abs(rng.normal()));
  return { compiled, data, parameters: Float64Array.from({ length: compiled.size }, draw) };
}

function randomData({ seed, likelihood, targets }: CaseOptions, rows: number, weighted: boolean): Dataset {
  const rng = createRng(seed).fork("data");
  const classes = { bernoulli: 2, categorical: 3 }[likelihood.kind as string];
  const value = () => {
    if (classes !== undefined) return Math.floor(classes * rng.uniform());
    return likelihood.kind === "poisson" ? Math.floor(4 * rng.uniform()) : rng.normal();
  };
  const table = (cols: number, of: () => number) =>
    Array.from({ length: rows }, () => Array.from({ length: cols }, of));
  return createDataset({
    x: table(INPUTS, () => rng.normal()),
    y: table(targets, value),
    ...(weighted ? { weights: Array.from({ length: rows }, () => 0.25 + 2 * rng.uniform()) } : {}),
    ...(classes === undefined ? {} : { classes: CLASSES.slice(0, classes) }),
  });
}

/** What `work` finds of the target of a case, which holds its parameters. */
export function withTarget<T>(made: Case, work: (target: Target) => T, batch = 4): T {
  return withWorkspace((workspace) => {
    const format = made.compiled.model.spec.precision ?? "f64";
    const target = createTarget(workspace, made.compiled, made.data, { format, batch });
    target.parameters.view.set(made.parameters);
    return work(target);
  });
}
