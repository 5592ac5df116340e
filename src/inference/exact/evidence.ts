import { LOG_TWO_PI, log } from "../../numeric/special.ts";
import type { EvidenceParts } from "./solution.ts";

/**
 * log evidence of a linear model,
 *   -1/2 [ (N - F) log 2 pi + N log sigma^2 - log |P0| + log |Lambda| + Q ] + 1/2 sum log w_n,
 * where Q is the residual sum of squares over sigma^2 plus the prior's quadratic form at the posterior mean, and F counts
 * the parameters with a flat prior, whose precision is left out of |P0| (the restricted evidence).
 */
export function logEvidence(parts: EvidenceParts): number {
  const { observations: n, flat, noiseVariance, logPrior, logDeterminant, quadratic, logWeights } = parts;
  const constant = (n - flat) * LOG_TWO_PI + n * log(noiseVariance);
  return -0.5 * (constant - logPrior + logDeterminant + quadratic - logWeights);
}
