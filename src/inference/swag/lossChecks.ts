/** Standard errors, and nats, by which the loss must have risen for it to be said. */
const ERRORS = 3;
const NATS = 1;

/**
 * By how much U rose from the first to the second half of the epochs, where that is more than chance: then the iterates leave
 * the mode instead of wandering around it.
 */
export function lossRise(trace: Float64Array): number | undefined {
  const half = Math.floor(trace.length / 2);
  if (half < 2) return undefined;
  const [early, late] = [moments(trace.subarray(0, half)), moments(trace.subarray(trace.length - half))];
  const rise = late.mean - early.mean;
  const error = Math.sqrt((early.variance + late.variance) / half);
  return rise > ERRORS * error && rise > NATS ? rise : undefined;
}

function moments(values: Float64Array): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, variance: squares / (values.length - 1) };
}

/**
 * How far U lies above that of the mode on average, where that is more than a posterior explains: for a normal one of D
 * parameters U - U(mode) is half a chi-squared number, of mean D/2 and standard deviation sqrt(D/2).
 */
export function lossExcess(trace: Float64Array, mode: number, size: number): number | undefined {
  const excess = moments(trace).mean - mode;
  return excess > 0.5 * size + ERRORS * Math.sqrt(0.5 * size) ? excess : undefined;
}
