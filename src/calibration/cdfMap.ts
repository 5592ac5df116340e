/**
 * The interior knots of an increasing, piecewise linear map of [0, 1] onto itself, as plain data; both lists ascend
 * strictly between 0 and 1. The ends (0, 0) and (1, 1) are knots as well.
 */
export interface CdfKnots {
  /** Values of the predictive distribution function. */
  readonly from: readonly number[];
  /** What they become. */
  readonly to: readonly number[];
}

/** The map of {@link CdfKnots} at work: R, its inverse and its slopes. */
export interface CdfMap {
  /** All knots, ends included [m + 2]. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Slope of R between knots k and k + 1 [m + 1], positive. */
  readonly slopes: readonly number[];
  /** R(u). */
  value(u: number): number;
  /** The u with R(u) = r. */
  inverse(r: number): number;
  /** Number of the piece in which u lies; a knot belongs to the piece on its left. */
  pieceAt(u: number): number;
}

export function createCdfMap(knots: CdfKnots): CdfMap {
  const from = [0, ...knots.from, 1];
  const to = [0, ...knots.to, 1];
  const slopes = from.slice(1).map((u, k) => (to[k + 1]! - to[k]!) / (u - from[k]!));
  const line = (x: number, xs: readonly number[], ys: readonly number[]): number => {
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    const k = pieceOf(xs, x);
    return ys[k]! + ((x - xs[k]!) / (xs[k + 1]! - xs[k]!)) * (ys[k + 1]! - ys[k]!);
  };
  return {
    from,
    to,
    slopes,
    value: (u) => line(u, from, to),
    inverse: (r) => line(r, to, from),
    pieceAt: (u) => pieceOf(from, u),
  };
}

/** The k with knots[k] < x <= knots[k + 1], by bisection; the first or last where x lies at an end. */
function pieceOf(knots: readonly number[], x: number): number {
  let low = 0;
  let high = knots.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (knots[middle]! < x) low = middle;
    else high = middle;
  }
  return low;
}
