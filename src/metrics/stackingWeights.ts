import { ArgumentError, NumericError } from "../errors/errors.ts";
import type { Matrix } from "../numeric/matrix.ts";
import { maximise } from "../numeric/maximise.ts";
import { exp, log } from "../numeric/special.ts";

/** Weights of predictive distributions in a mixture. */
export interface Stacking {
  /** One for each of the K [K]; they add up to 1. */
  readonly weights: Float64Array;
  /** The mean log score of the mixture, nats per row: at least that of the best member. */
  readonly meanLogScore: number;
}

/** No mixture is better by more than this, in nats per row. */
const TOLERANCE = 1e-9;

/**
 * Stacking of predictive distributions: the mixture with the largest mean log score,
 *   maximise 1/n sum_i log sum_k w_k exp(l_ik) over w >= 0, sum w = 1,
 * from scores l [n, K] of rows that the members have not seen: leave-one-out or held out. The objective is concave; its
 * maximum is certified by its slopes g_k <= 1, as max g - 1 bounds what any other mixture gains.
 * Yao, Vehtari, Simpson & Gelman (2018), Bayesian Analysis 13(3).
 *
 * Throws an ArgumentError without rows or members, or where a score is NaN or Infinity or a row is impossible under all
 * members.
 */
export function stackingWeights(scores: Matrix): Stacking {
  const members = scores.cols;
  const best = checkScores("stackingWeights", scores);
  const probability = scores.data.map((value, p) => exp(value - best[Math.floor(p / members)]!));
  const n = scores.rows;
  // With sum w in place of the constraint, whose multiplier is 1, the maximum is the same.
  const evaluate = (w: readonly number[]) => {
    let value = -w.reduce((sum, v) => sum + v, 0);
    const slope = new Array<number>(members).fill(-1);
    for (let i = 0; i < n; i++) {
      let mixed = 0;
      for (let k = 0; k < members; k++) mixed += w[k]! * probability[i * members + k]!;
      value += log(mixed) / n;
      for (let k = 0; k < members; k++) slope[k]! += probability[i * members + k]! / (mixed * n);
    }
    return { value, slope };
  };
  const bounds = { low: new Array<number>(members).fill(0), high: new Array<number>(members).fill(1) };
  const { at } = maximise(evaluate, new Array<number>(members).fill(1 / members), bounds, TOLERANCE / 10);
  let weights = normalised(at);
  // Where directions are nearly flat, steps of expectation maximisation finish what the search left: they never lose.
  for (let step = 0; gain(evaluate(weights).slope) > TOLERANCE; step++) {
    if (step === 100_000) {
      throw new NumericError({
        where: "stackingWeights",
        problem: `the weights must be found to ${TOLERANCE} nats, ${gain(evaluate(weights).slope)} are left`,
      });
    }
    const { slope } = evaluate(weights);
    weights = normalised(weights.map((w, k) => w * (slope[k]! + 1)));
  }
  const meanBest = best.reduce((sum, value) => sum + value, 0) / n;
  return { weights: Float64Array.from(weights), meanLogScore: evaluate(weights).value + 1 + meanBest };
}

const gain = (slope: readonly number[]): number => slope.reduce((most, g) => Math.max(most, g), 0);

function normalised(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, w) => total + w, 0);
  return weights.map((w) => w / sum);
}

/** The largest score of every row. */
export function checkScores(where: string, { rows, cols, data }: Matrix): Float64Array {
  if (rows === 0 || cols === 0) {
    throw new ArgumentError({
      where,
      problem: `scores must be of one row and member at least, got [${rows}, ${cols}]`,
    });
  }
  const best = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
  data.forEach((value, p) => {
    const i = Math.floor(p / cols);
    if (Number.isNaN(value) || value === Number.POSITIVE_INFINITY) {
      throw new ArgumentError({
        where,
        problem: `scores must be finite or -Infinity, got ${value} of member ${p % cols} at row ${i}`,
        details: { row: i, member: p % cols },
      });
    }
    best[i] = Math.max(best[i]!, value);
  });
  const impossible = best.indexOf(Number.NEGATIVE_INFINITY);
  if (impossible === -1) return best;
  throw new ArgumentError({
    where,
    problem: `a member must give every row a probability, none does to row ${impossible}`,
    details: { row: impossible },
  });
}
