import { checkChoice, checkKeys, checkNumber } from "../../errors/checks.ts";
import { type LangevinMethod, langevinMethod } from "./langevinMethod.ts";
import {
  type CheckedLangevinOptions,
  checkLangevinOptions,
  LANGEVIN_KEYS,
  type LangevinOptions,
} from "./langevinOptions.ts";
import { type PreconditionerOptions, preconditionedMove } from "./preconditionedMove.ts";
import type { Sampler } from "./sampler.ts";

/** Options of {@link psgld}. */
export interface PsgldOptions extends LangevinOptions, PreconditionerOptions {}

/** Options with everything checked. */
export interface CheckedPsgldOptions extends CheckedLangevinOptions, Required<PreconditionerOptions> {}

const PSGLD: Sampler<CheckedPsgldOptions> = {
  name: "psgld",
  keys: [...LANGEVIN_KEYS, "decay", "floor", "adapt"],
  title: "preconditioned SGLD",
  fullBatch: 1000,
  createMove: preconditionedMove,
  pace: ({ curvature, noise }) => ({ size: 0.4 / Math.max(curvature, noise), friction: 0 }),
  warn: ({ adapt }) =>
    adapt === "burn-in"
      ? []
      : [
          {
            code: "biased",
            message:
              "The preconditioner goes on adapting and its correction term is left out: the draws do not have the posterior as their limit.",
          },
        ],
};

/**
 * Preconditioned stochastic gradient Langevin dynamics (Li, Chen, Carlson and Carin 2016) in whitened coordinates:
 *   z <- z - (eps/2) G grad U + sqrt(eps T G) xi, G = 1/(floor + sqrt(V)),
 * V the running mean of squared gradients of the mean loss. By default G is fixed when the burn-in ends, and no correction
 * term is needed; with adapt "always" it is left out as by its authors, which a note says. Steps are as those of `sgld`, for
 * the preconditioned curvature, measured at the start and where G is fixed.
 * Throws what `sgld` throws.
 */
export function psgld(options: PsgldOptions = {}): LangevinMethod<CheckedPsgldOptions> {
  checkKeys("psgld", options, PSGLD.keys);
  return langevinMethod(PSGLD, {
    ...checkLangevinOptions("psgld", options, 100_000),
    decay: checkNumber("psgld", "decay", options.decay ?? 0.99, { min: 0, below: 1 }),
    floor: checkNumber("psgld", "floor", options.floor ?? 1e-3, { above: 0 }),
    adapt: checkChoice("psgld", "adapt", options.adapt ?? "burn-in", ["burn-in", "always"]),
  });
}
