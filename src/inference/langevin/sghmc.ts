import { checkKeys, checkNumber } from "../../errors/checks.ts";
import type { Measured } from "../chains/measure.ts";
import { hamiltonianMove } from "./hamiltonianMove.ts";
import { type LangevinMethod, langevinMethod } from "./langevinMethod.ts";
import {
  type CheckedLangevinOptions,
  checkLangevinOptions,
  LANGEVIN_KEYS,
  type LangevinOptions,
} from "./langevinOptions.ts";
import type { Pace } from "./move.ts";
import type { Sampler } from "./sampler.ts";

/** Options of {@link sghmc}. */
export interface SghmcOptions extends LangevinOptions {
  /** eta: the part of the velocity that is lost in a step. Default 0.05, or less where all rows are read. */
  readonly friction?: number;
}

/** Options with everything checked. */
export interface CheckedSghmcOptions extends CheckedLangevinOptions {
  readonly friction?: number;
}

/** Share of the stable steps that is taken, and the largest friction that is chosen. */
const SHARE = 0.3;
const MOST_FRICTION = 0.05;

/**
 * With exact gradients the friction is the one that the slowest direction, whose curvature is the prior's 1, forgets its past
 * under soonest: eta = 2 sqrt(eps). Noise of batches widens variances by eps V/(2 eta): by a tenth at most.
 */
function pace({ curvature, noise }: Measured, { friction }: CheckedSghmcOptions): Pace {
  const size = SHARE / curvature;
  if (noise === 0) return { size, friction: friction ?? Math.min(MOST_FRICTION, 2 * Math.sqrt(size)) };
  const eta = friction ?? MOST_FRICTION;
  return { size: Math.min(size, (0.2 * eta) / noise), friction: eta };
}

const SGHMC: Sampler<CheckedSghmcOptions> = {
  name: "sghmc",
  keys: [...LANGEVIN_KEYS, "friction"],
  title: "SGHMC",
  fullBatch: 5000,
  createMove: () => hamiltonianMove,
  pace,
};

/**
 * Stochastic gradient Hamiltonian Monte Carlo (Chen, Fox and Guestrin 2014, equation 15) in whitened coordinates:
 *   v <- (1 - eta) v - eps grad U + sqrt(2 eta eps T) xi, then z <- z + v.
 * On a linear model with precision Lambda and all rows its covariance is T Lambda^-1 (I - eps Lambda/(4 - 2 eta))^-1. By default
 * eps = min(0.3 / largest curvature, 0.2 eta / largest eigenvalue of the gradient's covariance) at the start; with all rows
 * eta = 2 sqrt(eps), at most 0.05.
 * Throws what `sgld` throws.
 */
export function sghmc(options: SghmcOptions = {}): LangevinMethod<CheckedSghmcOptions> {
  checkKeys("sghmc", options, SGHMC.keys);
  const { friction } = options;
  return langevinMethod(SGHMC, {
    ...checkLangevinOptions("sghmc", options, 25_000),
    ...(friction === undefined
      ? {}
      : { friction: checkNumber("sghmc", "friction", friction, { above: 0, below: 1 }) }),
  });
}
