import { checkKeys, checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { columnOf, type Matrix } from "../numeric/matrix.ts";
import { exp, logSumExp } from "../numeric/special.ts";
import type { Rng } from "../random/rng.ts";
import { checkScores } from "./stackingWeights.ts";

/** Options of {@link pseudoBmaWeights}. */
export interface PseudoBmaOptions {
  /** Replications of the Bayesian bootstrap; 0 leaves it out. Default 1000. */
  readonly replications?: number;
}

/**
 * Pseudo-BMA+ weights of K predictive distributions [K] from scores [n, K] of rows that they have not seen: exp of the summed
 * scores, divided by their sum, on average over weights of the rows ~ Dirichlet(1, ..., 1) (the Bayesian bootstrap), so that
 * one lucky row does not decide. Without replications it is pseudo-BMA, as sure of itself as Akaike weights.
 * Yao, Vehtari, Simpson & Gelman (2018), Bayesian Analysis 13(3).
 *
 * Throws an ArgumentError without rows or members, or where a score is not finite.
 */
export function pseudoBmaWeights(scores: Matrix, rng: Rng, options: PseudoBmaOptions = {}): Float64Array {
  const where = "pseudoBmaWeights";
  checkKeys(where, options, ["replications"]);
  const replications = checkNumber(where, "replications", options.replications ?? 1000, {
    integer: true,
    min: 0,
  });
  checkScores(where, scores);
  if (!scores.data.every(Number.isFinite)) {
    throw new ArgumentError({ where, problem: "scores must be finite, got -Infinity" });
  }
  const n = scores.rows;
  const columns = Array.from({ length: scores.cols }, (_, k) => columnOf(scores, k));
  const weighted = (rows: Float64Array): Float64Array => {
    const sums = Float64Array.from(
      columns,
      (column) => n * column.reduce((sum, v, i) => sum + rows[i]! * v, 0),
    );
    const total = logSumExp(sums);
    return sums.map((value) => exp(value - total));
  };
  if (replications === 0) return weighted(new Float64Array(n).fill(1 / n));
  const average = new Float64Array(scores.cols);
  const rows = new Float64Array(n);
  for (let b = 0; b < replications; b++) {
    for (let i = 0; i < n; i++) rows[i] = rng.gamma(1, 1);
    const sum = rows.reduce((total, value) => total + value, 0);
    weighted(rows.map((value) => value / sum)).forEach((w, k) => {
      average[k]! += w / replications;
    });
  }
  return average;
}
