/** Rounding of the position of a quantile that is forgiven. */
const FUZZ = 1e-15;

/**
 * Quantile of sorted numbers by linear interpolation between the two at (n - 1) p, counted from 0: definition 7 of
 * Hyndman & Fan (1996), The American Statistician 50(4), the default of R and NumPy. NaN for no numbers.
 */
export function sampleQuantile(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * p;
  const whole = Math.round(position);
  // A quantile that is one of the numbers must not miss it by a bit: draws are compared with it.
  if (Math.abs(position - whole) <= FUZZ * sorted.length) return sorted[whole]!;
  const lower = sorted[Math.floor(position)]!;
  const upper = sorted[Math.ceil(position)]!;
  const share = position - Math.floor(position);
  return lower === upper ? lower : (1 - share) * lower + share * upper;
}
