import { studentTCdf } from "../distributions/studentT.ts";
import { checkLength } from "../errors/checks.ts";
import { ShapeError } from "../errors/errors.ts";
import { clusteredMean } from "./clusteredMean.ts";
import { meanEntry, type ScoreEntry } from "./scoreEntry.ts";

/** The scores of one split: those of its test rows, and how many rows were fitted. */
export interface SplitScores {
  /** A score per test row [m]. */
  readonly values: Float64Array;
  /** The rows of the data that they belong to [m]. */
  readonly rows: ArrayLike<number>;
  readonly trainRows: number;
}

/** How much larger one set of scores is than another on the same rows: plain JSON. */
export interface PairedDifference {
  /**
   * Mean over all test rows of the difference, with its standard error clustered on rows: what other rows from the same source
   * would change, given these training parts.
   */
  readonly rows: ScoreEntry;
  /**
   * Mean over splits of the mean difference, with the corrected standard error of Nadeau & Bengio (2003),
   *   sqrt((1/J + test/train) s^2)
   * for J splits with variance s^2: what other training and test parts would change. Null for one split.
   */
  readonly splits: ScoreEntry;
  /** Two-sided p-value of the latter from Student's t with J - 1 degrees of freedom; null where there is none. */
  readonly pValue: number | null;
}

/**
 * The difference of scores of two methods, a less b, on the same splits. Test parts that overlap make rows count several times,
 * and training parts always overlap: each of the two standard errors knows one of these facts, and none is exact.
 * Nadeau & Bengio (2003), Machine Learning 52.
 *
 * Throws a ShapeError unless both were scored on the same rows.
 */
export function pairedDifference(a: readonly SplitScores[], b: readonly SplitScores[]): PairedDifference {
  const where = "pairedDifference";
  checkLength(where, "b", b, a.length, "one per split of a");
  const values: number[] = [];
  const rows: number[] = [];
  const means: number[] = [];
  let ratio = 0;
  a.forEach((one, split) => {
    const two = b[split]!;
    checkLength(where, `scores of split ${split}`, two.values, one.values.length, "those of a");
    let sum = 0;
    one.values.forEach((value, i) => {
      if (one.rows[i] !== two.rows[i]) {
        throw new ShapeError({
          where,
          problem: `both must be scored on the same rows, split ${split} has rows ${one.rows[i]} and ${two.rows[i]} at position ${i}`,
        });
      }
      // Two that are impossible alike differ by nothing that is known.
      const difference = value - two.values[i]!;
      values.push(difference);
      rows.push(one.rows[i]!);
      sum += difference;
    });
    means.push(sum / one.values.length);
    ratio += one.values.length / one.trainRows / a.length;
  });
  const because = "a method has no finite score there";
  const splits = correctedMean(means, ratio, because);
  return { rows: clusteredMean(values, rows, because), splits, pValue: pValueOf(splits, means.length - 1) };
}

function correctedMean(means: readonly number[], ratio: number, because: string): ScoreEntry {
  const entry = meanEntry(means, because);
  const count = means.length;
  if (entry.value === null) return entry;
  if (entry.standardError === null) return { ...entry, note: "one split has no standard error" };
  return { ...entry, standardError: entry.standardError * Math.sqrt(1 + count * ratio) };
}

function pValueOf({ value, standardError }: ScoreEntry, degrees: number): number | null {
  if (value === null || standardError === null) return null;
  if (standardError === 0) return value === 0 ? 1 : 0;
  return Math.min(1, 2 * studentTCdf(-Math.abs(value) / standardError, degrees, 0, 1));
}
