import type { Inputs } from "../inference/inputs.ts";
import type { Posterior } from "../inference/method.ts";
import { meanOf } from "../numeric/mean.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";
import { predictChainParts } from "./chainParts.ts";
import { compareMoments, functionMoments, type MomentComparison } from "./functionMoments.ts";
import { jackknifeError, leaveEachOut, type SampleMoments } from "./jackknife.ts";
import { isChains } from "./posteriorBasis.ts";

/** The function f at inputs x under an approximation, beside what it is under the true posterior. */
export interface FunctionComparison {
  /** (mean of f - true mean)/true sd at every row of x. */
  readonly biases: Float64Array;
  /** sd of f / true sd at every row of x; 0 where it is the rounding of draws that agree, below 1e-8. */
  readonly ratios: Float64Array;
  /** Root mean square of `biases`. */
  readonly bias: number;
  /** The largest of their absolute values. */
  readonly largestBias: number;
  /** Geometric mean of `ratios`: below 1 the approximation is too sure; 0 where one of them is. */
  readonly ratio: number;
  readonly smallestRatio: number;
  readonly largestRatio: number;
  /**
   * True probability that f(x) lies within mean -+ 2 sd of the approximation, on average over x: 0.9545 for a normal
   * posterior itself.
   */
  readonly held: number;
  /**
   * Monte Carlo standard errors of `bias` and `ratio`, where the truth or the approximation are draws of chains: by leaving
   * out each of eight parts of the draws.
   */
  readonly biasError?: number;
  readonly ratioError?: number;
}

/** Parts of the draws of chains that are left out in turn. */
const PARTS = 8;

/** A posterior and what it predicts at the rows of x. */
export interface Predicted {
  readonly posterior: Posterior<"regression">;
  readonly predictive: RegressionPredictive;
}

/** Compares mean and spread of f at the rows of x. */
export function compareFunctions(truth: Predicted, approximation: Predicted, x: Inputs): FunctionComparison {
  const expected = functionMoments(truth.predictive);
  const moments = functionMoments(approximation.predictive);
  const { biases, ratios, bias, ratio } = compareMoments(expected, moments);
  const errors = standardErrors([
    withoutEachPart(truth.posterior, x).map((without) => compareMoments(without, moments)),
    withoutEachPart(approximation.posterior, x).map((without) => compareMoments(expected, without)),
  ]);
  return {
    biases,
    ratios,
    bias,
    largestBias: biases.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    ratio,
    smallestRatio: ratios.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    largestRatio: ratios.reduce((most, value) => Math.max(most, value), 0),
    held: heldOf(truth.predictive, moments),
    ...errors,
  };
}

/** P(mean - 2 sd < f < mean + 2 sd) under the true posterior, with mean and sd of the approximation, on average. */
function heldOf(truth: RegressionPredictive, { mean, sd }: SampleMoments): number {
  const [below, within] = [-2, 2].map((k) =>
    truth.cdf(
      mean.map((center, i) => center + k * sd[i]!),
      "function",
    ),
  );
  return meanOf(within!.map((share, i) => share - below![i]!));
}

/** The moments of f without each part of the draws; none where the posterior is not the draws of chains. */
function withoutEachPart(posterior: Posterior<"regression">, x: Inputs): SampleMoments[] {
  if (!isChains(posterior)) return [];
  return leaveEachOut(predictChainParts(posterior, x, PARTS).map(functionMoments));
}

/** Errors that come from two samples which are independent of each other. */
function standardErrors(
  sides: readonly MomentComparison[][],
): Pick<FunctionComparison, "biasError" | "ratioError"> {
  const sampled = sides.filter((replicates) => replicates.length > 0);
  if (sampled.length === 0) return {};
  const errorOf = (key: "bias" | "ratio") =>
    Math.sqrt(sampled.reduce((sum, side) => sum + square(jackknifeError(side.map((one) => one[key]))), 0));
  return { biasError: errorOf("bias"), ratioError: errorOf("ratio") };
}

const square = (value: number): number => value * value;
