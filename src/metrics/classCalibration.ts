import { checkKeys } from "../errors/checks.ts";
import type { ClassificationPredictive } from "../predictive/predictive.ts";
import { binMeans } from "./binMeans.ts";
import {
  BOOTSTRAP_KEYS,
  type BootstrapEntry,
  type BootstrapOptions,
  bootstrap,
  type RowStatistic,
} from "./bootstrap.ts";
import { classOutcomes, type Outcomes, topOutcomes } from "./classOutcomes.ts";
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
 * All depend on the bins and are pushed upwards by chance: {@link reliabilityCurve} says how far. In the bootstrap the bins of
 * a row stay what they are.
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

/** The four errors as statistics of the rows. */
export function classCalibrationStatistics(
  predictive: ClassificationPredictive,
  y: ArrayLike<number>,
  count = 15,
): Record<keyof ClassCalibration, RowStatistic> {
  const where = "classCalibration";
  const top = topOutcomes(where, predictive, y);
  const width = binGaps(where, top, count, "equal-width");
  const mass = binGaps(where, top, count, "equal-mass");
  const each = classOutcomes(where, predictive, y).map((one) => binGaps(where, one, count, "equal-width"));
  const range = [0, 1] as const;
  return {
    expected: { of: (weights) => width(weights).mean, range },
    expectedEqualMass: { of: (weights) => mass(weights).mean, range },
    maximum: { of: (weights) => width(weights).largest, range },
    classwise: {
      of: (weights) => each.reduce((sum, gaps) => sum + gaps(weights).mean, 0) / each.length,
      range,
    },
  };
}

/** |frequency - mean probability| over the bins that hold rows: weighted by their rows, and the largest. */
function binGaps(where: string, { probability, happened }: Outcomes, count: number, kind: BinKind) {
  const bins = probabilityBins(where, probability, count, kind);
  return rememberLast((weights): { readonly mean: number; readonly largest: number } => {
    const { weight, first, second } = binMeans(bins, weights, probability, happened);
    let mean = 0;
    let largest = 0;
    for (let b = 0; b < bins.count; b++) {
      const gap = Math.abs(second[b]! - first[b]!);
      mean += (weight[b]! * gap) / probability.length;
      largest = Math.max(largest, gap);
    }
    return { mean, largest };
  });
}
