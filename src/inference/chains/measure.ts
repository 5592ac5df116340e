import { NumericError } from "../../errors/errors.ts";
import type { Rng } from "../../random/rng.ts";
import { CURVATURE_GRADIENTS, gradientNoise, largestCurvature, NOISE_ROWS } from "../parts/curvature.ts";
import type { WhitenedTarget } from "../parts/whitenedTarget.ts";

/** What is known about the posterior at a place: it decides the step size. */
export interface Measured {
  /** The largest eigenvalue of the Hessian of U, in whitened and preconditioned coordinates. */
  readonly curvature: number;
  /** The largest eigenvalue of the covariance of the gradient's estimate in the same coordinates; 0 if it is exact. */
  readonly noise: number;
  /** What it took to measure, in gradients of all rows. */
  readonly gradients: number;
}

/**
 * Measures the posterior at the position for batches of the given size; `root` [size] is the square root of a preconditioner.
 * Throws a NumericError where the curvature is not finite.
 */
export function measure(
  where: string,
  white: WhitenedTarget,
  batch: number,
  rng: Rng,
  root?: Float64Array,
): Measured {
  const { rows } = white;
  const curvature = largestCurvature(white, rng.fork("curvature"), root);
  const noise = gradientNoise(white, batch, rng.fork("noise"), root);
  if (!(Number.isFinite(curvature) && Number.isFinite(noise))) {
    throw new NumericError({
      where,
      problem: `the posterior must be smooth where the chain starts, its largest curvature is ${curvature}`,
      fix: "Standardise the data, or give a stepSize.",
    });
  }
  const gradients = CURVATURE_GRADIENTS + (batch < rows ? Math.min(NOISE_ROWS, rows) / rows : 0);
  return { curvature, noise, gradients };
}
