/** The largest absolute difference of two arrays of numbers; NaN if their lengths differ or a number is NaN. */
export function largestDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Number.NaN;
  let largest = 0;
  for (let i = 0; i < found.length; i++) {
    const difference = found[i] === expected[i] ? 0 : Math.abs(found[i]! - expected[i]!);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

/** The largest difference of two arrays, each relative to the expected number. */
export function largestRelativeDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  const ratios = Array.from(expected, (value, i) => (found[i] === value ? 1 : found[i]! / value));
  return found.length === expected.length
    ? largestDifference(
        ratios,
        ratios.map(() => 1),
      )
    : Number.NaN;
}

/** The largest difference of two arrays, each relative to the expected number or, where that is below 1, absolute. */
export function largestMixedDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  const scale = Array.from(expected, (value) => Math.max(1, Math.abs(value)));
  return largestDifference(
    Array.from(found, (value, i) => value / scale[i]!),
    Array.from(expected, (value, i) => value / scale[i]!),
  );
}
