import type { ChainsPosterior } from "../inference/chains/chainsPosterior.ts";
import type { Inputs } from "../inference/inputs.ts";
import { meanOf } from "../numeric/mean.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";
import { predictChainParts } from "./chainParts.ts";
import type { FunctionComparison } from "./compareFunctions.ts";
import { compareMoments, functionMoments } from "./functionMoments.ts";
import { totalVariation } from "./totalVariation.ts";
import { wassersteinDistance } from "./wassersteinDistance.ts";

/** Distances between whole predictive distributions, which moments alone do not tell. */
export interface PredictiveDistance {
  /** Total variation between the distributions of an observation, at every row of x. */
  readonly totalVariations: Float64Array;
  /** Their mean. */
  readonly totalVariation: number;
  /** 1-Wasserstein distance between the distributions of f, at every row of x, in standard deviations of the true one. */
  readonly distances: Float64Array;
  /** Their mean. */
  readonly distance: number;
}

/** An approximation beside long Markov chains: of the function f and of an observation at inputs x. */
export interface ChainsComparison extends FunctionComparison, PredictiveDistance {
  /** Gradients of all rows that were computed, where the posterior counts them. */
  readonly gradients?: number;
}

/** Error that quadrature may leave in a total variation: far below what the draws of chains leave open. */
const TOLERANCE = 1e-3;

/** What the draws of a true posterior leave open. */
export interface ChainsFloor extends PredictiveDistance {
  /** Root mean square distance between the means of f, in true standard deviations. */
  readonly bias: number;
  /** Geometric mean of the ratios of their standard deviations. */
  readonly ratio: number;
}

/**
 * How far the two halves of the draws of long chains are from each other at the rows of x: an approximation at such a
 * distance from the whole cannot be told apart from the truth. A half has more error than the whole, so this is cautious.
 * Throws a ShapeError where x has other columns than the model.
 */
export function chainsFloor(truth: ChainsPosterior<"regression">, x: Inputs): ChainsFloor {
  const [one, two] = predictChainParts(truth, x, 2);
  const { bias, ratio } = compareMoments(functionMoments(one!), functionMoments(two!));
  return { ...predictiveDistance(one!, two!), bias, ratio };
}

/** The distances of what an approximation predicts from what the chains of the true posterior do. */
export function predictiveDistance(
  truth: RegressionPredictive,
  other: RegressionPredictive,
): PredictiveDistance {
  const totalVariations = totalVariation(truth, other, { tolerance: TOLERANCE });
  const distances = wassersteinDistance(truth, other, "function").map(
    (distance, i) => distance / Math.sqrt(truth.epistemic[i]!),
  );
  return {
    totalVariations,
    totalVariation: meanOf(totalVariations),
    distances,
    distance: meanOf(distances),
  };
}
