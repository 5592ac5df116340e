import { checkKeys, checkNumber, show } from "../errors/checks.ts";
import { ArgumentError, ShapeError } from "../errors/errors.ts";
import { integrate } from "../numeric/quadrature.ts";
import { exp } from "../numeric/special.ts";
import type { Marginals } from "../predictive/marginals.ts";
import type { ClassificationPredictive, Predictive } from "../predictive/predictive.ts";
import { partsOf } from "../predictive/predictiveParts.ts";
import { breakPoints, sumOver } from "./breakPoints.ts";
import { checkSamePredictions } from "./checkSamePredictions.ts";

/** Counts are added up one by one as far as there are so many of them. */
const MOST_COUNTS = 1_000_000;

/** Options of {@link totalVariation}. */
export interface TotalVariationOptions {
  /** Error that quadrature may leave; default 1e-6. */
  readonly tolerance?: number;
}

/**
 * Total variation between the observation distributions of two predictive distributions, prediction by prediction [n t]:
 * half the integral of |f - g| over densities, half the sum of |p_k - q_k| over counts and classes. Between 0 and 1: the most
 * that the probabilities they give to any event can differ by.
 *
 * Throws a ShapeError where the two are not of the same predictions, an ArgumentError where one is of classes and the other of
 * numbers, or counts stand beside real numbers, or a distribution has no density (a point mass), or there are more than a million counts.
 */
export function totalVariation(
  p: Predictive,
  q: Predictive,
  options: TotalVariationOptions = {},
): Float64Array {
  const where = "totalVariation";
  checkKeys(where, options, ["tolerance"]);
  const tolerance = checkNumber(where, "tolerance", options.tolerance ?? 1e-6, { above: 0 });
  if (p.kind === "classification" && q.kind === "classification") return betweenClasses(p, q);
  if (p.kind === "classification" || q.kind === "classification") {
    throw new ArgumentError({
      where,
      problem: `both must be of one kind, got ${show(p.kind)} and ${show(q.kind)}`,
    });
  }
  checkSamePredictions(where, p, q);
  const [one, two] = [partsOf(p).observation, partsOf(q).observation];
  if ((one.discrete === true) !== (two.discrete === true)) {
    throw new ArgumentError({
      where,
      problem: `both must be of counts or of real numbers, got ${show(one.family)} and ${show(two.family)}`,
    });
  }
  const between = one.discrete === true ? betweenCounts : betweenDensities;
  return Float64Array.from({ length: one.size }, (_, i) =>
    Math.min(1, Math.max(0, between(one, two, i, tolerance))),
  );
}

function betweenDensities(p: Marginals, q: Marginals, i: number, tolerance: number): number {
  const ends = breakPoints(p, q, i);
  for (const marginals of [p, q]) checkDensity(marginals, i);
  const gap = (y: number) => Math.abs(exp(p.logProb(i, y)) - exp(q.logProb(i, y)));
  const each = (2 * tolerance) / (ends.length - 1);
  return sumOver(ends, (from, to) => integrate(gap, from, to, each)) / 2;
}

/** A point mass is infinitely probable where it is, and there half of its mass is already. */
function checkDensity(marginals: Marginals, i: number): void {
  const isPoint = (level: number) =>
    marginals.logProb(i, marginals.quantile(i, level)) === Number.POSITIVE_INFINITY;
  if (![0.02, 0.2, 0.5, 0.8, 0.98].some(isPoint)) return;
  throw new ArgumentError({
    where: "totalVariation",
    problem: `the distributions must have densities, prediction ${i} of the family ${show(marginals.family)} is a point mass`,
    fix: "Use wassersteinDistance.",
    details: { position: i },
  });
}

function betweenCounts(p: Marginals, q: Marginals, i: number): number {
  const ends = breakPoints(p, q, i);
  const [low, high] = [ends[0]!, ends[ends.length - 1]!];
  if (!(high - low <= MOST_COUNTS && Math.round(low) === low)) {
    throw new ArgumentError({
      where: "totalVariation",
      problem: `counts must be whole numbers within a range of ${MOST_COUNTS}, got ${low} to ${high}`,
      fix: "Use wassersteinDistance.",
    });
  }
  let sum = 0;
  for (let count = low; count <= high; count++) {
    sum += Math.abs(exp(p.logProb(i, count)) - exp(q.logProb(i, count)));
  }
  return sum / 2;
}

function betweenClasses(p: ClassificationPredictive, q: ClassificationPredictive): Float64Array {
  const [{ rows, cols, data }, others] = [p.probabilities, q.probabilities];
  if (rows !== others.rows || cols !== others.cols) {
    throw new ShapeError({
      where: "totalVariation",
      problem: `both must be of the same rows and classes, got ${rows} x ${cols} and ${others.rows} x ${others.cols}`,
      details: { expected: [rows, cols], found: [others.rows, others.cols] },
    });
  }
  const result = new Float64Array(rows);
  for (let k = 0; k < data.length; k++) {
    result[Math.floor(k / cols)]! += Math.abs(data[k]! - others.data[k]!) / 2;
  }
  return result;
}
