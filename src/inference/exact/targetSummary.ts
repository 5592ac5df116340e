/** Weighted moments and range of the targets seen so far. Summaries of parts of the data add up. */
export interface TargetSummary {
  readonly weight: number;
  readonly mean: number;
  /** Weighted sum of squared deviations from the mean. */
  readonly squares: number;
  readonly low: number;
  readonly high: number;
}

/** The summary of no targets. */
export const EMPTY_SUMMARY: TargetSummary = {
  weight: 0,
  mean: 0,
  squares: 0,
  low: Number.POSITIVE_INFINITY,
  high: Number.NEGATIVE_INFINITY,
};

/** The summary of the targets y with the given precision weights. */
export function summariseTargets(y: Float64Array, weights: Float64Array | undefined): TargetSummary {
  let { weight, mean, squares, low, high } = EMPTY_SUMMARY;
  for (let i = 0; i < y.length; i++) {
    const w = weights === undefined ? 1 : weights[i]!;
    const deviation = y[i]! - mean;
    weight += w;
    mean += (deviation * w) / weight;
    squares += w * deviation * (y[i]! - mean);
    low = Math.min(low, y[i]!);
    high = Math.max(high, y[i]!);
  }
  return { weight, mean, squares, low, high };
}

/** The summary of both sets of targets (Chan, Golub & LeVeque 1983). */
export function combineSummaries(a: TargetSummary, b: TargetSummary): TargetSummary {
  const weight = a.weight + b.weight;
  if (weight === 0) return EMPTY_SUMMARY;
  const gap = b.mean - a.mean;
  return {
    weight,
    mean: a.mean + (gap * b.weight) / weight,
    squares: a.squares + b.squares + (gap * gap * a.weight * b.weight) / weight,
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
  };
}

/** Variance of the targets; exactly 0 when they are all equal. */
export function summaryVariance(summary: TargetSummary): number {
  return summary.high > summary.low ? summary.squares / summary.weight : 0;
}
