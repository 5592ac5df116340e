import { checkChoice, checkFlag, checkKeys, checkNumber } from "../../errors/checks.ts";
import { createAdam, createSgd } from "../../numeric/kernels/updates.ts";
import type { KernelVector, Workspace } from "../../numeric/kernels/workspace.ts";

/** Stochastic gradient descent: v = momentum v + gradient, p -= rate v. */
export interface SgdSpec {
  readonly kind: "sgd";
  readonly rate?: number;
  /** Default 0.9. */
  readonly momentum?: number;
  readonly nesterov?: boolean;
  /** Decoupled decay of the weights: each step shrinks them by rate x decay (equation 9.13 of the book). Default 0. */
  readonly decay?: number;
}

/** Adam (Kingma & Ba 2015); "adamw" is the same with a decoupled decay of 0.01 unless it says another. */
export interface AdamSpec {
  readonly kind: "adam" | "adamw";
  readonly rate?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /** Decoupled decay of the weights (Loshchilov & Hutter 2019): each step shrinks them by rate x decay. */
  readonly decay?: number;
}

/** An optimiser of mini-batch gradients. */
export type StochasticOptimiserSpec = SgdSpec | AdamSpec;

/** A checked spec with everything filled in. */
export type StochasticOptimiserOptions =
  | Required<SgdSpec>
  | (Required<Omit<AdamSpec, "kind">> & { readonly kind: "adam" | "adamw" });

const KEYS = {
  sgd: ["kind", "rate", "momentum", "nesterov", "decay"],
  adam: ["kind", "rate", "beta1", "beta2", "epsilon", "decay"],
  adamw: ["kind", "rate", "beta1", "beta2", "epsilon", "decay"],
} as const;

/** Throws an ArgumentError that names what is wrong with the optimiser. */
export function checkOptimiser(where: string, spec: StochasticOptimiserSpec): StochasticOptimiserOptions {
  const part = `${where}: optimiser`;
  checkKeys(part, spec, KEYS[checkChoice(part, "kind", spec.kind, ["sgd", "adam", "adamw"])]);
  const decay = checkNumber(part, "decay", spec.decay ?? (spec.kind === "adamw" ? 0.01 : 0), { min: 0 });
  if (spec.kind === "sgd") {
    return {
      kind: "sgd",
      rate: checkNumber(part, "rate", spec.rate ?? 0.1, { above: 0 }),
      momentum: checkNumber(part, "momentum", spec.momentum ?? 0.9, { min: 0, below: 1 }),
      nesterov: checkFlag(part, "nesterov", spec.nesterov ?? false),
      decay,
    };
  }
  return {
    kind: spec.kind,
    rate: checkNumber(part, "rate", spec.rate ?? 0.01, { above: 0 }),
    beta1: checkNumber(part, "beta1", spec.beta1 ?? 0.9, { min: 0, below: 1 }),
    beta2: checkNumber(part, "beta2", spec.beta2 ?? 0.999, { min: 0, below: 1 }),
    epsilon: checkNumber(part, "epsilon", spec.epsilon ?? 1e-8, { above: 0 }),
    decay,
  };
}

/** An optimiser at work on one vector. */
export interface Optimiser {
  /** One step with the gradient times `gradientScale`. Decay is the caller's: it concerns some parameters only. */
  step(rate: number, gradientScale: number): void;
  /** The vectors that make up its state, to be read for a checkpoint and written to resume. */
  readonly state: Readonly<Record<string, KernelVector>>;
  /** Tells how many steps the state stands for. */
  restore(steps: number): void;
}

/** Puts an optimiser to work on a vector of the workspace. */
export function createOptimiser(
  workspace: Workspace,
  parameters: KernelVector,
  gradient: KernelVector,
  options: StochasticOptimiserOptions,
): Optimiser {
  if (options.kind === "sgd") {
    const { rate, momentum, nesterov } = options;
    const sgd = createSgd(workspace, parameters, gradient, { rate, momentum, nesterov });
    return { step: sgd.step, state: { velocity: sgd.velocity }, restore: () => undefined };
  }
  const { rate, beta1, beta2, epsilon } = options;
  const adam = createAdam(workspace, parameters, gradient, { rate, beta1, beta2, epsilon });
  return {
    step: adam.step,
    state: { firstMoment: adam.firstMoment, secondMoment: adam.secondMoment },
    restore: adam.restore,
  };
}
