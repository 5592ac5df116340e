import { poissonLogProb } from "../distributions/poisson.ts";
import { checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { exp, log, logGamma } from "../numeric/special.ts";

/** Bounds of a cumulative histogram, both inclusive. */
export interface EcdfBand {
  /** Fewest and most of the ranks that lie among the first i + 1 values [K - 1]. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Steps in which a probability between 1e-12 and 1 is found to a relative 1e-7. */
const BISECTIONS = 30;
const LEAST_TAIL = 1e-12;
/** Increments less probable than this change no probability that is asked for. */
const NEGLIGIBLE = 1e-25;

/**
 * A band that the empirical distribution function of N independent ranks, uniform on K values, leaves nowhere with
 * probability `level`: the pointwise binomial intervals, all of one coverage, that hold together. The probability is computed
 * exactly, so that it is at least `level`, and above it by as little as whole counts allow.
 * Säilynoja, Bürkner & Vehtari (2022), Statistics and Computing 32.
 * Throws an ArgumentError unless N is a positive and K a whole number from 2 on, and the level lies between 0 and 1.
 */
export function uniformEcdfBand(ranks: number, values: number, level: number): EcdfBand {
  const where = "uniformEcdfBand";
  checkNumber(where, "ranks", ranks, { integer: true, min: 1 });
  checkNumber(where, "values", values, { integer: true, min: 2 });
  checkNumber(where, "level", level, { above: 0, below: 1 });
  const tails = tailTable(ranks, values);
  let [low, high] = [log(LEAST_TAIL), 0];
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = 0.5 * (low + high);
    if (coverage(ranks, values, bandOf(tails, exp(middle))) >= level) low = middle;
    else high = middle;
  }
  return bandOf(tails, exp(low));
}

/**
 * Probability that N independent ranks, uniform on K values, deviate as much as those with these counts [K]: that
 * somewhere the empirical distribution function lies as far out, by the two tails of its binomial distribution there.
 * It is exact: the share of all data that would deviate as much, not an approximation for many ranks.
 * Throws an ArgumentError unless there are two counts or more, whole numbers, and not all 0.
 */
export function uniformityPValue(counts: ArrayLike<number>): number {
  const [ranks, values] = [checkCounts(counts), counts.length];
  const tails = tailTable(ranks, values);
  let least = 1;
  let below = 0;
  for (let i = 0; i < values - 1; i++) {
    below += counts[i]!;
    least = Math.min(least, tails[i]![below]!);
  }
  const outside = 1 - coverage(ranks, values, bandOf(tails, least * (1 + 1e-9)));
  return Math.min(1, Math.max(0, outside));
}

function checkCounts(counts: ArrayLike<number>): number {
  const where = "uniformityPValue";
  checkNumber(where, "number of counts", counts.length, { min: 2 });
  let sum = 0;
  for (let i = 0; i < counts.length; i++)
    sum += checkNumber(where, `counts[${i}]`, counts[i], { integer: true, min: 0 });
  if (sum > 0) return sum;
  throw new ArgumentError({ where, problem: "at least one rank must have been counted, all counts are 0" });
}

/** Twice the smaller binomial tail, at most 1, of every count c = 0 ... N of ranks among the first i + 1 values. */
function tailTable(ranks: number, values: number): Float64Array[] {
  const factorials = Float64Array.from({ length: ranks + 1 }, (_, c) => logGamma(c + 1));
  const choices = factorials.map((value, c) => factorials[ranks]! - value - factorials[ranks - c]!);
  return Array.from({ length: values - 1 }, (_, i) => {
    const inside = log((i + 1) / values);
    const outside = log((values - i - 1) / values);
    const probabilities = choices.map((choice, c) => exp(choice + c * inside + (ranks - c) * outside));
    const tails = new Float64Array(ranks + 1);
    let upTo = 0;
    for (let c = 0; c <= ranks; c++) {
      upTo += probabilities[c]!;
      tails[c] = Math.min(1, 2 * upTo);
    }
    let from = 0;
    for (let c = ranks; c >= 0; c--) {
      from += probabilities[c]!;
      tails[c] = Math.min(tails[c]!, 2 * from);
    }
    return tails;
  });
}

/** The counts whose tails are at least `tail`. */
function bandOf(tails: readonly Float64Array[], tail: number): EcdfBand {
  const inside = (found: number) => found >= tail;
  const lower = Float64Array.from(tails, (table) => table.findIndex(inside));
  const upper = Float64Array.from(tails, (table) => table.findLastIndex(inside));
  return { lower, upper };
}

/**
 * Probability that the cumulative counts of N uniform ranks stay in a band. Counts of the single values are independent
 * Poisson counts given their sum, so that probabilities are passed on from value to value.
 */
function coverage(ranks: number, values: number, { lower, upper }: EcdfBand): number {
  const rate = ranks / values;
  const steps: number[] = [];
  for (let n = 0; n <= ranks; n++) {
    const probability = exp(poissonLogProb(n, rate));
    if (n > rate && probability < NEGLIGIBLE) break;
    steps.push(probability);
  }
  let here = new Float64Array(ranks + 1);
  here[0] = 1;
  let [first, last] = [0, 0];
  for (let i = 0; i < values; i++) {
    const [low, high] = i < values - 1 ? [lower[i]!, upper[i]!] : [ranks, ranks];
    if (low < 0) return 0;
    const next = new Float64Array(ranks + 1);
    for (let c = Math.max(low, first); c <= high; c++) {
      let sum = 0;
      for (let m = Math.max(first, c - steps.length + 1); m <= Math.min(c, last); m++)
        sum += here[m]! * steps[c - m]!;
      next[c] = sum;
    }
    here = next;
    [first, last] = [Math.max(low, first), high];
  }
  return here[ranks]! / exp(poissonLogProb(ranks, ranks));
}
