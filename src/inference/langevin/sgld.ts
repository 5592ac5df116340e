import { checkKeys } from "../../errors/checks.ts";
import { type LangevinMethod, langevinMethod } from "./langevinMethod.ts";
import {
  type CheckedLangevinOptions,
  checkLangevinOptions,
  LANGEVIN_KEYS,
  type LangevinOptions,
} from "./langevinOptions.ts";
import { overdampedMove } from "./overdampedMove.ts";
import type { Sampler } from "./sampler.ts";

/** Either cause, the step and the noise of the batches, then widens variances by a tenth where it is worst. */
const SHARE = 0.4;

const SGLD: Sampler<CheckedLangevinOptions> = {
  name: "sgld",
  keys: LANGEVIN_KEYS,
  title: "SGLD",
  fullBatch: 1000,
  createMove: () => overdampedMove,
  pace: ({ curvature, noise }) => ({ size: SHARE / Math.max(curvature, noise), friction: 0 }),
};

/**
 * Stochastic gradient Langevin dynamics (Welling and Teh 2011) in whitened coordinates:
 *   z <- z - (eps/2) grad U + sqrt(eps T) xi, xi ~ N(0, I),
 * grad U from all rows or N/B times that of a batch. Its draws are biased by the step: on a linear model with precision Lambda
 * and all rows their covariance is T Lambda^-1 (I - eps Lambda/4)^-1. By default eps = 0.4 / max(largest curvature, largest
 * eigenvalue of the gradient's covariance) at the start, at which neither widens a variance by more than a tenth there.
 *
 * Throws an ArgumentError for absurd options when it is made; from `fit`, ArgumentError, ShapeError or DataError when model
 * and data do not fit or the prior is flat, NumericError when a chain leaves the finite numbers; rejects with the
 * signal's reason when aborted.
 */
export function sgld(options: LangevinOptions = {}): LangevinMethod {
  checkKeys("sgld", options, SGLD.keys);
  return langevinMethod(SGLD, checkLangevinOptions("sgld", options, 100_000));
}
