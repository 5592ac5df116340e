/**
 * A score with its standard error: plain JSON, so never NaN and never infinite. Where there is no such number the field
 * is null and `note` says why.
 */
export interface ScoreEntry {
  readonly value: number | null;
  /** Standard error of the value over rows drawn anew from the same source; null for a single row. */
  readonly standardError: number | null;
  readonly note?: string;
}

/**
 * The mean of a value per row with its standard error, sd/sqrt(n) with the n - 1 form of the sd. If a row has no finite
 * value the mean is null, and the note counts such rows and adds `because`; what overflows is null, too. At least one row is
 * needed.
 */
export function meanEntry(values: ArrayLike<number>, because = ""): ScoreEntry {
  const n = values.length;
  let sum = 0;
  let finite = 0;
  for (let i = 0; i < n; i++) {
    sum += values[i]!;
    if (Number.isFinite(values[i]!)) finite++;
  }
  if (finite < n) {
    const note = `${n - finite} of ${n} rows have no finite value${because === "" ? "" : `: ${because}`}`;
    return { value: null, standardError: null, note };
  }
  const value = sum / n;
  if (!Number.isFinite(value)) return { value: null, standardError: null, note: TOO_LARGE };
  if (n === 1) return { value, standardError: null, note: "one row has no standard error" };
  const standardError = standardDeviation(values, value, n);
  return Number.isFinite(standardError)
    ? { value, standardError }
    : { value, standardError: null, note: TOO_LARGE };
}

/** Why a score or its error may be left out. */
export const TOO_LARGE = "too large for a floating-point number";

/**
 * Standard deviation about a centre, with the n - 1 form, over the square root of `by`; without over- or underflow of the
 * squares.
 */
export function standardDeviation(values: ArrayLike<number>, centre: number, by = 1): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]! - centre));
  if (largest === 0 || largest === Number.POSITIVE_INFINITY) return largest;
  const unit = largest > 1e-140 && largest < 1e140 ? 1 : largest;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const part = (values[i]! - centre) / unit;
    squares += part * part;
  }
  return unit * Math.sqrt(squares / (values.length - 1) / by);
}

/** The square root of a mean with its standard error by the delta method, se(mean)/(2 root); 0 where the root is 0. */
export function rootOf(mean: ScoreEntry): ScoreEntry {
  if (mean.value === null) return mean;
  const value = Math.sqrt(mean.value);
  if (mean.standardError === null) return { ...mean, value };
  return { value, standardError: value === 0 ? 0 : mean.standardError / (2 * value) };
}
