import { rememberLast } from "./rememberLast.ts";

/** Weights of positives and negatives above each threshold, as the threshold falls from score to score. */
export interface Ranked {
  /** Positives and negatives at each of the distinct scores, in falling order. */
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
  readonly allPositives: number;
  readonly allNegatives: number;
}

/**
 * Prepares scores (higher means positive) and labels (1 positive, 0 negative): the result sums weights of the rows over equal
 * scores, so that ties count as ties, whatever the order of the rows.
 */
export function rankedOutcomes(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
): (weights: Float64Array) => Ranked {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => scores[b]! - scores[a]!,
  );
  const group = new Uint32Array(order.length);
  for (let k = 1; k < order.length; k++) {
    group[k] = group[k - 1]! + (scores[order[k]!] === scores[order[k - 1]!] ? 0 : 1);
  }
  const count = order.length === 0 ? 0 : group[order.length - 1]! + 1;
  return rememberLast((weights) => {
    const positives = new Float64Array(count);
    const negatives = new Float64Array(count);
    let [allPositives, allNegatives] = [0, 0];
    for (let k = 0; k < order.length; k++) {
      const i = order[k]!;
      const g = group[k]!;
      const w = weights[i]!;
      if (positive[i] === 1) {
        positives[g] = positives[g]! + w;
        allPositives += w;
      } else {
        negatives[g] = negatives[g]! + w;
        allNegatives += w;
      }
    }
    return { positives, negatives, allPositives, allNegatives };
  });
}
