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
import { classOutcomes, type Outcomes } from "./classOutcomes.ts";
import { probabilityBins } from "./probabilityBins.ts";
import { rememberLast } from "./rememberLast.ts";

/**
 * The parts of the Brier score: reliability - resolution + uncertainty + withinBinVariance - 2 withinBinCovariance, exactly.
 * Each is a sum over the classes, with its bootstrap interval.
 */
export interface BrierDecomposition {
  /** Mean of (mean probability - frequency)^2 of the bins: smaller is better. */
  readonly reliability: BootstrapEntry;
  /** Mean of (frequency of the bin - frequency of all rows)^2: larger is better. */
  readonly resolution: BootstrapEntry;
  /** f (1 - f) of the frequency f of all rows: a property of the observations alone. */
  readonly uncertainty: BootstrapEntry;
  /** Mean variance of the probabilities in a bin. */
  readonly withinBinVariance: BootstrapEntry;
  /** Mean covariance of probabilities and outcomes in a bin. */
  readonly withinBinCovariance: BootstrapEntry;
}

/** Options of {@link brierDecomposition}. */
export interface BrierDecompositionOptions extends BootstrapOptions {
  /** Number of bins of equal width; default 15. */
  readonly bins?: number;
}

/**
 * The Brier score in its parts (Murphy 1973), with the two terms that probabilities which differ within a bin add (Stephenson,
 * Coelho & Jolliffe 2008): without them the parts would not add up.
 * Throws a ShapeError if y has not one number per row, an ArgumentError if one is not the index of a class or there is none,
 * and for options that are out of range or unknown.
 */
export function brierDecomposition(
  predictive: ClassificationPredictive,
  y: ArrayLike<number>,
  options: BrierDecompositionOptions = {},
): BrierDecomposition {
  checkKeys("brierDecomposition", options, ["bins", ...BOOTSTRAP_KEYS]);
  const { bins, ...rest } = options;
  return bootstrap(y.length, brierStatistics(predictive, y, bins), rest);
}

/** The five parts as statistics of the rows. */
export function brierStatistics(
  predictive: ClassificationPredictive,
  y: ArrayLike<number>,
  count = 15,
): Record<keyof BrierDecomposition, RowStatistic> {
  const classes = classOutcomes("brierDecomposition", predictive, y).map((one) => classParts(one, count));
  const sum = (part: keyof BrierDecomposition) => (weights: Float64Array) =>
    classes.reduce((total, parts) => total + parts(weights)[part], 0);
  return {
    reliability: { of: sum("reliability") },
    resolution: { of: sum("resolution") },
    uncertainty: { of: sum("uncertainty"), range: [0, 1 - 1 / classes.length] },
    withinBinVariance: { of: sum("withinBinVariance") },
    // In a bin, events may be rarer where they were said to be more probable.
    withinBinCovariance: {
      of: sum("withinBinCovariance"),
      range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    },
  };
}

function classParts({ probability, happened }: Outcomes, count: number) {
  const n = probability.length;
  const bins = probabilityBins("brierDecomposition", probability, count, "equal-width");
  return rememberLast((weights): Record<keyof BrierDecomposition, number> => {
    const { weight, first, second } = binMeans(bins, weights, probability, happened);
    let events = 0;
    let variance = 0;
    let covariance = 0;
    for (let i = 0; i < n; i++) {
      const off = probability[i]! - first[bins.of[i]!]!;
      events += weights[i]! * happened[i]!;
      variance += weights[i]! * off * off;
      covariance += weights[i]! * off * (happened[i]! - second[bins.of[i]!]!);
    }
    const frequency = events / n;
    let reliability = 0;
    let resolution = 0;
    for (let b = 0; b < bins.count; b++) {
      const share = weight[b]! / n;
      reliability += share * (first[b]! - second[b]!) * (first[b]! - second[b]!);
      resolution += share * (second[b]! - frequency) * (second[b]! - frequency);
    }
    return {
      reliability,
      resolution,
      uncertainty: frequency * (1 - frequency),
      withinBinVariance: variance / n,
      withinBinCovariance: covariance / n,
    };
  });
}
