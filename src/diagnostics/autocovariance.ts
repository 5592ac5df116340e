import { checkNumber } from "../errors/checks.ts";
import { meanAndVariance } from "./meanAndVariance.ts";

/**
 * Autocovariances of one chain at the lags 0 ... maxLag, by default all n of them:
 *   c_t = 1/n sum_(i < n - t) (x_i - mean)(x_(i+t) - mean).
 * The divisor n instead of n - t makes them a positive definite sequence whose long lags are not all noise (Geyer 1992,
 * Statistical Science 7(4)). Empty for an empty chain; NaN if a draw is not finite.
 * Throws an ArgumentError unless maxLag is a whole number from 0 to n - 1.
 */
export function autocovariance(draws: Float64Array, maxLag: number = draws.length - 1): Float64Array {
  if (draws.length === 0) return new Float64Array();
  checkNumber("autocovariance", "maxLag", maxLag, { integer: true, min: 0, max: draws.length - 1 });
  const centred = centre(draws);
  return Float64Array.from({ length: maxLag + 1 }, (_, lag) => centredAutocovariance(centred, lag));
}

/** The draws minus their mean. The first draw is taken off before, so that a large offset rounds nothing. */
export function centre(draws: Float64Array): Float64Array {
  const moved = draws.map((draw) => draw - draws[0]!);
  const { mean } = meanAndVariance(moved);
  return moved.map((draw) => draw - mean);
}

/** c_t of a chain whose mean is 0, in time n - t. */
export function centredAutocovariance(centred: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = 0, j = lag; j < centred.length; i++, j++) sum += centred[i]! * centred[j]!;
  return sum / centred.length;
}
