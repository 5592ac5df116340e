import { exp } from "../numeric/special.ts";
import { poissonLogProb } from "./poisson.ts";

/** Bounds on how many of n numbers may lie at or below each of some points. */
export interface CountBounds {
  /** Increasing points inside (0, 1). */
  readonly points: ArrayLike<number>;
  /** Fewest and most numbers at or below each point, ends included. */
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
}

/** Increments less probable than this share of the most probable one are left out. */
const NEGLIGIBLE = 1e-20;

/**
 * The probability that n independent numbers, uniform on [0, 1], keep all bounds at once; to about 1e-12.
 *
 * The counts at the points are a Markov chain: those of a Poisson process of rate n that is known to end at n. So the
 * probabilities of all allowed counts are carried from point to point by the Poisson probabilities of the increments, and
 * divided at the end by P(Poisson(n) = n) (Noe 1972; Moscovich & Nadler 2017). All terms are positive: nothing cancels.
 */
export function uniformCountsProbability(n: number, { points, lower, upper }: CountBounds): number {
  let low = 0;
  let state = Float64Array.of(1);
  let at = 0;
  const move = (to: number, fewest: number, most: number): void => {
    const first = Math.max(fewest, low);
    const next = new Float64Array(Math.max(0, Math.min(most, n) - first + 1));
    const jumps = poissonIncrements(n * (to - at));
    for (let c = 0; c < next.length; c++) {
      // A jump j from state s leads to count c: low + s + j = first + c.
      const reach = first + c - low - jumps.first;
      const last = Math.min(reach, state.length - 1);
      let sum = 0;
      for (let s = Math.max(0, reach - jumps.probability.length + 1); s <= last; s++) {
        sum += state[s]! * jumps.probability[reach - s]!;
      }
      next[c] = sum;
    }
    [low, state, at] = [first, next, to];
  };
  for (let k = 0; k < points.length; k++) move(points[k]!, lower[k]!, upper[k]!);
  move(1, n, n);
  return state.length === 0 ? 0 : Math.min(1, state[0]! / exp(poissonLogProb(n, n)));
}

/** P(Y = first), P(Y = first + 1), ... for Y ~ Poisson(rate), as far as they matter: neighbours differ by a factor rate/j. */
function poissonIncrements(rate: number): { readonly first: number; readonly probability: number[] } {
  const start = Math.floor(rate);
  const peak = exp(poissonLogProb(start, rate));
  const below: number[] = [];
  const above: number[] = [];
  for (let j = start, p = peak; j > 0 && p > NEGLIGIBLE * peak; j--) below.push((p *= j / rate));
  for (let j = start + 1, p = peak; p > NEGLIGIBLE * peak; j++) above.push((p *= rate / j));
  return { first: start - below.length, probability: [...below.reverse(), peak, ...above] };
}
