import { NumericError } from "../errors/errors.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import { cholesky, inverseLower, logDeterminant } from "../numeric/cholesky.ts";
import { log } from "../numeric/special.ts";

/**
 * The least KL(q || exact) of all normal q with independent parameters: variances 1/Lambda_jj give
 *   1/2 (sum log Lambda_jj - log det Lambda),
 * with Lambda the exact precision. It is what correlations between parameters cost the factorised family.
 * Throws a NumericError where the exact covariance is singular.
 */
export function factorisedDivergence(exact: ExactPosterior): number {
  const result = cholesky(exact.covariance());
  if ("failedPivot" in result) {
    throw new NumericError({
      where: "factorisedDivergence",
      problem: `the exact covariance must be positive definite, pivot ${result.failedPivot} is not positive`,
    });
  }
  // Lambda = K'K with K = L^-1, so that Lambda_jj is the square of a column of K.
  const { rows, data } = inverseLower(result.factor);
  let sum = logDeterminant(result.factor);
  for (let j = 0; j < rows; j++) {
    let square = 0;
    for (let i = j; i < rows; i++) square += data[i * rows + j]! * data[i * rows + j]!;
    sum += log(square);
  }
  return 0.5 * sum;
}
