import { ArgumentError } from "../errors/errors.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import type { Posterior } from "../inference/method.ts";
import type { Rng } from "../random/rng.ts";
import { type DrawFloor, drawFloor } from "./drawFloor.ts";
import { type GaussianDistance, gaussianDistance } from "./gaussianDistance.ts";
import { parameterMoments } from "./parameterMoments.ts";

/** All parameters of a linear model together under an approximation, beside their exact posterior. */
export interface ParameterComparison extends GaussianDistance {
  /** Draws that the moments of the parameters were taken from; absent where they are known. */
  readonly draws?: number;
  /** What so many independent exact draws would score. */
  readonly floor?: DrawFloor;
}

/** How many draws are taken. */
export interface ParameterComparisonOptions {
  readonly draws: number;
  readonly repeats: number;
}

/**
 * The distances of the parameters from their exact posterior, both as normal distributions of their moments. This is the
 * distance of f at as many points as there are parameters, which a basis maps to each other, so that figures do not
 * depend on the units of parameters, of x or of y.
 *
 * Throws an ArgumentError where the exact posterior is not normal, a NumericError where its covariance is singular.
 */
export function compareParameters(
  exact: ExactPosterior,
  approximation: Posterior<"regression">,
  rng: Rng,
  { draws, repeats }: ParameterComparisonOptions,
): ParameterComparison {
  checkNormal(exact);
  const moments = parameterMoments(approximation, draws, rng.fork("draws"));
  const distance = gaussianDistance(moments, { mean: exact.mean, covariance: exact.covariance() });
  const count = moments.draws;
  if (count === undefined) return distance;
  const floor = drawFloor(count, exact.size, rng.fork("floor").fork(count), repeats);
  return { ...distance, draws: count, floor };
}

function checkNormal({ model }: ExactPosterior): void {
  if (typeof model.spec.likelihood.noiseVariance !== "object") return;
  throw new ArgumentError({
    where: "compareWithExact",
    problem: "the exact posterior must be normal, with the noise variance integrated out it is a Student t",
    fix: "Give the noise variance as a number.",
  });
}
