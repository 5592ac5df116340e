import { normalMeanAbsolute } from "../distributions/normal.ts";
import { checkChoice } from "../errors/checks.ts";
import { integrate } from "../numeric/quadrature.ts";
import type { Marginals } from "../predictive/marginals.ts";
import { isNormal } from "../predictive/normalMarginals.ts";
import { isNormalMixture } from "../predictive/normalMixtureMarginals.ts";
import type { Of, RegressionPredictive } from "../predictive/predictive.ts";
import { partsOf } from "../predictive/predictiveParts.ts";
import { breakPoints, sumOver, TAIL } from "./breakPoints.ts";
import { checkSamePredictions } from "./checkSamePredictions.ts";
import { betweenPoints, type PointMasses, sortedMasses } from "./wassersteinOfDraws.ts";

/** Error that quadrature may leave, in units of the spread. */
const TOLERANCE = 1e-6;

/** Counts are added up one by one as far as there are so many of them, and integrated over beyond that. */
const MOST_COUNTS = 10_000;

/**
 * 1-Wasserstein distance between two predictive distributions, prediction by prediction [n t]: the integral of |F - G|, in
 * units of y. Of normal distributions it is E|d + (s - t) Z| for means d apart and standard deviations s and t; between the
 * draws of two banks (`of: "function"`) it comes from sorting; otherwise from quadrature between the two cdfs, with
 * an error below 1e-6 of their spread. Infinity where a distribution has no mean.
 *
 * Throws a ShapeError where the two are not of the same predictions, an ArgumentError for an unknown `of`.
 */
export function wassersteinDistance(
  p: RegressionPredictive,
  q: RegressionPredictive,
  of: Of = "observation",
): Float64Array {
  const where = "wassersteinDistance";
  checkChoice(where, "of", of, ["observation", "function"]);
  checkSamePredictions(where, p, q);
  const [one, two] = [partsOf(p)[of], partsOf(q)[of]];
  return Float64Array.from({ length: one.size }, (_, i) => distance(one, two, i));
}

function distance(p: Marginals, q: Marginals, i: number): number {
  if (isNormal(p) && isNormal(q)) {
    const shift = p.location[i]! - q.location[i]!;
    return normalMeanAbsolute(shift, Math.abs(p.scale[i]! - q.scale[i]!));
  }
  if (!Number.isFinite(p.mean(i)) || !Number.isFinite(q.mean(i))) return Number.POSITIVE_INFINITY;
  const [points, others] = [pointsOf(p, i), pointsOf(q, i)];
  if (points !== undefined && others !== undefined) return betweenPoints(points, others);
  if (points !== undefined) return pointsAndCdf(points, q, i);
  if (others !== undefined) return pointsAndCdf(others, p, i);
  return betweenCdfs(p, q, i);
}

/** The point masses that a distribution consists of; undefined for any other. */
function pointsOf(marginals: Marginals, i: number): PointMasses | undefined {
  if (isNormal(marginals)) {
    return marginals.scale[i] === 0
      ? { at: marginals.location.slice(i, i + 1), weights: Float64Array.of(1) }
      : undefined;
  }
  if (!isNormalMixture(marginals)) return undefined;
  const { weights, location, scale } = marginals;
  const [from, to] = [i * weights.length, (i + 1) * weights.length];
  return scale.subarray(from, to).every((sd) => sd === 0)
    ? sortedMasses(location.subarray(from, to), weights)
    : undefined;
}

/** Between two points the staircase is constant, and the cdf crosses it once at most. */
function pointsAndCdf({ at, weights }: PointMasses, q: Marginals, i: number): number {
  const [low, high] = [q.quantile(i, TAIL), q.quantile(i, 1 - TAIL)];
  const ends = [Math.min(low, at[0]!), ...at, Math.max(high, at[at.length - 1]!)];
  const tolerance = (TOLERANCE * (high - low)) / ends.length;
  let [below, area] = [0, 0];
  for (let k = 1; k < ends.length; k++) {
    const [from, to, share] = [ends[k - 1]!, ends[k]!, below];
    below += weights[k - 1] ?? 0;
    if (from === to) continue;
    const gap = (y: number) => Math.abs(q.cdf(i, y) - share);
    const crossing = share > 0 && share < 1 ? q.quantile(i, share) : from;
    const middle = Math.min(Math.max(crossing, from), to);
    if (middle > from) area += integrate(gap, from, middle, tolerance);
    if (middle < to) area += integrate(gap, middle, to, tolerance);
  }
  return area;
}

function betweenCdfs(p: Marginals, q: Marginals, i: number): number {
  const gap = (y: number) => Math.abs(p.cdf(i, y) - q.cdf(i, y));
  const ends = breakPoints(p, q, i);
  const [low, high] = [ends[0]!, ends[ends.length - 1]!];
  if (p.discrete === true && q.discrete === true && high - low <= MOST_COUNTS && isWhole(low)) {
    let sum = 0;
    for (let count = low; count < high; count++) sum += gap(count);
    return sum;
  }
  const tolerance = (TOLERANCE * (ends[ends.length - 2]! - ends[1]!)) / ends.length;
  return sumOver(ends, (from, to) => integrate(gap, from, to, tolerance));
}

const isWhole = (value: number): boolean => Math.round(value) === value;
