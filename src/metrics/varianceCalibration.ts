import { standardNormalQuantile } from "../distributions/normal.ts";
import { checkKeys } from "../errors/checks.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";
import { binMeans } from "./binMeans.ts";
import {
  BOOTSTRAP_KEYS,
  type BootstrapEntry,
  type BootstrapOptions,
  bootstrap,
  type RowStatistic,
} from "./bootstrap.ts";
import { equalMassBins } from "./equalMassBins.ts";
import { residuals } from "./residuals.ts";

/** Rows of similar predictive variance. */
export interface VarianceBin {
  readonly rows: number;
  /** Root of the mean predictive variance: the error that is promised, in units of y. */
  readonly rootMeanVariance: number;
  /** Root of the mean squared error of the predictive mean: the error that was made, in units of y. */
  readonly rootMeanSquaredError: number;
}

/** Whether predictive variances are the squared errors to be expected, variance by variance. */
export interface VarianceCalibration {
  /** Bins that hold rows, by ascending variance; none where a variance or a squared error is not finite. */
  readonly bins: readonly VarianceBin[];
  /** Expected normalised calibration error: the mean over the bins of |promised - made|/promised; 0 is perfect. */
  readonly ence: BootstrapEntry;
}

/** Options of {@link varianceCalibration}. */
export interface VarianceCalibrationOptions extends BootstrapOptions {
  /** Number of bins; default 10. */
  readonly bins?: number;
}

/**
 * Calibration of variances (Levi, Gispan, Giladi & Fetaya 2022): rows are put into bins of equally many by their predictive
 * variance, equal variances into one (see {@link equalMassBins}); where all are equal there is one bin. Chance pushes the ENCE
 * upwards; `chance` says how far for normal errors of these variances, about 0.56 sqrt(bins/n). Null where a bin has variance 0,
 * and where a variance or a squared error is not finite.
 * Throws a ShapeError if y has not one number per prediction, an ArgumentError if one is not finite or there is none, and
 * for options that are out of range or unknown.
 */
export function varianceCalibration(
  predictive: RegressionPredictive,
  y: ArrayLike<number>,
  options: VarianceCalibrationOptions = {},
): VarianceCalibration {
  checkKeys("varianceCalibration", options, ["bins", ...BOOTSTRAP_KEYS]);
  const { bins, ...rest } = options;
  const { statistic, bins: found } = varianceStatistic(predictive, y, bins);
  return { bins: found, ...bootstrap(y.length, { ence: statistic }, rest) };
}

/** The bins of the rows as they are, and the ENCE as a statistic of the rows; the bins of a row stay what they are. */
export function varianceStatistic(
  predictive: RegressionPredictive,
  y: ArrayLike<number>,
  count = 10,
): { readonly bins: readonly VarianceBin[]; readonly statistic: RowStatistic } {
  const where = "varianceCalibration";
  const { variance } = predictive;
  const squares = residuals(where, predictive, y).map((r) => r * r);
  const bins = equalMassBins(where, variance, count);
  const roots = (weights: Float64Array, errors: Float64Array): VarianceBin[] => {
    const { weight, first, second } = binMeans(bins, weights, variance, errors);
    return Array.from(weight, (rows, b) => ({
      rows,
      rootMeanVariance: Math.sqrt(first[b]!),
      rootMeanSquaredError: Math.sqrt(second[b]!),
    })).filter(({ rows }) => rows > 0);
  };
  const ones = new Float64Array(y.length).fill(1);
  const found = roots(ones, squares);
  if (!found.every((b) => Number.isFinite(b.rootMeanVariance) && Number.isFinite(b.rootMeanSquaredError))) {
    return {
      bins: [],
      statistic: {
        of: () => null,
        missing: "a predictive variance or the error of a predictive mean is not finite",
      },
    };
  }
  const ence = (weights: Float64Array, errors: Float64Array): number | null => {
    const all = roots(weights, errors);
    if (all.some(({ rootMeanVariance }) => rootMeanVariance === 0)) return null;
    const gaps = all.map((b) => Math.abs(b.rootMeanVariance - b.rootMeanSquaredError) / b.rootMeanVariance);
    return gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  };
  return {
    bins: found,
    statistic: {
      of: (weights) => ence(weights, squares),
      calibrated: (uniform) =>
        ence(
          ones,
          variance.map((v, i) => v * normalSquare(uniform[i]!)),
        ),
      missing: "the predictive variance of a bin is 0",
    },
  };
}

/** The square of the standard normal number below which a share u of its distribution lies; 0 stands for half a step. */
function normalSquare(u: number): number {
  const z = standardNormalQuantile(u > 0 ? u : 5.551115123125783e-17);
  return z * z;
}
