import { checkFinite, checkLength } from "../errors/checks.ts";
import type { Matrix } from "../numeric/matrix.ts";
import { checkDraws } from "./checkDraws.ts";

/** Options of scores of draws. */
export interface DrawsScoreOptions {
  /**
   * Scores the distribution that the draws come from, without the bias of their number: the mean difference of pairs is taken
   * over different draws only. Otherwise (the default) the draws are taken as the whole distribution.
   */
  readonly fair?: boolean;
}

/**
 * Continuous ranked probability score of each of n predictions that are known by S draws [S, n]: mean |x - y| less half the
 * mean |x - x'| of pairs. Of all S^2 pairs it is the exact score of the empirical distribution; of the S (S - 1) pairs of
 * different draws it is fair (Ferro 2014), an unbiased estimate for the distribution the draws come from, and may be negative.
 * In units of y; smaller is better.
 * Throws a ShapeError if y has not one number per column, an ArgumentError for fewer than one draw (two if fair), numbers
 * that are not finite, or an unknown option.
 */
export function crpsOfDraws(
  draws: Matrix,
  y: ArrayLike<number>,
  options: DrawsScoreOptions = {},
): Float64Array {
  const where = "crpsOfDraws";
  const pairs = checkDraws(where, draws, options);
  checkLength(where, "y", y, draws.cols, "one per column of the draws");
  checkFinite(where, "y", y);
  const { rows: count, cols } = draws;
  const sorted = new Float64Array(count);
  return Float64Array.from({ length: cols }, (_, i) => {
    for (let s = 0; s < count; s++) sorted[s] = draws.data[s * cols + i]!;
    sorted.sort();
    let toTarget = 0;
    let spread = 0;
    for (let s = 0; s < count; s++) toTarget += Math.abs(sorted[s]! - y[i]!);
    // The gap between two neighbours lies between s draws and count - s others.
    for (let s = 1; s < count; s++) spread += s * (count - s) * (sorted[s]! - sorted[s - 1]!);
    return toTarget / count - spread / pairs;
  });
}
