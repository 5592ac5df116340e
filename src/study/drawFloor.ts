import { createMatrix } from "../numeric/matrix.ts";
import type { Rng } from "../random/rng.ts";
import { type GaussianDistance, momentsOfRows, whitenedDistance } from "./gaussianDistance.ts";

/** What a finite number of draws from the exact posterior itself would score: figures at this height say nothing. */
export interface DrawFloor extends GaussianDistance {
  /** Root-mean-square error of a mean, in exact standard deviations: 1/sqrt(S). */
  readonly bias: number;
}

/**
 * The distances between a normal distribution in D dimensions and one with the moments of S independent draws from it, on
 * average over `repeats` sets of draws. They are positive because S is finite: about D(D + 3)/(4 S) for the divergence,
 * which is Infinity for S <= D, and sqrt(D(D + 5)/(4 S)) for W2. Neither depends on which distribution it is. Draws that
 * depend on each other, as those of a chain, score worse.
 */
export function drawFloor(draws: number, dimensions: number, rng: Rng, repeats = 10): DrawFloor {
  let [divergence, wasserstein] = [0, 0];
  const sample = createMatrix(draws, dimensions);
  for (let r = 0; r < repeats; r++) {
    rng.fillNormal(sample.data);
    const { mean, root } = momentsOfRows(sample);
    const found = whitenedDistance(mean, root);
    divergence += found.divergence / repeats;
    wasserstein += found.wasserstein / repeats;
  }
  return { bias: 1 / Math.sqrt(draws), divergence, wasserstein };
}
