import { uniformCountsProbability } from "../distributions/uniformCounts.ts";
import { type EcdfBand, innerPoints } from "../distributions/uniformEcdfBand.ts";
import { checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { exp, log, logGamma } from "../numeric/special.ts";

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
  const band = bandOf(tails, least * (1 + 1e-9));
  const outside = 1 - uniformCountsProbability(ranks, { points: innerPoints(values), ...band });
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
