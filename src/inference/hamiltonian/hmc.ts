import { checkKeys, checkNumber } from "../../errors/checks.ts";
import { type HamiltonianMethod, hamiltonianMethod } from "./hamiltonianMethod.ts";
import {
  type CheckedHamiltonianOptions,
  checkHamiltonianOptions,
  HAMILTONIAN_KEYS,
  type HamiltonianOptions,
} from "./hamiltonianOptions.ts";
import type { HamiltonianSampler } from "./hamiltonianSampler.ts";
import { pathTransition } from "./path.ts";

/** Options of {@link hmc}. */
export interface HmcOptions extends HamiltonianOptions {
  /**
   * The mean time of a path: step size times leapfrog steps, of which there are at most 1000 on average. With a metric that
   * is learned the posterior's standard deviations are about 1, and a quarter of a period is pi/2. Default 1.5.
   */
  readonly pathLength?: number;
}

/** Options with everything checked. */
export interface CheckedHmcOptions extends CheckedHamiltonianOptions {
  readonly pathLength: number;
}

/** Paths of random length. */
export const HMC: HamiltonianSampler<CheckedHmcOptions> = {
  name: "hmc",
  title: "HMC",
  createTransition: ({ pathLength }) => pathTransition(pathLength),
};

/** The options of HMC, checked. Throws an ArgumentError that names what is wrong. */
export function checkHmcOptions(where: string, options: HmcOptions): CheckedHmcOptions {
  checkKeys(where, options, [...HAMILTONIAN_KEYS, "pathLength"]);
  return {
    ...checkHamiltonianOptions(where, options),
    pathLength: checkNumber(where, "pathLength", options.pathLength ?? 1.5, { above: 0 }),
  };
}

/**
 * Hamiltonian Monte Carlo (Duane et al. 1987; Neal 2011) in whitened coordinates with paths of random length, whose step
 * size and metric are adapted as those of `nuts` are. Throws what `nuts` throws.
 */
export function hmc(options: HmcOptions = {}): HamiltonianMethod<CheckedHmcOptions> {
  return hamiltonianMethod(HMC, checkHmcOptions("hmc", options));
}
