import type { Posterior } from "../inference/method.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import type { Rng } from "../random/rng.ts";
import { momentsOfRows, type RootedNormal, rootedNormal } from "./gaussianDistance.ts";

/** Mean and covariance of the parameters under a posterior. */
export interface ParameterMoments extends RootedNormal {
  /** Draws that they were estimated from; absent where they are known. */
  readonly draws?: number;
}

/**
 * Mean and covariance of the parameters: from the posterior itself where it knows them (`mean` and `covariance()`), over all
 * of its draws where it is a bank of them (`bank`), and otherwise over `draws` new ones.
 */
export function parameterMoments(posterior: Posterior, draws: number, rng: Rng): ParameterMoments {
  if (knowsMoments(posterior)) return rootedNormal(posterior.mean, posterior.covariance());
  if (isBank(posterior)) return { ...momentsOfRows(posterior.bank), draws: posterior.bank.rows };
  const points = createMatrix(draws, posterior.size);
  for (let s = 0; s < draws; s++) posterior.sample(rng, rowOf(points, s));
  return { ...momentsOfRows(points), draws };
}

function knowsMoments(
  posterior: Posterior,
): posterior is Posterior & { readonly mean: Float64Array; covariance(): Matrix } {
  return "mean" in posterior && "covariance" in posterior;
}

function isBank(posterior: Posterior): posterior is Posterior & { readonly bank: Matrix } {
  return "bank" in posterior;
}
