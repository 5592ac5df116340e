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
 * value the mean is null, and the note counts such rows and adds `because`. At least one row is needed.
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
  if (n === 1) return { value, standardError: null, note: "one row has no standard error" };
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - value) * (values[i]! - value);
  return { value, standardError: Math.sqrt(squares / (n - 1) / n) };
}

/** The square root of a mean with its standard error by the delta method, se(mean)/(2 root); 0 where the root is 0. */
export function rootOf(mean: ScoreEntry): ScoreEntry {
  if (mean.value === null) return mean;
  const value = Math.sqrt(mean.value);
  if (mean.standardError === null) return { ...mean, value };
  return { value, standardError: value === 0 ? 0 : mean.standardError / (2 * value) };
}
