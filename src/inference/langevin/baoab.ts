import { checkKeys, checkNumber } from "../../errors/checks.ts";
import { baoabMove } from "./baoabMove.ts";
import { type LangevinMethod, langevinMethod } from "./langevinMethod.ts";
import {
  type CheckedLangevinOptions,
  checkLangevinOptions,
  LANGEVIN_KEYS,
  type LangevinOptions,
} from "./langevinOptions.ts";
import type { Sampler } from "./sampler.ts";

/** Options of {@link baoab}: those of the others without batches, as its gradients are of all rows. */
export interface BaoabOptions extends Omit<LangevinOptions, "batch" | "controlVariates"> {
  /** gamma, the friction per unit of time; the prior's own frequency is 1. Default 1. */
  readonly friction?: number;
}

/** Options with everything checked. */
export interface CheckedBaoabOptions extends CheckedLangevinOptions {
  readonly friction: number;
}

const KEYS = [...LANGEVIN_KEYS.filter((key) => key !== "batch" && key !== "controlVariates"), "friction"];

const BAOAB: Sampler<CheckedBaoabOptions> = {
  name: "baoab",
  keys: KEYS,
  title: "BAOAB Langevin dynamics",
  fullBatch: Number.POSITIVE_INFINITY,
  createMove: () => baoabMove,
  pace: ({ curvature }, { friction }) => ({ size: 1 / Math.sqrt(curvature), friction }),
};

/**
 * Underdamped Langevin dynamics with gradients of all rows, split as BAOAB (Leimkuhler and Matthews 2013), in whitened
 * coordinates. On a linear model the draws have the exact mean and covariance T Lambda^-1 at every step h that is stable
 * (h^2 largest curvature < 4), which no other splitting of its cost has. By default h = 1/sqrt(largest curvature) at the
 * start. Throws what `sgld` throws.
 */
export function baoab(options: BaoabOptions = {}): LangevinMethod<CheckedBaoabOptions> {
  checkKeys("baoab", options, BAOAB.keys);
  return langevinMethod(BAOAB, {
    ...checkLangevinOptions("baoab", options, 25_000),
    friction: checkNumber("baoab", "friction", options.friction ?? 1, { above: 0 }),
  });
}
