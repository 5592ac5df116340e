import type { Target } from "../../model/target.ts";
import type { KernelVector, Workspace } from "../../numeric/kernels/workspace.ts";
import type { Whitening } from "./whitening.ts";

/**
 * A target in whitened coordinates z, parameter = mean + scale z, in which the prior has unit scale everywhere: what samplers
 * move in. U is -log likelihood - log prior.
 */
export interface WhitenedTarget {
  readonly target: Target;
  readonly size: number;
  readonly rows: number;
  /** z [size]. */
  readonly position: KernelVector;
  /** The gradient of U by z [size] that the last call left. */
  readonly gradient: KernelVector;
  /** U estimated from `count` rows from position `start` on, each standing for N/count; with its gradient. */
  estimate(start: number, count: number): number;
  /** U of all rows, with its gradient. */
  potential(): number;
  /** Writes the parameters at z into `out` [size]. */
  parametersInto(out: Float64Array): void;
  /** Moves z to where the parameters [size] are. */
  moveTo(parameters: Float64Array): void;
}

/** Puts a target into whitened coordinates. */
export function whitenedTarget(
  workspace: Workspace,
  target: Target,
  { mean, scale }: Whitening,
): WhitenedTarget {
  const { size, rows } = target;
  const { format } = target.parameters;
  const position = workspace.vector(format, size);
  const gradient = workspace.vector(format, size);
  const estimate = (start: number, count: number): number => {
    const [z, parameters] = [position.view, target.parameters.view];
    for (let j = 0; j < size; j++) parameters[j] = mean[j]! + scale[j]! * z[j]!;
    const value = target.loss(start, count, rows / count) + target.addPrior();
    const [g, slopes] = [gradient.view, target.gradient.view];
    for (let j = 0; j < size; j++) g[j] = scale[j]! * slopes[j]!;
    return value;
  };
  return {
    target,
    size,
    rows,
    position,
    gradient,
    estimate,
    potential: () => estimate(0, rows),
    parametersInto(out) {
      const z = position.view;
      for (let j = 0; j < size; j++) out[j] = mean[j]! + scale[j]! * z[j]!;
    },
    moveTo(parameters) {
      const z = position.view;
      for (let j = 0; j < size; j++) z[j] = (parameters[j]! - mean[j]!) / scale[j]!;
    },
  };
}
