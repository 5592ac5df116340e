/** The covariance of positions, as they come. */
export interface CovarianceEstimate {
  /** Positions so far. */
  readonly count: number;
  /** Their mean [size]. */
  readonly mean: Float64Array;
  /** Sums of squared deviations from it [size], with products [size, size] where the estimate is dense. */
  readonly squares: Float64Array;
  add(position: ArrayLike<number>): void;
  /** Forgets everything, or takes over what was kept. */
  reset(kept?: Pick<CovarianceEstimate, "count" | "mean" | "squares">): void;
  /** n/(n + 5) S + 10^-3 5/(n + 5) I with the sample covariance S of n positions: Stan's guard against small n. */
  regularised(): Float64Array;
}

/** Pseudo-positions of the guard, and their variance. */
const GUARD = 5;
const GUARD_VARIANCE = 1e-3;

/** An estimate by Welford's updates, which do not cancel. */
export function createCovarianceEstimate(size: number, dense: boolean): CovarianceEstimate {
  const mean = new Float64Array(size);
  const squares = new Float64Array(dense ? size * size : size);
  const delta = new Float64Array(size);
  let count = 0;
  return {
    get count() {
      return count;
    },
    mean,
    squares,
    add(position) {
      count += 1;
      for (let j = 0; j < size; j++) {
        delta[j] = position[j]! - mean[j]!;
        mean[j] = mean[j]! + delta[j]! / count;
      }
      // delta (position - new mean) = (1 - 1/n) delta delta.
      const share = (count - 1) / count;
      if (dense) {
        for (let i = 0, at = 0; i < size; i++) {
          const row = share * delta[i]!;
          for (let j = 0; j < size; j++, at++) squares[at] = squares[at]! + row * delta[j]!;
        }
      } else for (let j = 0; j < size; j++) squares[j] = squares[j]! + share * delta[j]! * delta[j]!;
    },
    reset(kept) {
      count = kept?.count ?? 0;
      if (kept === undefined) {
        mean.fill(0);
        squares.fill(0);
      } else {
        mean.set(kept.mean);
        squares.set(kept.squares);
      }
    },
    regularised() {
      const shrink = count / (count + GUARD) / Math.max(1, count - 1);
      const guard = (GUARD_VARIANCE * GUARD) / (count + GUARD);
      const found = squares.map((value) => shrink * value);
      const stride = dense ? size + 1 : 1;
      for (let j = 0; j < found.length; j += stride) found[j] = found[j]! + guard;
      return found;
    },
  };
}
