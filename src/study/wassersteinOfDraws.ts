import { checkFinite } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";

/** Point masses on the line: where they are, in ascending order, and how much of the distribution each is. */
export interface PointMasses {
  readonly at: Float64Array;
  /** As long as `at`; they add up to 1. */
  readonly weights: Float64Array;
}

/**
 * 1-Wasserstein distance between the distributions of two sets of draws, each equally probable: what it takes to carry
 * one to the other, integral of |F - G|, in the units of the draws. From draws of one size it is the mean difference
 * of the sorted ones.
 * Throws an ArgumentError where a set is empty or a draw is not finite.
 */
export function wassersteinOfDraws(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return betweenPoints(equalMasses("a", a), equalMasses("b", b));
}

function equalMasses(name: string, draws: ArrayLike<number>): PointMasses {
  const where = "wassersteinOfDraws";
  if (draws.length === 0) throw new ArgumentError({ where, problem: `${name} must hold a draw, got none` });
  checkFinite(where, name, draws);
  const weights = new Float64Array(draws.length).fill(1 / draws.length);
  return { at: Float64Array.from(draws).sort(), weights };
}

/** Point masses in ascending order. */
export function sortedMasses(at: Float64Array, weights: Float64Array): PointMasses {
  const order = Uint32Array.from(at, (_, k) => k).sort((j, k) => at[j]! - at[k]!);
  return {
    at: Float64Array.from(order, (k) => at[k]!),
    weights: Float64Array.from(order, (k) => weights[k]!),
  };
}

/** The area between two staircases: from each point of either to the next, |F - G| is constant. */
export function betweenPoints(p: PointMasses, q: PointMasses): number {
  let [i, j, above, area] = [0, 0, 0, 0];
  let here = Math.min(p.at[0]!, q.at[0]!);
  while (i < p.at.length || j < q.at.length) {
    const [nextP, nextQ] = [p.at[i] ?? Number.POSITIVE_INFINITY, q.at[j] ?? Number.POSITIVE_INFINITY];
    const next = Math.min(nextP, nextQ);
    area += Math.abs(above) * (next - here);
    if (nextP === next) above += p.weights[i++]!;
    if (nextQ === next) above -= q.weights[j++]!;
    here = next;
  }
  return area;
}
