import { binomialQuantile } from "../distributions/binomial.ts";
import { checkKeys, checkNumber } from "../errors/checks.ts";
import { binMeans } from "./binMeans.ts";
import { checkOutcomes } from "./checkOutcomes.ts";
import { checkPit } from "./checkPit.ts";
import { type BinKind, probabilityBins } from "./probabilityBins.ts";

/** Rows of similar probability. */
export interface ReliabilityBin {
  readonly rows: number;
  /** Smallest and largest probability of the rows. */
  readonly from: number;
  readonly to: number;
  /** Mean probability of the event. */
  readonly probability: number;
  /** Share of the rows in which it happened. */
  readonly frequency: number;
  /** Ends of the consistency band: of a calibrated forecast the frequency lies between them with probability `level` or more. */
  readonly lower: number;
  readonly upper: number;
}

/** Frequencies of an event against its probabilities. */
export interface ReliabilityCurve {
  /** The bins that hold rows, by ascending probability. */
  readonly bins: readonly ReliabilityBin[];
  /** Number of bins without a row: they have neither probability nor frequency. */
  readonly empty: number;
  /** Probability that the frequency of a single calibrated bin is inside its band. */
  readonly level: number;
}

/** Options of {@link reliabilityCurve}. */
export interface ReliabilityOptions {
  /** Number of bins; default 15. */
  readonly bins?: number;
  /** Bins of equal width on [0, 1] (the default) or with equally many rows. */
  readonly kind?: BinKind;
  /** Level of the consistency band of each bin; default 0.95. */
  readonly level?: number;
}

/**
 * The reliability curve of the probabilities of an event, one per row, against whether it happened (1) or not (0), with the
 * consistency bands of Broecker & Smith (2007): how often the event may happen in a bin if the probabilities are right. The
 * number of events in a bin is then a sum of independent trials; its band are the quantiles of the binomial distribution of their
 * mean probability, which is never narrower in spread (Hoeffding 1956), so the level is kept exactly or exceeded. Each bin
 * has a band of its own: of 15 calibrated bins most often one or none is outside its band of 0.95.
 * Throws a ShapeError if lengths differ, an ArgumentError for probabilities outside [0, 1], outcomes other than 0 and 1, no
 * row, and options that are out of range or unknown.
 */
export function reliabilityCurve(
  probability: ArrayLike<number>,
  happened: ArrayLike<number>,
  options: ReliabilityOptions = {},
): ReliabilityCurve {
  const where = "reliabilityCurve";
  checkKeys(where, options, ["bins", "kind", "level"]);
  const { level = 0.95, kind = "equal-width" } = options;
  checkNumber(where, "level", level, { above: 0, below: 1 });
  checkPit(where, probability);
  checkOutcomes(where, "happened", happened, probability.length);
  const bins = probabilityBins(where, probability, options.bins ?? 15, kind);
  const ones = new Float64Array(probability.length).fill(1);
  const { weight, first, second } = binMeans(bins, ones, probability, happened);
  const from = new Float64Array(bins.count).fill(1);
  const to = new Float64Array(bins.count);
  bins.of.forEach((bin, i) => {
    from[bin] = Math.min(from[bin]!, probability[i]!);
    to[bin] = Math.max(to[bin]!, probability[i]!);
  });
  const found = Array.from(weight, (rows, b): ReliabilityBin => {
    // The mean of probabilities of 1 may be rounded to above 1.
    const mean = Math.min(1, first[b]!);
    const end = (q: number) => (rows === 0 ? 0 : binomialQuantile(q, rows, mean) / rows);
    return {
      rows,
      from: from[b]!,
      to: to[b]!,
      probability: mean,
      frequency: second[b]!,
      lower: end(0.5 - level / 2),
      upper: end(0.5 + level / 2),
    };
  });
  const filled = found.filter(({ rows }) => rows > 0);
  return { bins: filled, empty: found.length - filled.length, level };
}
