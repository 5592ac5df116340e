import { checkKeys, checkNumber } from "../../errors/checks.ts";
import { type HamiltonianMethod, hamiltonianMethod } from "./hamiltonianMethod.ts";
import {
  type CheckedHamiltonianOptions,
  checkHamiltonianOptions,
  HAMILTONIAN_KEYS,
  type HamiltonianOptions,
} from "./hamiltonianOptions.ts";
import type { HamiltonianSampler } from "./hamiltonianSampler.ts";
import { treeTransition } from "./tree.ts";

/** Options of {@link nuts}. */
export interface NutsOptions extends HamiltonianOptions {
  /** A trajectory has at most 2^maxDepth points. Default 10. */
  readonly maxDepth?: number;
}

/** Options with everything checked. */
export interface CheckedNutsOptions extends CheckedHamiltonianOptions {
  readonly maxDepth: number;
}

/** The no-U-turn sampler. */
export const NUTS: HamiltonianSampler<CheckedNutsOptions> = {
  name: "nuts",
  title: "NUTS",
  createTransition: ({ maxDepth }) => treeTransition(maxDepth),
  maxDepth: ({ maxDepth }) => maxDepth,
};

/** The options of NUTS, checked. Throws an ArgumentError that names what is wrong. */
export function checkNutsOptions(where: string, options: NutsOptions): CheckedNutsOptions {
  checkKeys(where, options, [...HAMILTONIAN_KEYS, "maxDepth"]);
  return {
    ...checkHamiltonianOptions(where, options),
    maxDepth: checkNumber(where, "maxDepth", options.maxDepth ?? 10, { integer: true, min: 1, max: 20 }),
  };
}

/**
 * The no-U-turn sampler (Hoffman and Gelman 2014) in whitened coordinates, with multinomial weights and the generalised
 * criterion of Betancourt (2017). Its draws have the posterior as their distribution, whatever the step size: each chain
 * adapts it to a mean acceptance of 0.8 by dual averaging, and the metric to the variances, in Stan's warm-up windows.
 *
 * Throws an ArgumentError for absurd options when it is made; from `fit`, ArgumentError, ShapeError or DataError when model
 * and data do not fit or the prior is flat, NumericError where the posterior is not finite at the start or has no scale;
 * rejects with the signal's reason when aborted.
 */
export function nuts(options: NutsOptions = {}): HamiltonianMethod<CheckedNutsOptions> {
  return hamiltonianMethod(NUTS, checkNutsOptions("nuts", options));
}
