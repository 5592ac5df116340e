/** Throws unless the two numbers agree to the tolerance (equal infinities and two NaN agree). */
export function close(found: number, expected: number, tolerance: number, what: string): void {
  if (found === expected || (Number.isNaN(found) && Number.isNaN(expected))) return;
  if (Math.abs(found - expected) <= tolerance) return;
  throw new Error(`${what}: ${found} is not ${expected} within ${tolerance}`);
}

/**
 * Throws unless mean and variance of independent draws agree with the given ones to four Monte-Carlo standard errors,
 * sqrt(variance/n) for the mean and sqrt((fourth central moment - variance^2)/n) for the variance.
 */
export function checkMoments(draws: Float64Array, mean: number, variance: number): void {
  const n = draws.length;
  const average = draws.reduce((sum, v) => sum + v, 0) / n;
  const squares = draws.map((v) => (v - mean) * (v - mean));
  const spread = squares.reduce((sum, v) => sum + v, 0) / n;
  const ofSquares = squares.reduce((sum, v) => sum + (v - spread) * (v - spread), 0) / n;
  const rounding = 1e-12 * (1 + Math.abs(mean));
  close(average, mean, 4 * Math.sqrt(variance / n) + rounding, "mean of the draws");
  close(spread, variance, 4 * Math.sqrt(ofSquares / n) + rounding, "variance of the draws");
}
