import { checkKeys, checkNumber } from "../errors/checks.ts";
import { exp, log } from "../numeric/special.ts";
import { binomialQuantile } from "./binomial.ts";
import { uniformCountsProbability } from "./uniformCounts.ts";

/** Options of {@link uniformEcdfBand}. */
export interface UniformEcdfBandOptions {
  /** The probability that the whole function stays inside, at least; default 0.95. */
  readonly level?: number;
  /** Into how many equal parts [0, 1] is divided: the band is stated between them; default 100, fewer for fewer numbers. */
  readonly parts?: number;
}

/** Where the empirical distribution function of uniform numbers stays, at all points at once. */
export interface UniformEcdfBand {
  /** 1/parts, ..., (parts - 1)/parts. */
  readonly points: readonly number[];
  /** Least and largest share of the numbers at or below each point, ends included. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** The probability that a single point is outside its ends is at most this. */
  readonly gamma: number;
}

/** Above this number of numbers the gamma of this number is taken: it hardly changes any more. */
const LARGE = 5000;
const HALVINGS = 16;
/** Gammas that were found, by count, parts and level: they are asked for again and again. */
const found = new Map<string, number>();

/**
 * The simultaneous band of the empirical distribution function of `count` independent numbers, uniform on [0, 1]
 * (Saeilynoja, Buerkner & Vehtari 2022, Statistics and Computing 32:32). For probability integral transforms, and for ranks
 * where `parts` divides the number of possible ranks.
 *
 * Each point has the central binomial interval that a single point leaves with probability gamma at most; gamma is the
 * largest for which all points stay inside together with probability `level`, computed exactly as in
 * {@link uniformCountsProbability}. Counts are whole, so the probability is a little above the level for few numbers. For
 * more than 5000 numbers gamma is that of 5000; at level 0.95 the probability then falls short of it by up to 0.003.
 * Throws an ArgumentError for a count below 1, fewer than two parts, a level that is not between 0 and 1, or an unknown option.
 */
export function uniformEcdfBand(count: number, options: UniformEcdfBandOptions = {}): UniformEcdfBand {
  const where = "uniformEcdfBand";
  checkKeys(where, options, ["level", "parts"]);
  checkNumber(where, "count", count, { integer: true, min: 1 });
  const { level = 0.95, parts = Math.min(100, Math.max(10, count)) } = options;
  checkNumber(where, "level", level, { above: 0, below: 1 });
  checkNumber(where, "parts", parts, { integer: true, min: 2 });
  const gamma = gammaOf(Math.min(count, LARGE), parts, level);
  const { points, lower, upper } = pointwiseBounds(count, parts, gamma);
  const share = (counts: readonly number[]) => counts.map((c) => c / count);
  return { points, lower: share(lower), upper: share(upper), gamma };
}

/** Bounds that each hold with probability 1 - gamma: the binomial quantiles of gamma/2, and their mirror images. */
function pointwiseBounds(count: number, parts: number, gamma: number) {
  const points = Array.from({ length: parts - 1 }, (_, k) => (k + 1) / parts);
  const lower = points.map((z) => binomialQuantile(gamma / 2, count, z));
  const upper = lower.map((_, k) => count - lower[lower.length - 1 - k]!);
  return { points, lower, upper };
}

/** By halving on the logarithm, between Bonferroni's gamma and that of a single point. */
function gammaOf(count: number, parts: number, level: number): number {
  const key = `${count} ${parts} ${level}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  let low = log((1 - level) / parts);
  let high = log(1 - level);
  for (let step = 0; step < HALVINGS; step++) {
    const middle = 0.5 * (low + high);
    const holds = uniformCountsProbability(count, pointwiseBounds(count, parts, exp(middle))) >= level;
    if (holds) low = middle;
    else high = middle;
  }
  if (found.size >= 256) found.clear();
  found.set(key, exp(low));
  return exp(low);
}
