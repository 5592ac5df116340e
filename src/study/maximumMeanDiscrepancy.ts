import { checkFinite, checkKeys, checkNumber } from "../errors/checks.ts";
import { ArgumentError, ShapeError } from "../errors/errors.ts";
import { type Matrix, stackRows, takeRows } from "../numeric/matrix.ts";
import { exp } from "../numeric/special.ts";

/** Options of {@link maximumMeanDiscrepancy}. */
export interface DiscrepancyOptions {
  /**
   * Length scale h of the kernel, in the units of the draws. Default: the median distance between two of all draws (of 1000
   * of them, evenly taken, where there are more).
   */
  readonly bandwidth?: number;
}

/** How far the distributions that two sets of draws come from are from each other. */
export interface Discrepancy {
  /** Squared MMD without bias (U-statistic); about zero for one distribution, and then as often negative as not. */
  readonly unbiased: number;
  /** Squared MMD of the two sets as they are (V-statistic): never negative, and zero for equal sets only. */
  readonly biased: number;
  /** The length scale that was used. */
  readonly bandwidth: number;
}

/** Draws that the default length scale is taken from. */
const MOST_DRAWS = 1000;

/**
 * Maximum mean discrepancy between draws a [S, d] and b [T, d] with the kernel k(x, y) = exp(-|x - y|^2 / (2 h^2)):
 *   MMD^2 = E k(a, a') + E k(b, b') - 2 E k(a, b).
 * The unbiased estimate leaves out pairs of a draw with itself. O((S + T)^2 d). Draws must be independent for "unbiased" to be
 * true: those of a chain resemble each other, which makes it positive. Where the median distance is zero, as most draws are
 * equal, the root mean square distance takes its place, and 1 where that is zero too.
 * Source: Gretton et al. (2012), A kernel two-sample test, JMLR 13.
 *
 * Throws a ShapeError where the draws have other dimensions, an ArgumentError for fewer than two draws, numbers that are not
 * finite or a length scale that is not positive.
 */
export function maximumMeanDiscrepancy(a: Matrix, b: Matrix, options: DiscrepancyOptions = {}): Discrepancy {
  const where = "maximumMeanDiscrepancy";
  checkKeys(where, options, ["bandwidth"]);
  checkDraws(where, a, b);
  const bandwidth =
    options.bandwidth === undefined
      ? medianDistance(stackRows(a, b))
      : checkNumber(where, "bandwidth", options.bandwidth, { above: 0 });
  const factor = -1 / (2 * bandwidth * bandwidth);
  const kernel = (square: number) => exp(factor * square);
  const [s, t] = [a.rows, b.rows];
  const [withinA, withinB] = [sumOfPairs(a, kernel), sumOfPairs(b, kernel)];
  let across = 0;
  for (let i = 0; i < s; i++) for (let j = 0; j < t; j++) across += kernel(squaredDistance(a, i, b, j));
  const cross = (2 * across) / (s * t);
  return {
    unbiased: (2 * withinA) / (s * (s - 1)) + (2 * withinB) / (t * (t - 1)) - cross,
    biased: Math.max(0, (2 * withinA + s) / (s * s) + (2 * withinB + t) / (t * t) - cross),
    bandwidth,
  };
}

function checkDraws(where: string, a: Matrix, b: Matrix): void {
  for (const [name, draws] of [
    ["a", a],
    ["b", b],
  ] as const) {
    checkNumber(where, `number of draws in ${name}`, draws.rows, { min: 2 });
    checkFinite(where, name, draws.data);
  }
  if (a.cols === 0) throw new ArgumentError({ where, problem: "draws must have a dimension, got none" });
  if (a.cols === b.cols) return;
  throw new ShapeError({
    where,
    problem: `both sets of draws must have ${a.cols} dimensions, got ${b.cols}`,
    details: { expected: a.cols, found: b.cols },
  });
}

/** The sum over pairs of different rows, each pair once, of a function of their squared distance. */
function sumOfPairs(draws: Matrix, of: (square: number) => number): number {
  let sum = 0;
  for (let i = 1; i < draws.rows; i++) {
    for (let j = 0; j < i; j++) sum += of(squaredDistance(draws, i, draws, j));
  }
  return sum;
}

/** Between row i of a and row j of b; without a view of either, for there are millions of pairs. */
function squaredDistance(a: Matrix, i: number, b: Matrix, j: number): number {
  const { cols } = a;
  let sum = 0;
  for (let k = 0; k < cols; k++) {
    const away = a.data[i * cols + k]! - b.data[j * cols + k]!;
    sum += away * away;
  }
  return sum;
}

function medianDistance(all: Matrix): number {
  const count = Math.min(all.rows, MOST_DRAWS);
  const draws = takeRows(
    all,
    Uint32Array.from({ length: count }, (_, k) => Math.floor((k * all.rows) / count)),
  );
  const squares = new Float64Array((count * (count - 1)) / 2);
  let k = 0;
  sumOfPairs(draws, (square) => {
    squares[k++] = square;
    return 0;
  });
  squares.sort();
  const half = squares.length / 2;
  const median = (Math.sqrt(squares[Math.ceil(half) - 1]!) + Math.sqrt(squares[Math.floor(half)]!)) / 2;
  if (median > 0) return median;
  const mean = squares.reduce((sum, value) => sum + value, 0) / squares.length;
  return mean > 0 ? Math.sqrt(mean) : 1;
}
