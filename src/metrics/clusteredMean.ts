import { checkLength } from "../errors/checks.ts";
import { meanEntry, type ScoreEntry } from "./scoreEntry.ts";

/**
 * The mean of values with a standard error clustered on rows: a row that was scored several times, in test parts that overlap,
 * counts as one piece of evidence. With c_r the sum of (value - mean) over the values of row r, and R rows,
 *   se^2 = R/(R - 1) sum_r c_r^2 / n^2,
 * which is sd/sqrt(n) where every row is scored once. It does not know that training parts overlap.
 *
 * Where a value is not finite the mean is null, with `because` in the note.
 * Throws a ShapeError unless there is a row for each value. At least one value is needed.
 */
export function clusteredMean(values: ArrayLike<number>, rows: ArrayLike<number>, because = ""): ScoreEntry {
  checkLength("clusteredMean", "rows", rows, values.length, "one per value");
  const plain = meanEntry(values, because);
  const mean = plain.value;
  if (mean === null) return plain;
  const sums = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    sums.set(rows[i]!, (sums.get(rows[i]!) ?? 0) + values[i]! - mean);
  }
  const count = sums.size;
  if (count === 1) return { value: mean, standardError: null, note: "one row has no standard error" };
  let squares = 0;
  for (const sum of sums.values()) squares += sum * sum;
  return { value: mean, standardError: Math.sqrt((count / (count - 1)) * squares) / values.length };
}
