import { checkChoice, checkKeys } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { HAMILTONIAN_KEYS, type SettledOptions } from "./hamiltonianOptions.ts";
import { type CheckedHmcOptions, checkHmcOptions, HMC, type HmcOptions } from "./hmc.ts";
import { type CheckedNutsOptions, checkNutsOptions, NUTS, type NutsOptions } from "./nuts.ts";
import type { Transition } from "./transition.ts";

/** Where the chains of a density start. */
export interface DensityStart {
  /**
   * "given": where the density says, or at random. "mode": beside a mode that L-BFGS finds from there, in coordinates in which the
   * curvature of the log density is 1 in every direction. That helps where scales differ much from 1 or values are strongly
   * correlated; it costs a few hundred gradients and a square matrix. It is of no use where a mode is far from most of the
   * mass, as in funnels. Default "given".
   */
  readonly start?: "given" | "mode";
}

/** Options of {@link sampleDensity}: those of the sampler, by default `nuts`, whose metric is diagonal unless it is named. */
export type DensityOptions = DensityStart &
  ((NutsOptions & { readonly sampler?: "nuts" }) | (HmcOptions & { readonly sampler: "hmc" }));

/** Options with everything checked: plain data. */
export type CheckedDensityOptions = Required<DensityStart> &
  SettledOptions &
  ((CheckedNutsOptions & { readonly sampler: "nuts" }) | (CheckedHmcOptions & { readonly sampler: "hmc" }));

/** The option that only one of the samplers knows. */
const OWN_KEY = { nuts: "maxDepth", hmc: "pathLength" } as const;

/** Throws an ArgumentError that names what is wrong with the options. */
export function checkDensityOptions(where: string, options: DensityOptions): CheckedDensityOptions {
  const { sampler: name = "nuts", start: place = "given", ...rest } = options;
  const sampler = checkChoice(where, "sampler", name, ["nuts", "hmc"]);
  checkKeys(where, options, ["sampler", "start", ...HAMILTONIAN_KEYS, OWN_KEY[sampler]]);
  if (options.likelihoodPower !== undefined) {
    throw new ArgumentError({
      where,
      problem: "likelihoodPower is for models, a density of your own has no likelihood that is known",
      fix: "Put the power into the density.",
    });
  }
  const start = checkChoice(where, "start", place, ["given", "mode"]);
  const metric = "diagonal";
  return sampler === "nuts"
    ? { sampler, start, metric, ...checkNutsOptions(where, rest as NutsOptions) }
    : { sampler, start, metric, ...checkHmcOptions(where, rest as HmcOptions) };
}

/** One iteration of the sampler that was chosen. */
export function transitionOf(options: CheckedDensityOptions): Transition {
  return options.sampler === "nuts" ? NUTS.createTransition(options) : HMC.createTransition(options);
}
