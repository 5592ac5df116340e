import { checkNumber } from "../errors/checks.ts";
import { checkPit } from "./checkPit.ts";

/**
 * How many probability integral transforms fall in each of the equal bins [k/bins, (k + 1)/bins), the last one closed.
 * Flat for calibrated predictions; a U for intervals that are too narrow, a hump for too wide, a slope for a bias.
 * Throws an ArgumentError for values outside [0, 1], no value at all, or a number of bins that is not positive.
 */
export function pitHistogram(pit: ArrayLike<number>, bins = 10): number[] {
  checkPit("pitHistogram", pit);
  checkNumber("pitHistogram", "bins", bins, { integer: true, min: 1 });
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < pit.length; i++) {
    const bin = Math.min(bins - 1, Math.floor(pit[i]! * bins));
    counts[bin] = counts[bin]! + 1;
  }
  return counts;
}
