import { log } from "../numeric/special.ts";

/**
 * Cumulative Jensen-Shannon distance between two weightings of the same points, from 0 to 1: with P and Q their distribution
 * functions,
 *   CJS(P, Q) = integral of P log2(2 P/(P + Q)) + integral of (Q - P)/(2 ln 2),
 *   distance^2 = (CJS(P, Q) + CJS(Q, P)) / integral of (P + Q).
 * It is taken over the points and over their negatives, of which the larger counts. 0 where all points are one.
 * Nguyen & Vreeken (2015), ECML PKDD; Kallioinen, Paananen, Bürkner & Vehtari (2024), Statistics and Computing 34.
 */
export function cumulativeDivergence(points: Float64Array, p: Float64Array, q: Float64Array): number {
  const order = Uint32Array.from(points, (_, s) => s).sort((a, b) => points[a]! - points[b]!);
  return Math.max(oneSided(points, order, p, q), oneSided(points, order.slice().reverse(), p, q));
}

function oneSided(points: Float64Array, order: Uint32Array, p: Float64Array, q: Float64Array): number {
  let [P, Q, divergence, bound] = [0, 0, 0, 0];
  for (let k = 0; k + 1 < order.length; k++) {
    const here = order[k]!;
    P += p[here]!;
    Q += q[here]!;
    const width = Math.abs(points[order[k + 1]!]! - points[here]!);
    // The linear terms of the two directions cancel.
    divergence += (width * (surprise(P, Q) + surprise(Q, P))) / Math.LN2;
    bound += width * (P + Q);
  }
  return bound > 0 ? Math.sqrt(Math.max(0, divergence) / bound) : 0;
}

const surprise = (P: number, Q: number): number => (P > 0 ? P * log((2 * P) / (P + Q)) : 0);
