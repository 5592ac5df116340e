import { checkFinite, checkKeys, checkNumber } from "../errors/checks.ts";
import {
  BOOTSTRAP_KEYS,
  type BootstrapEntry,
  type BootstrapOptions,
  bootstrap,
  type RowStatistic,
} from "./bootstrap.ts";
import { checkNotEmpty } from "./checkObservations.ts";
import { checkOutcomes } from "./checkOutcomes.ts";
import { rankRows } from "./rankRows.ts";
import { rememberLast } from "./rememberLast.ts";

/** How well a score tells rows with a property from rows without; each with its bootstrap interval. */
export interface Detection {
  /** Rows that have the property, and those that have not. */
  readonly positives: number;
  readonly negatives: number;
  /**
   * Area under the receiver operating characteristic: the probability that a positive row has the higher score, equal scores
   * counting half. 1/2 is chance.
   */
  readonly auroc: BootstrapEntry;
  /** Average precision: the mean over the positives of the share of positives among all rows that score as high or higher. */
  readonly averagePrecision: BootstrapEntry;
  /** Share of the negatives flagged by the highest threshold that flags the wanted share (95 %) of the positives. */
  readonly falsePositiveRate: BootstrapEntry;
}

/** Options of {@link detection}. */
export interface DetectionOptions extends BootstrapOptions {
  /** Share of the positives to be found where the false positive rate is read; default 0.95. */
  readonly truePositiveRate?: number;
}

/**
 * Judges a score (higher means positive) as a detector of rows marked 1 among rows marked 0: an uncertainty as a detector of
 * errors, a probability as one of a class. Equal scores are one threshold, so the order of the rows does not matter. Null if
 * all rows or none are positive.
 * Throws a ShapeError if lengths differ, an ArgumentError for scores that are not finite, marks other than 0 and 1, no row, and
 * options that are out of range or unknown.
 */
export function detection(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  options: DetectionOptions = {},
): Detection {
  checkKeys("detection", options, ["truePositiveRate", ...BOOTSTRAP_KEYS]);
  const { truePositiveRate, ...rest } = options;
  const statistics = detectionStatistics(scores, positive, truePositiveRate);
  return { ...countOutcomes(positive), ...bootstrap(scores.length, statistics, rest) };
}

/** The three scores as statistics of the rows. */
export function detectionStatistics(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  truePositiveRate = 0.95,
): Record<keyof Rates, RowStatistic> {
  const where = "detection";
  checkNotEmpty(where, scores);
  checkFinite(where, "scores", scores);
  checkOutcomes(where, "positive", positive, scores.length);
  checkNumber(where, "truePositiveRate", truePositiveRate, { above: 0, max: 1 });
  const rates = rememberLast(detectionRates(scores, positive, truePositiveRate));
  const statistic = (name: keyof Rates): RowStatistic => ({
    of: (weights) => rates(weights)?.[name] ?? null,
    missing: "there are no rows of both kinds",
    range: [0, 1],
  });
  return {
    auroc: statistic("auroc"),
    averagePrecision: statistic("averagePrecision"),
    falsePositiveRate: statistic("falsePositiveRate"),
  };
}

/** How many rows are positive, and how many not. */
export function countOutcomes(positive: ArrayLike<number>): Pick<Detection, "positives" | "negatives"> {
  let positives = 0;
  for (let i = 0; i < positive.length; i++) positives += positive[i]!;
  return { positives, negatives: positive.length - positives };
}

interface Rates {
  /** Pairs in which the positive one scores higher, and half of those in which both score the same, over all pairs. */
  readonly auroc: number;
  readonly averagePrecision: number;
  readonly falsePositiveRate: number;
}

/** All rates of weighted rows in one pass, the threshold falling from score to score; null if there is but one kind. */
function detectionRates(scores: ArrayLike<number>, positive: ArrayLike<number>, wanted: number) {
  const { order, last } = rankRows(Float64Array.from(scores, (score) => -score));
  const mark = Uint8Array.from(order, (i) => positive[i]!);
  return (weights: Float64Array): Rates | null => {
    let [all, allPositives] = [0, 0];
    for (let k = 0; k < order.length; k++) {
      all += weights[order[k]!]!;
      allPositives += mark[k]! * weights[order[k]!]!;
    }
    const allNegatives = all - allPositives;
    if (allPositives === 0 || allNegatives === 0) return null;
    // Rows flagged by a threshold, the positives among them, and the same before the scores that are being passed.
    let [flagged, found, flaggedBefore, foundBefore] = [0, 0, 0, 0];
    let [pairs, precision, falsePositives] = [0, 0, -1];
    for (let k = 0; k < order.length; k++) {
      const weight = weights[order[k]!]!;
      flagged += weight;
      found += mark[k]! * weight;
      if (last[k] === 0) continue;
      const positives = found - foundBefore;
      const negatives = flagged - flaggedBefore - positives;
      pairs += negatives * (foundBefore + 0.5 * positives);
      if (positives > 0) precision += positives * (found / flagged);
      if (falsePositives < 0 && found / allPositives >= wanted) falsePositives = flagged - found;
      [flaggedBefore, foundBefore] = [flagged, found];
    }
    return {
      auroc: pairs / (allPositives * allNegatives),
      averagePrecision: precision / allPositives,
      falsePositiveRate: falsePositives / allNegatives,
    };
  };
}
