import { checkKeys } from "../../errors/checks.ts";
import { type PitEcdf, pitEcdf } from "../../metrics/pitEcdf.ts";
import { formatCount, formatNumber, formatPercent } from "../format/formatNumber.ts";
import { type Markish, ruleY } from "../plot.ts";
import { curveView } from "./bandMarks.ts";
import { type Domain, extent, padDomain } from "./domain.ts";
import { type FigureOptions, type FigureParts, figureOptionNames } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { curvesMark, regionMark } from "./pathMarks.ts";
import type { PitData } from "./pitFigure.ts";
import { plotPanel } from "./plotPanel.ts";
import { standalone } from "./standalone.ts";
import { evenly } from "./thin.ts";

/** Options of {@link pitDifferenceFigure}. */
export interface PitDifferenceOptions extends FigureOptions {
  /** Probability that a calibrated prediction stays within the band at all points at once. Default 0.95. */
  readonly level?: number;
}

const TABLE_LEVELS = 19;

/**
 * The empirical distribution function of probability integral transforms less that of a calibrated prediction, the
 * diagonal, with the band of {@link pitEcdf} that holds all of the curve at once. Above and then below 0 means too narrow
 * predictions, below and then above too wide ones; on one side throughout biased ones, too high above 0 and too low
 * below it. Unlike a histogram it needs no bins.
 *
 * Throws an ArgumentError if there are no values, one lies outside [0, 1], or an option is out of range or unknown.
 */
export function pitDifferenceFigure(
  data: PitData,
  options: PitDifferenceOptions,
  document: Document,
): SVGElement {
  return standalone(pitDifferenceParts(data, options, document), options, document);
}

/** The parts of {@link pitDifferenceFigure} for a page. */
export function pitDifferenceParts(
  data: PitData,
  options: PitDifferenceOptions,
  document: Document,
): FigureParts {
  checkKeys("pitDifferenceFigure", options, [...figureOptionNames, "level"]);
  const { level = 0.95 } = options;
  const ecdf = pitEcdf(data.values, { level });
  const y = padDomain(extent(ecdf.difference, ecdf.lower, ecdf.upper, [0])!, 0.05);
  const panel = plotPanel(
    {
      size: "half",
      id: options.id ?? "figure",
      x: { domain: [0, 1], label: "probability integral transform" },
      y: { domain: y, label: "distribution function less diagonal" },
      marks: differenceMarks(ecdf, y),
    },
    document,
  );
  const { points, outside } = ecdf;
  const sentence =
    `${outside === 0 ? "Nowhere" : `At ${outside} of ${points.length} points`} outside the band that all of the ` +
    `curve of a calibrated prediction keeps to with probability ${formatPercent(level)} (n = ${formatCount(data.values.length)}).`;
  return {
    size: "half",
    panels: [{ svg: panel.svg, title: options.title ?? "Distribution of probability integral transforms" }],
    direct: false,
    key: [
      { symbol: "draw", label: "observed" },
      { symbol: "observation-band", label: `calibrated, ${formatPercent(level)} at once` },
    ],
    caption: [
      sentence,
      "Above, then below 0: predictions too narrow; below, then above: too wide; on one side throughout: biased.",
    ],
    description: `Difference ${formatNumber(Math.min(...ecdf.difference), 3)} to ${formatNumber(Math.max(...ecdf.difference), 3)}. ${sentence}`,
    tables: [
      {
        caption: "Distribution function less diagonal",
        columns: ["value", "difference", "band, lower", "band, upper"],
        rows: Array.from(evenly(points.length, TABLE_LEVELS), (i) => [
          points[i]!,
          ecdf.difference[i]!,
          ecdf.lower[i]!,
          ecdf.upper[i]!,
        ]),
        of: points.length,
      },
    ],
    names: [],
  };
}

/** Band and curve, which begin and end at 0. */
function differenceMarks({ points, difference, lower, upper }: PitEcdf, y: Domain): Markish[] {
  const grid = Float64Array.of(0, ...points, 1);
  const closed = (values: readonly number[]): Float64Array => Float64Array.of(0, ...values, 0);
  const band = { lower: closed(lower), upper: closed(upper) };
  const view = curveView("half", [0, 1], y);
  return [
    regionMark(grid, band, view, markStyles.observationBand),
    curvesMark(grid, [band.lower, band.upper], view, markStyles.observationEdge),
    ruleY([0], { x1: 0, x2: 1, ...markStyles.reference }),
    curvesMark(grid, [closed(difference)], view, markStyles.curve),
  ];
}
