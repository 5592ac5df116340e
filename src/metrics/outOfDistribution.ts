import { type Detection, type DetectionOptions, detection } from "./detection.ts";

/**
 * How well an uncertainty (any number that should be larger where the model knows less: a predictive variance, an entropy, a
 * mutual information) tells rows from elsewhere from rows like those it was fitted on. The rows from elsewhere are the positive
 * ones: `falsePositiveRate` is the share of familiar rows flagged when 95 % of the others are found.
 * Throws an ArgumentError for uncertainties that are not finite, if both lists are empty, and for options that are out of
 * range or unknown; null entries if one list is empty.
 */
export function outOfDistribution(
  familiar: ArrayLike<number>,
  elsewhere: ArrayLike<number>,
  options: DetectionOptions = {},
): Detection {
  const scores = Float64Array.from([...Array.from(familiar), ...Array.from(elsewhere)]);
  const positive = Uint8Array.from(scores, (_, i) => (i < familiar.length ? 0 : 1));
  return detection(scores, positive, options);
}
