import { checkNumber } from "../errors/checks.ts";
import { exp, log } from "../numeric/special.ts";
import { binomialQuantile } from "./binomial.ts";
import { uniformCountsProbability } from "./uniformCounts.ts";

/** Where the empirical distribution function of uniform numbers stays, at all points at once. */
export interface EcdfBand {
  /** Fewest and most of the numbers at or below 1/parts, ..., (parts - 1)/parts, ends included. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Above this number of numbers the tail of this number is taken: it hardly changes any more. */
const LARGE = 5000;
const HALVINGS = 20;
/** Tails that were found, by count, parts and level: they are asked for again and again. */
const found = new Map<string, number>();

/**
 * The band that the empirical distribution function of `count` independent numbers, uniform on [0, 1], leaves nowhere with
 * probability `level` (Säilynoja, Bürkner & Vehtari 2022, Statistics and Computing 32). For probability integral transforms, and
 * for ranks that are uniform on `parts` values, of which it bounds how many are among the first, the first two, ...
 *
 * Each point has the central binomial interval, all with the same tail: the largest with which all points stay inside together
 * with probability `level`, computed exactly as in {@link uniformCountsProbability}. Counts are whole, so the probability is a
 * little above the level for few numbers. For more than 5000 numbers the tail is that of 5000; at level 0.95 the probability
 * then falls short of it by up to 0.003.
 * Throws an ArgumentError for a count below 1, fewer than two parts, or a level that is not between 0 and 1.
 */
export function uniformEcdfBand(count: number, parts: number, level: number): EcdfBand {
  const where = "uniformEcdfBand";
  checkNumber(where, "count", count, { integer: true, min: 1 });
  checkNumber(where, "parts", parts, { integer: true, min: 2 });
  checkNumber(where, "level", level, { above: 0, below: 1 });
  return pointwiseBand(count, parts, tailOf(Math.min(count, LARGE), parts, level));
}

/** 1/parts, ..., (parts - 1)/parts. */
export function innerPoints(parts: number): Float64Array {
  return Float64Array.from({ length: parts - 1 }, (_, k) => (k + 1) / parts);
}

/** At each point the binomial quantile of the tail, and its mirror image. */
function pointwiseBand(count: number, parts: number, tail: number): EcdfBand {
  const lower = innerPoints(parts).map((z) => binomialQuantile(tail, count, z));
  return { lower, upper: lower.map((_, k) => count - lower[lower.length - 1 - k]!) };
}

/** By halving on the logarithm, between Bonferroni's tail and a half. */
function tailOf(count: number, parts: number, level: number): number {
  const key = `${count} ${parts} ${level}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  const points = innerPoints(parts);
  let low = log((0.5 * (1 - level)) / parts);
  let high = log(0.5);
  for (let step = 0; step < HALVINGS; step++) {
    const middle = 0.5 * (low + high);
    const band = pointwiseBand(count, parts, exp(middle));
    if (uniformCountsProbability(count, { points, ...band }) >= level) low = middle;
    else high = middle;
  }
  if (found.size >= 256) found.clear();
  found.set(key, exp(low));
  return exp(low);
}
