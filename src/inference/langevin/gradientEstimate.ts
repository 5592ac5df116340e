import type { Rng } from "../../random/rng.ts";
import { randomBatch } from "../parts/randomBatch.ts";
import type { WhitenedTarget } from "../parts/whitenedTarget.ts";

/** How a chain gets its gradients. */
export interface GradientEstimate {
  /** The gradient for step k at the position, left in the target; returns the estimate of U. */
  at(k: number): number;
  /** What one costs, in gradients of all rows. */
  readonly cost: number;
}

/** The exact gradient where the batch holds all rows, else that of B rows drawn anew for each step, times N/B. */
export function gradientEstimate(white: WhitenedTarget, batch: number, rng: Rng): GradientEstimate {
  const rows = Math.min(batch, white.rows);
  const use = randomBatch(white.target, rows, rng);
  return { at: (k) => use(k, white.estimate), cost: rows / white.rows };
}

/**
 * Gradients with control variates (Baker et al. 2019): grad U(z*) + (g(z) - g(z*)), g the estimate from the same batch at both.
 * Near the anchor z* most of the batch's noise cancels. `anchor` [size] is a z, best a mode; U comes corrected alike.
 */
export function controlledEstimate(
  white: WhitenedTarget,
  batch: number,
  rng: Rng,
  anchor: ArrayLike<number>,
): GradientEstimate {
  const { position, gradient, size } = white;
  const plain = gradientEstimate(white, batch, rng);
  const here = Float64Array.from(position.view);
  position.view.set(anchor);
  const value = white.potential();
  const slope = Float64Array.from(gradient.view);
  position.view.set(here);
  return {
    at(k) {
      here.set(position.view);
      position.view.set(anchor);
      const anchored = plain.at(k);
      const correction = Float64Array.from(gradient.view, (g, j) => slope[j]! - g);
      position.view.set(here);
      const estimate = plain.at(k);
      const g = gradient.view;
      for (let j = 0; j < size; j++) g[j] = g[j]! + correction[j]!;
      return estimate - anchored + value;
    },
    cost: 2 * plain.cost,
  };
}
