import { checkFinite } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { meanOf } from "../numeric/mean.ts";
import { exp, expm1, log, log1p, logSumExp } from "../numeric/special.ts";

/** Weight of the prior guess of the shape, in observations. */
const PRIOR_OBSERVATIONS = 10;
const PRIOR_SHAPE = 0.5;
/** Points of the grid of theta for no observation; their square root is added. */
const FEWEST_GRID_POINTS = 30;

/** A generalised Pareto distribution on x > 0 with distribution function 1 - (1 + k x/sigma)^(-1/k). */
export interface ParetoFit {
  /** Shape: the moments of order below 1/k exist. Negative for a bounded tail. */
  readonly k: number;
  /** Scale, in units of x. */
  readonly sigma: number;
}

/**
 * Generalised Pareto distribution of excesses over a threshold, sorted upwards. With theta = -k/sigma the likelihood has
 * one parameter left, and its posterior mean over a grid of quantiles of a prior is taken:
 *   k(theta) = 1/n sum_i log(1 - theta x_i),   L(theta) = n (log(-theta/k) - k - 1).
 * The shape is then drawn towards 1/2 as if by ten observations, which steadies it for a short tail; sigma is not changed
 * by that.
 * Zhang & Stephens (2009), Technometrics 51(3); the prior of the shape by Vehtari, Simpson, Gelman, Yao & Gabry (2024),
 * JMLR 25(72).
 *
 * Undefined if there are no two observations or the first quarter of them is 0: there is no scale to start from.
 * Throws an ArgumentError if an excess is negative, not finite or smaller than the one before.
 */
export function gpdFit(sorted: Float64Array): ParetoFit | undefined {
  checkFinite("gpdFit", "sorted", sorted);
  if (sorted.some((x, i) => x < (i === 0 ? 0 : sorted[i - 1]!))) {
    throw new ArgumentError({
      where: "gpdFit",
      problem: "the excesses must be sorted upwards and none may be negative",
      fix: "Subtract the threshold, then sort.",
    });
  }
  const n = sorted.length;
  const quartile = sorted[Math.floor(n / 4 + 0.5) - 1];
  if (n < 2 || quartile === undefined || quartile === 0) return undefined;
  const theta = posteriorMeanTheta(sorted, quartile);
  const shape = shapeAt(theta, sorted);
  const k = (n * shape + PRIOR_OBSERVATIONS * PRIOR_SHAPE) / (n + PRIOR_OBSERVATIONS);
  const sigma = theta === 0 ? meanOf(sorted) : -shape / theta;
  return Number.isFinite(k) && Number.isFinite(sigma) ? { k, sigma } : undefined;
}

/** Quantile of level p of a generalised Pareto distribution: sigma ((1 - p)^(-k) - 1)/k. */
export function gpdQuantile({ k, sigma }: ParetoFit, p: number): number {
  const exponent = -log1p(-p);
  return k === 0 ? sigma * exponent : (sigma * expm1(k * exponent)) / k;
}

function posteriorMeanTheta(sorted: Float64Array, quartile: number): number {
  const n = sorted.length;
  const points = FEWEST_GRID_POINTS + Math.floor(Math.sqrt(n));
  const grid = Float64Array.from(
    { length: points },
    (_, j) => 1 / sorted[n - 1]! + (1 - Math.sqrt(points / (j + 0.5))) / (3 * quartile),
  );
  const likelihoods = grid.map((theta) => {
    const k = shapeAt(theta, sorted);
    const rate = theta === 0 ? 1 / meanOf(sorted) : -theta / k;
    return n * (log(rate) - k - 1);
  });
  const total = logSumExp(likelihoods);
  return grid.reduce((sum, theta, j) => sum + theta * exp(likelihoods[j]! - total), 0);
}

function shapeAt(theta: number, sorted: Float64Array): number {
  return meanOf(sorted.map((x) => log1p(-theta * x)));
}
