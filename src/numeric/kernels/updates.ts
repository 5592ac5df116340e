/**
 * Updates of a parameter vector in a workspace: optimisers, Langevin and Hamiltonian steps, running moments. Each keeps
 * its state in the workspace, where it can be read and written (to save and resume), and makes no garbage.
 * `gradient` is the gradient of what is to become small: a loss, or a negative log posterior density U. Numbers too
 * small to matter become zero (see shared/updateThresholds.ts), so that nothing slows down when units fall silent.
 */
import { checkKeys, checkNumber, type NumberRule } from "../../errors/checks.ts";
import { ShapeError } from "../../errors/errors.ts";
import { chooseUpdateKernels } from "./chooseUpdateKernels.ts";
import type { KernelVector, Workspace } from "./workspace.ts";

/** What every optimiser knows. */
export interface OptimiserOptions {
  /** The learning rate, unless a step is given another. */
  readonly rate: number;
  /** L2 penalty: l2 times the parameters is added to the gradient, before any averaging. Default: 0. */
  readonly l2?: number;
  /** Decoupled weight decay: the parameters shrink by rate x decay, apart from the gradient. Default: 0. */
  readonly decay?: number;
}

/** Options of stochastic gradient descent. */
export interface SgdOptions extends OptimiserOptions {
  /** v = momentum v + gradient. Default: 0. */
  readonly momentum?: number;
  /** Whether a step uses gradient + momentum v in place of v. Default: false. */
  readonly nesterov?: boolean;
}

/** Options of Adam (Kingma and Ba 2015); with `decay` it is AdamW (Loshchilov and Hutter 2019). */
export interface AdamOptions extends OptimiserOptions {
  /** Default: 0.9. */
  readonly beta1?: number;
  /** Default: 0.999. */
  readonly beta2?: number;
  /** Added to the root of the corrected second moment. Default: 1e-8. */
  readonly epsilon?: number;
}

/** Stochastic gradient descent with its velocity. */
export interface Sgd {
  readonly velocity: KernelVector;
  /** One step. The gradient is first multiplied by `gradientScale` (for clipping). */
  step(rate?: number, gradientScale?: number): void;
}

/** Adam with its moments. */
export interface Adam {
  readonly firstMoment: KernelVector;
  readonly secondMoment: KernelVector;
  /** Steps so far. */
  readonly steps: number;
  /** One step. The gradient is first multiplied by `gradientScale` (for clipping). */
  step(rate?: number, gradientScale?: number): void;
  /** Sets the number of steps so far, when the moments of a run are brought back. */
  restore(steps: number): void;
}

const FRACTION: NumberRule = { min: 0, below: 1 };
const NOT_NEGATIVE: NumberRule = { min: 0 };

/** Stochastic gradient descent: p -= rate decay p + rate v. */
export function createSgd(
  workspace: Workspace,
  parameters: KernelVector,
  gradient: KernelVector,
  options: SgdOptions,
): Sgd {
  const where = "createSgd";
  checkKeys(where, options, ["rate", "l2", "decay", "momentum", "nesterov"]);
  checkPair(where, parameters, gradient);
  const { l2, decay } = checkCommon(where, options);
  const momentum = checkNumber(where, "momentum", options.momentum ?? 0, FRACTION);
  const { nesterov = false } = options;
  const velocity = workspace.vector(parameters.format, parameters.length);
  const kernels = chooseUpdateKernels(workspace);
  return {
    velocity,
    step(rate = options.rate, gradientScale = 1) {
      kernels.sgd(parameters, gradient, velocity, rate, momentum, nesterov, l2, rate * decay, gradientScale);
    },
  };
}

/** Adam: p -= rate decay p + rate m' / (sqrt(v') + epsilon), with moments m', v' corrected for their start at zero. */
export function createAdam(
  workspace: Workspace,
  parameters: KernelVector,
  gradient: KernelVector,
  options: AdamOptions,
): Adam {
  const where = "createAdam";
  checkKeys(where, options, ["rate", "l2", "decay", "beta1", "beta2", "epsilon"]);
  checkPair(where, parameters, gradient);
  const { l2, decay } = checkCommon(where, options);
  const beta1 = checkNumber(where, "beta1", options.beta1 ?? 0.9, FRACTION);
  const beta2 = checkNumber(where, "beta2", options.beta2 ?? 0.999, FRACTION);
  const epsilon = checkNumber(where, "epsilon", options.epsilon ?? 1e-8, { above: 0 });
  const firstMoment = workspace.vector(parameters.format, parameters.length);
  const secondMoment = workspace.vector(parameters.format, parameters.length);
  const kernels = chooseUpdateKernels(workspace);
  let steps = 0;
  let power1 = 1;
  let power2 = 1;
  const advance = (): void => {
    steps += 1;
    power1 *= beta1;
    power2 *= beta2;
  };
  return {
    firstMoment,
    secondMoment,
    get steps() {
      return steps;
    },
    step(rate = options.rate, gradientScale = 1) {
      advance();
      const scaled = rate / (1 - power1);
      const c = 1 / Math.sqrt(1 - power2);
      kernels.adam(
        parameters,
        gradient,
        firstMoment,
        secondMoment,
        scaled,
        beta1,
        beta2,
        c,
        epsilon,
        l2,
        rate * decay,
        gradientScale,
      );
    },
    restore(count) {
      checkNumber("restore", "steps", count, { integer: true, min: 0 });
      steps = 0;
      power1 = 1;
      power2 = 1;
      while (steps < count) advance();
    },
  };
}

/** The Euclidean norm of a vector, for clipping: a step with gradientScale min(1, most / norm) has at most that norm. */
export function norm(workspace: Workspace, vector: KernelVector): number {
  return Math.sqrt(chooseUpdateKernels(workspace).squares(vector));
}

/** Adds the gradient of a normal prior, precisions x parameters, and returns sum of precision parameter^2 / 2. */
export function addNormalPrior(
  workspace: Workspace,
  precisions: KernelVector,
  parameters: KernelVector,
  gradient: KernelVector,
): number {
  return chooseUpdateKernels(workspace).addQuadratic(precisions, parameters, gradient);
}

function checkCommon(where: string, options: OptimiserOptions): { l2: number; decay: number } {
  checkNumber(where, "rate", options.rate, { above: 0 });
  return {
    l2: checkNumber(where, "l2", options.l2 ?? 0, NOT_NEGATIVE),
    decay: checkNumber(where, "decay", options.decay ?? 0, NOT_NEGATIVE),
  };
}

/** Throws a ShapeError unless both have the same length and format. */
export function checkPair(where: string, parameters: KernelVector, gradient: KernelVector): void {
  if (gradient.length === parameters.length && gradient.format === parameters.format) return;
  throw new ShapeError({
    where,
    problem: `gradient must have the length and format of the parameters (${parameters.length}, ${parameters.format}), got ${gradient.length}, ${gradient.format}`,
  });
}
