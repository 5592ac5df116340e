import { ArgumentError, ShapeError } from "../errors/errors.ts";
import type { Posterior } from "../inference/method.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import type { Rng } from "../random/rng.ts";

/**
 * Draws of the parameters [count, size] that depend on each other as little as a posterior allows: of its chains every so
 * many-th draw, of any other new ones.
 * Throws an ArgumentError where the chains have fewer draws, a ShapeError where a draw has not `size` parameters.
 */
export function thinnedDraws(posterior: Posterior, size: number, count: number, rng: Rng): Matrix {
  if (posterior.size !== size) {
    throw new ShapeError({
      where: posterior.method,
      problem: `draws must be of all ${size} parameters of the model, got ${posterior.size}`,
      fix: "Give variances as numbers to a method that does not infer them.",
    });
  }
  const draws = createMatrix(count, size);
  const { draws: chain } = posterior as Partial<{ draws: Matrix }>;
  if (chain === undefined) {
    for (let s = 0; s < count; s++) posterior.sample(rng, rowOf(draws, s));
    return draws;
  }
  if (chain.rows < count) {
    throw new ArgumentError({
      where: posterior.method,
      problem: `the chains must have at least ${count} draws, got ${chain.rows}`,
      fix: "Keep more draws of the chains, or ask for fewer.",
    });
  }
  for (let s = 0; s < count; s++)
    draws.data.set(rowOf(chain, Math.floor(((s + 0.5) * chain.rows) / count)), s * size);
  return draws;
}
