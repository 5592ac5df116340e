/** How far below the largest possible logarithm noise is sought: 1/1100 of it. */
const DEPTH = 7;
/** Distance of the points of the first look. */
const SPACING = 0.25;
/** Steps of the search between them: each takes the interval to 0.618 of it, all together to 1e-5. */
const STEPS = 24;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The best noise, and how well it does. */
export interface BestNoise {
  /** Logarithms of the noise of every target. */
  readonly values: Float64Array;
  readonly scores: Float64Array;
}

/**
 * For every target the logarithm of its noise with the largest score: the best of an even grid below `highest`, then golden
 * sections around it. `scores` takes one logarithm per target and gives one score per target, which depend on each other
 * in no way, so that all targets are searched at once.
 */
export function bestNoise(
  scores: (values: Float64Array) => Float64Array,
  highest: ArrayLike<number>,
): BestNoise {
  const best = { values: Float64Array.from(highest), scores: scores(Float64Array.from(highest)) };
  const consider = (values: Float64Array): Float64Array => {
    const found = scores(values);
    found.forEach((score, k) => {
      if (!(score > best.scores[k]!)) return;
      best.scores[k] = score;
      best.values[k] = values[k]!;
    });
    return found;
  };
  for (let depth = SPACING; depth <= DEPTH; depth += SPACING) {
    consider(Float64Array.from(highest, (value) => value - depth));
  }
  const low = best.values.map((value) => value - SPACING);
  const high = best.values.map((value) => value + SPACING);
  let left = high.map((value, k) => value - GOLDEN * (value - low[k]!));
  let right = low.map((value, k) => value + GOLDEN * (high[k]! - value));
  let [leftScores, rightScores] = [consider(left), consider(right)];
  for (let step = 0; step < STEPS; step++) {
    const toLeft = leftScores.map((score, k) => (score >= rightScores[k]! ? 1 : 0));
    for (let k = 0; k < low.length; k++) {
      if (toLeft[k] === 1) high[k] = right[k]!;
      else low[k] = left[k]!;
    }
    left = high.map((value, k) => value - GOLDEN * (value - low[k]!));
    right = low.map((value, k) => value + GOLDEN * (high[k]! - value));
    [leftScores, rightScores] = [consider(left), consider(right)];
  }
  return best;
}
