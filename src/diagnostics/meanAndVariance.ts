/** Two moments of some numbers. */
export interface Moments {
  readonly mean: number;
  /** With divisor n - 1: NaN for a single number. */
  readonly variance: number;
}

/**
 * Mean and sample variance in two passes. Distances from the first number are averaged instead of the numbers, so a
 * large offset costs no digits and the variance of equal numbers is exactly 0. NaN for no numbers.
 */
export function meanAndVariance(values: ArrayLike<number>): Moments {
  const n = values.length;
  if (n === 0) return { mean: Number.NaN, variance: Number.NaN };
  const first = values[0]!;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]! - first;
  const shift = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const distance = values[i]! - first - shift;
    squares += distance * distance;
  }
  return { mean: first + shift, variance: squares / (n - 1) };
}
