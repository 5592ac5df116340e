import { checkFinite, checkKeys, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { formatCount, formatNumber, formatPercent } from "../format/formatNumber.ts";
import { type Markish, rectY, ruleY } from "../plot.ts";
import { binomialInterval } from "./binomialInterval.ts";
import { type FigureOptions, type FigureParts, figureOptionNames } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { plotPanel } from "./plotPanel.ts";
import { standalone } from "./standalone.ts";

/** What {@link pitFigure} draws. */
export interface PitData {
  /** Probability integral transforms P(Y <= y) of the observed y, each in [0, 1]. */
  readonly values: ArrayLike<number>;
}

/** Options of {@link pitFigure}. */
export interface PitOptions extends FigureOptions {
  /** Number of bars. Default 5 below 50 values, 10 below 500, else 20. */
  readonly bins?: number;
  /** Probability held by the reference band of each bar. Default 0.95. */
  readonly level?: number;
}

/**
 * Histogram of probability integral transforms with the exact binomial reference band of a calibrated prediction:
 * each bar is a binomial count with probability 1 / bins. Hollow in the middle means too narrow predictions, heaped
 * in the middle too wide ones, sloping biased ones.
 *
 * Throws an ArgumentError if there are no values or one lies outside [0, 1].
 */
export function pitFigure(data: PitData, options: PitOptions, document: Document): SVGElement {
  return standalone(pitParts(data, options, document), options, document);
}

/** Counts of values in equal bins of [0, 1]; the value 1 belongs to the last. */
export function countBins(values: ArrayLike<number>, bins: number): Float64Array {
  const counts = new Float64Array(bins);
  for (let i = 0; i < values.length; i++) counts[Math.min(bins - 1, Math.floor(values[i]! * bins))]! += 1;
  return counts;
}

/** The parts of {@link pitFigure} for a page. */
export function pitParts(data: PitData, options: PitOptions, document: Document): FigureParts {
  const { values } = data;
  const n = values.length;
  const bins = checkPit(data, options);
  const level = checkNumber("pitFigure", "level", options.level ?? 0.95, { above: 0, below: 1 });
  const counts = countBins(values, bins);
  const band = binomialInterval(n, 1 / bins, level);
  const top = Math.max(band.upper, ...counts) * 1.08;
  const panel = plotPanel(
    {
      size: "half",
      id: options.id ?? "figure",
      x: { domain: [0, 1], label: "probability integral transform" },
      y: { domain: [0, Math.max(top, 1)], label: "count" },
      marks: pitMarks(counts, band, n / bins),
    },
    document,
  );
  const outside = counts.reduce((sum, count) => sum + (count < band.lower || count > band.upper ? 1 : 0), 0);
  const sentence =
    `${outside} of ${bins} bars ${outside === 1 ? "lies" : "lie"} outside the ${formatPercent(level)} band of exact ` +
    `binomial counts that each bar of a calibrated prediction keeps to (n = ${formatCount(n)}).`;
  return {
    size: "half",
    panels: [{ svg: panel.svg, title: options.title ?? "Histogram of probability integral transforms" }],
    direct: false,
    key: [
      { symbol: "histogram", label: "observed" },
      { symbol: "observation-band", label: `calibrated, ${formatPercent(level)}` },
    ],
    caption: [sentence],
    description: `${bins} bars over 0 to 1, expected height ${formatNumber(n / bins)}. ${sentence}`,
    tables: [
      {
        caption: "Bars",
        columns: ["from", "to", "count", "band, lower", "band, upper"],
        rows: Array.from(counts, (count, i) => [i / bins, (i + 1) / bins, count, band.lower, band.upper]),
      },
    ],
    names: [],
  };
}

function checkPit(data: PitData, options: PitOptions): number {
  const where = "pitFigure";
  checkKeys(where, options, [...figureOptionNames, "bins", "level"]);
  const { values } = data;
  if (values.length === 0)
    throw new ArgumentError({ where, problem: "there must be at least one value, got none" });
  checkFinite(where, "values", values);
  for (let i = 0; i < values.length; i++) checkNumber(where, `values[${i}]`, values[i], { min: 0, max: 1 });
  const usual = values.length < 50 ? 5 : values.length < 500 ? 10 : 20;
  return checkNumber(where, "bins", options.bins ?? usual, { min: 2, max: 200, integer: true });
}

function pitMarks(counts: Float64Array, band: { lower: number; upper: number }, expected: number): Markish[] {
  const bins = counts.length;
  const from = Array.from(counts, (_, i) => i / bins);
  const to = Array.from(counts, (_, i) => (i + 1) / bins);
  const whole = { x1: [0], x2: [1] };
  return [
    rectY(
      { length: 1 },
      { ...whole, y1: [band.lower], y2: [band.upper], inset: 0, ...markStyles.observationBand },
    ),
    ruleY([band.lower, band.upper], { x1: 0, x2: 1, ...markStyles.observationEdge }),
    rectY(
      { length: bins },
      { x1: from, x2: to, y1: 0, y2: counts, insetLeft: 1, insetRight: 1, ...markStyles.histogram },
    ),
    ruleY([expected], { x1: 0, x2: 1, ...markStyles.reference }),
  ];
}
