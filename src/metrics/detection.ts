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
import { type Ranked, rankedOutcomes } from "./rankedOutcomes.ts";

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
): Record<"auroc" | "averagePrecision" | "falsePositiveRate", RowStatistic> {
  const where = "detection";
  checkNotEmpty(where, scores);
  checkFinite(where, "scores", scores);
  checkOutcomes(where, "positive", positive, scores.length);
  checkNumber(where, "truePositiveRate", truePositiveRate, { above: 0, max: 1 });
  const ranked = rankedOutcomes(scores, positive);
  const statistic = (score: (ranked: Ranked) => number): RowStatistic => ({
    of: (weights) => {
      const now = ranked(weights);
      return now.allPositives > 0 && now.allNegatives > 0 ? score(now) : null;
    },
    missing: "there are no rows of both kinds",
    range: [0, 1],
  });
  return {
    auroc: statistic(auroc),
    averagePrecision: statistic(averagePrecision),
    falsePositiveRate: statistic((now) => falsePositiveRate(now, truePositiveRate)),
  };
}

/** How many rows are positive, and how many not. */
export function countOutcomes(positive: ArrayLike<number>): Pick<Detection, "positives" | "negatives"> {
  let positives = 0;
  for (let i = 0; i < positive.length; i++) positives += positive[i]!;
  return { positives, negatives: positive.length - positives };
}

/** Pairs in which the positive one scores higher, and half of those in which both score the same, over all pairs. */
function auroc({ positives, negatives, allPositives, allNegatives }: Ranked): number {
  let [above, pairs] = [0, 0];
  for (let g = 0; g < positives.length; g++) {
    pairs += negatives[g]! * (above + 0.5 * positives[g]!);
    above += positives[g]!;
  }
  return pairs / (allPositives * allNegatives);
}

function averagePrecision({ positives, negatives, allPositives }: Ranked): number {
  let [found, flagged, sum] = [0, 0, 0];
  for (let g = 0; g < positives.length; g++) {
    found += positives[g]!;
    flagged += positives[g]! + negatives[g]!;
    if (positives[g]! > 0) sum += positives[g]! * (found / flagged);
  }
  return sum / allPositives;
}

function falsePositiveRate(
  { positives, negatives, allPositives, allNegatives }: Ranked,
  rate: number,
): number {
  let [found, flagged] = [0, 0];
  for (let g = 0; g < positives.length; g++) {
    found += positives[g]!;
    flagged += negatives[g]!;
    if (found >= rate * allPositives) break;
  }
  return flagged / allNegatives;
}
