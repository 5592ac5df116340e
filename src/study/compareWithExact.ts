import { checkKeys, checkNumber } from "../errors/checks.ts";
import type { ChainsPosterior } from "../inference/chains/chainsPosterior.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import type { Inputs } from "../inference/inputs.ts";
import type { Posterior } from "../inference/method.ts";
import type { Rng } from "../random/rng.ts";
import { checkSameModel } from "./checkSameModel.ts";
import { compareFunctions, type FunctionComparison } from "./compareFunctions.ts";
import { compareParameters, type ParameterComparison } from "./compareParameters.ts";
import { type ChainsComparison, predictiveDistance } from "./compareWithChains.ts";
import { countGradients } from "./countGradients.ts";
import { isChains } from "./posteriorBasis.ts";

/** An approximation beside a posterior in closed form: of the function f at inputs x, and of all parameters together. */
export interface ExactComparison extends FunctionComparison, ParameterComparison {
  /** Gradients of all rows that were computed, where the posterior counts them. */
  readonly gradients?: number;
}

/** Options of {@link compareWithExact}. */
export interface ExactComparisonOptions {
  /**
   * Draws of the parameters where the truth is a closed form and a posterior neither knows its moments nor is a bank of
   * draws. Default 10,000.
   */
  readonly draws?: number;
  /** Sets of exact draws that the floor is averaged over. Default 10. */
  readonly repeats?: number;
}

/**
 * Compares an approximation with the true posterior of the same model. Where that is known in closed form: mean and spread of
 * f at the rows of x, and the distribution of all parameters together. Where it is the draws of long chains, such as
 * {@link findTruth} gives: mean, spread and distribution of f, and the distribution of an observation, with what the draws
 * of the truth leave open. Parameters are not compared then, as hidden units may change places.
 *
 * Throws an ArgumentError where the two are not posteriors of one model with one standardisation, or the exact one is not
 * normal because the noise variance is integrated out; a ShapeError where x has other columns than the model; a
 * NumericError where the exact covariance is singular.
 */
export function compareWithExact(
  truth: ExactPosterior,
  approximation: Posterior<"regression">,
  x: Inputs,
  rng: Rng,
  options?: ExactComparisonOptions,
): ExactComparison;
export function compareWithExact(
  truth: ChainsPosterior<"regression">,
  approximation: Posterior<"regression">,
  x: Inputs,
  rng: Rng,
  options?: ExactComparisonOptions,
): ChainsComparison;
export function compareWithExact(
  truth: ExactPosterior | ChainsPosterior<"regression">,
  approximation: Posterior<"regression">,
  x: Inputs,
  rng: Rng,
  options: ExactComparisonOptions = {},
): ExactComparison | ChainsComparison {
  const where = "compareWithExact";
  checkKeys(where, options, ["draws", "repeats"]);
  const draws = checkNumber(where, "draws", options.draws ?? 10_000, { integer: true, min: 2 });
  const repeats = checkNumber(where, "repeats", options.repeats ?? 10, { integer: true, min: 1 });
  checkSameModel(truth, approximation);
  const gradients = countGradients(approximation);
  const [expected, found] = [truth.predict(x), approximation.predict(x)];
  return {
    ...compareFunctions(
      { posterior: truth, predictive: expected },
      { posterior: approximation, predictive: found },
      x,
    ),
    ...(isChains(truth)
      ? predictiveDistance(expected, found)
      : compareParameters(truth, approximation, rng, { draws, repeats })),
    ...(gradients === undefined ? {} : { gradients }),
  };
}
