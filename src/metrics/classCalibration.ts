import { checkKeys } from "../errors/checks.ts";
import type { Matrix } from "../numeric/matrix.ts";
import type { ClassificationPredictive } from "../predictive/predictive.ts";
import { binMeans } from "./binMeans.ts";
import {
  BOOTSTRAP_KEYS,
  type BootstrapEntry,
  type BootstrapOptions,
  bootstrap,
  type RowStatistic,
} from "./bootstrap.ts";
import { classOutcomes, topOutcomes } from "./classOutcomes.ts";
import { type BinKind, probabilityBins } from "./probabilityBins.ts";
import { rememberLast } from "./rememberLast.ts";

/** How far frequencies are from probabilities, in bins; each with its bootstrap interval. */
export interface ClassCalibration {
  /** Expected calibration error of the most probable class, in bins of equal width. */
  readonly expected: BootstrapEntry;
  /** The same in bins with equally many rows. */
  readonly expectedEqualMass: BootstrapEntry;
  /** The largest difference of a bin of equal width: of bins with few rows mostly chance. */
  readonly maximum: BootstrapEntry;
  /** Mean over the classes of the expected calibration error of their own probabilities, in bins of equal width. */
  readonly classwise: BootstrapEntry;
}

/** Options of {@link classCalibration}. */
export interface ClassCalibrationOptions extends BootstrapOptions {
  /** Number of bins; default 15. */
  readonly bins?: number;
}

/**
 * Calibration errors of classes. The expected calibration error is the mean over the rows of |frequency - mean probability| of
 * their bin (Naeini, Cooper & Hauskrecht 2015; Guo et al. 2017), the maximum one the largest over the bins; empty bins do not
 * count. `classwise` looks at every class, not only at the most probable one (Kull et al. 2019).
 *
 * All depend on the bins and are pushed upwards by chance: `chance` says how far on average, {@link reliabilityCurve} how far it
 * reaches. In the bootstrap the bin of a row stays what it is.
 * Throws a ShapeError if y has not one number per row, an ArgumentError if one is not the index of a class or there is none,
 * and for options that are out of range or unknown.
 */
export function classCalibration(
  predictive: ClassificationPredictive,
  y: ArrayLike<number>,
  options: ClassCalibrationOptions = {},
): ClassCalibration {
  checkKeys("classCalibration", options, ["bins", ...BOOTSTRAP_KEYS]);
  const { bins, ...rest } = options;
  return bootstrap(y.length, classCalibrationStatistics(predictive, y, bins), rest);
}

/** The four errors as statistics of the rows; of calibrated predictions the classes are drawn with their probabilities. */
export function classCalibrationStatistics(
  predictive: ClassificationPredictive,
  y: ArrayLike<number>,
  count = 15,
): Record<keyof ClassCalibration, RowStatistic> {
  const where = "classCalibration";
  const confidence = topOutcomes(where, predictive, y).probability;
  const top = binGaps(where, confidence, count, "equal-width");
  const topMass = binGaps(where, confidence, count, "equal-mass");
  const each = classOutcomes(where, predictive, y).map(({ probability }) =>
    binGaps(where, probability, count, "equal-width"),
  );
  const errors = (
    weights: Float64Array,
    seen: readonly Float64Array[],
  ): Record<keyof ClassCalibration, number> => {
    const hits = new Float64Array(y.length);
    for (let i = 0; i < hits.length; i++) hits[i] = seen[predictive.mode[i]!]![i]!;
    const { mean, largest } = top(weights, hits);
    const ofClasses = each.reduce((sum, gaps, k) => sum + gaps(weights, seen[k]!).mean, 0);
    return {
      expected: mean,
      expectedEqualMass: topMass(weights, hits).mean,
      maximum: largest,
      classwise: ofClasses / each.length,
    };
  };
  const ones = new Float64Array(y.length).fill(1);
  const observed = happenedByClass(y, each.length);
  const of = rememberLast((weights) => errors(weights, observed));
  const calibrated = rememberLast((uniform) =>
    errors(ones, happenedByClass(classesAt(predictive.probabilities, uniform), each.length)),
  );
  const statistic = (name: keyof ClassCalibration): RowStatistic => ({
    of: (weights) => of(weights)[name],
    calibrated: (uniform) => calibrated(uniform)[name],
    range: [0, 1],
  });
  return {
    expected: statistic("expected"),
    expectedEqualMass: statistic("expectedEqualMass"),
    maximum: statistic("maximum"),
    classwise: statistic("classwise"),
  };
}

/** Whether each class happened in each row (1) or not (0). */
function happenedByClass(seen: ArrayLike<number>, classes: number): Float64Array[] {
  const happened = Array.from({ length: classes }, () => new Float64Array(seen.length));
  for (let i = 0; i < seen.length; i++) happened[seen[i]!]![i] = 1;
  return happened;
}

/** The class of each row whose share of [0, 1] holds the number of the row. */
function classesAt({ cols, data }: Matrix, uniform: Float64Array): Uint32Array {
  const classes = new Uint32Array(uniform.length);
  for (let i = 0; i < classes.length; i++) {
    let below = data[i * cols]!;
    let k = 0;
    while (k < cols - 1 && uniform[i]! >= below) below += data[i * cols + ++k]!;
    classes[i] = k;
  }
  return classes;
}

/** |frequency - mean probability| over the bins that hold rows: weighted by their rows, and the largest. */
function binGaps(where: string, probability: Float64Array, count: number, kind: BinKind) {
  const bins = probabilityBins(where, probability, count, kind);
  return (weights: Float64Array, happened: Float64Array) => {
    const { weight, first, second } = binMeans(bins, weights, probability, happened);
    let mean = 0;
    let largest = 0;
    for (let b = 0; b < bins.count; b++) {
      const gap = Math.abs(second[b]! - first[b]!);
      mean += (weight[b]! * gap) / probability.length;
      largest = Math.max(largest, gap);
    }
    return { mean, largest };
  };
}
