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

/** Rows that are summarised together, in two passes. */
const BLOCK = 4096;

/** The summary of the targets y with the given precision weights. */
export function summariseTargets(y: Float64Array, weights: Float64Array | undefined): TargetSummary {
  let total = EMPTY_SUMMARY;
  for (let from = 0; from < y.length; from += BLOCK) {
    const block = y.subarray(from, from + BLOCK);
    total = combineSummaries(total, summariseBlock(block, weights?.subarray(from, from + BLOCK)));
  }
  return total;
}

function summariseBlock(y: Float64Array, weights: Float64Array | undefined): TargetSummary {
  const origin = y[0]!;
  let weight = 0;
  let sum = 0;
  let low = origin;
  let high = origin;
  for (let i = 0; i < y.length; i++) {
    const value = y[i]!;
    const w = weights === undefined ? 1 : weights[i]!;
    weight += w;
    sum += w * (value - origin);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const mean = origin + sum / weight;
  let squares = 0;
  for (let i = 0; i < y.length; i++) {
    const deviation = y[i]! - mean;
    squares += (weights === undefined ? 1 : weights[i]!) * deviation * deviation;
  }
  return { weight, mean, squares, low, high };
}

/** The summary of both sets of targets (Chan, Golub & LeVeque 1983). */
export function combineSummaries(a: TargetSummary, b: TargetSummary): TargetSummary {
  if (a.weight === 0) return b;
  if (b.weight === 0) return a;
  const weight = a.weight + b.weight;
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
