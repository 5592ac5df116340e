import { checkKeys, checkNumber } from "../../errors/checks.ts";
import type { ReliabilityBin, ReliabilityCurve } from "../../metrics/reliabilityCurve.ts";
import { formatCount, formatPercent } from "../format/formatNumber.ts";
import { linearTicks } from "../format/ticks.ts";
import { lineY, type Markish, rectY } from "../plot.ts";
import { curveView } from "./bandMarks.ts";
import { type FigureOptions, type FigureParts, figureOptionNames } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { curvesMark, horizontalsMark, pointsMark } from "./pathMarks.ts";
import { leftMargin, plotPanel } from "./plotPanel.ts";
import { checkBins } from "./reliabilityBins.ts";
import { standalone } from "./standalone.ts";

/** Options of {@link reliabilityFigure}. */
export interface ReliabilityFigureOptions extends FigureOptions {
  /** What was predicted. Default "probability of the most probable class". */
  readonly xName?: string;
}

/** The least width of a bin in the drawing. */
const LEAST_WIDTH = 0.02;

/**
 * The reliability diagram of the probabilities of an event, such as that the most probable class is the right one: how
 * often it happened in bins of similar probability, against the mean probability, with the consistency band of each bin,
 * and beneath how many predictions each bin holds. Draws what `reliabilityCurve` gives, with bins of either kind. Below
 * the diagonal predictions are over-confident.
 *
 * Throws an ArgumentError if there is no bin or more than 200, a bin has no row, or a share lies outside [0, 1].
 */
export function reliabilityFigure(
  data: ReliabilityCurve,
  options: ReliabilityFigureOptions,
  document: Document,
): SVGElement {
  return standalone(reliabilityParts(data, options, document), options, document);
}

/** The parts of {@link reliabilityFigure} for a page. */
export function reliabilityParts(
  data: ReliabilityCurve,
  options: ReliabilityFigureOptions,
  document: Document,
): FigureParts {
  const where = "reliabilityFigure";
  checkKeys(where, options, [...figureOptionNames, "xName"]);
  checkNumber(where, "level", data.level, { above: 0, below: 1 });
  checkBins(where, data);
  const { bins, level } = data;
  const { xName = "probability of the most probable class", id = "figure" } = options;
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  const most = Math.max(...bins.map((bin) => bin.rows));
  const counts = linearTicks(0, 1.08 * most, 2);
  const shares = linearTicks(0, 1, 5);
  const marginLeft = leftMargin("half", [...counts.labels, ...shares.labels]);
  const common = { size: "half", marginLeft } as const;
  const upper = plotPanel(
    {
      ...common,
      id: `${id}-p1`,
      height: 262,
      x: { domain: [0, 1], bare: true },
      y: { domain: [0, 1], ticks: shares, label: "observed frequency" },
      marks: frequencyMarks(bins),
    },
    document,
  );
  const lower = plotPanel(
    {
      ...common,
      id: `${id}-p2`,
      height: 128,
      x: { domain: [0, 1], label: xName },
      y: { domain: [0, 1.08 * most], ticks: counts, label: "predictions in the bin" },
      marks: [countMarks(bins)],
    },
    document,
  );
  const outside = bins.filter((bin) => bin.frequency < bin.lower || bin.frequency > bin.upper).length;
  const sentence =
    `${outside} of ${bins.length} bins ${outside === 1 ? "lies" : "lie"} outside the ${formatPercent(level)} band that ` +
    `each bin of a calibrated prediction keeps to (n = ${formatCount(rows)}).`;
  return {
    size: "half",
    rows: 2,
    panels: [
      { svg: upper.svg, title: options.title ?? "Observed frequency against predicted probability" },
      { svg: lower.svg, title: "Predictions in each bin" },
    ],
    direct: false,
    key: [
      { symbol: "curve", label: "observed" },
      { symbol: "observation-band", label: `calibrated, ${formatPercent(level)}` },
    ],
    caption: [
      sentence,
      "Below the diagonal predictions are over-confident.",
      ...(data.empty === 0 ? [] : [`${data.empty} bins hold no prediction.`]),
    ],
    description: `${bins.length} bins of predicted probability. ${sentence}`,
    tables: [
      {
        caption: "Bins",
        columns: ["from", "to", "predictions", "mean probability", "frequency", "band, lower", "band, upper"],
        rows: bins.map((bin) => [
          bin.from,
          bin.to,
          bin.rows,
          bin.probability,
          bin.frequency,
          bin.lower,
          bin.upper,
        ]),
      },
    ],
    names: [xName],
  };
}

/** Ends of the bins, apart enough to be seen, within [0, 1]. */
function edges(bins: readonly ReliabilityBin[]): { x1: number[]; x2: number[] } {
  const half = (bin: ReliabilityBin): number => Math.max(bin.to - bin.from, LEAST_WIDTH) / 2;
  const middle = (bin: ReliabilityBin): number =>
    Math.min(Math.max((bin.from + bin.to) / 2, half(bin)), 1 - half(bin));
  return {
    x1: bins.map((bin) => middle(bin) - half(bin)),
    x2: bins.map((bin) => middle(bin) + half(bin)),
  };
}

function frequencyMarks(bins: readonly ReliabilityBin[]): Markish[] {
  const { x1, x2 } = edges(bins);
  const middles = x1.map((from, i) => (from + x2[i]!) / 2);
  const of = (name: "probability" | "frequency" | "lower" | "upper"): number[] =>
    bins.map((bin) => bin[name]);
  const ends = (name: "lower" | "upper"): Markish[] =>
    bins.map((bin, i) =>
      horizontalsMark([middles[i]!], [bin[name]], (x2[i]! - x1[i]!) / 2, markStyles.observationEdge),
    );
  const view = curveView("half", [0, 1], [0, 1]);
  return [
    rectY(
      { length: bins.length },
      { x1, x2, y1: of("lower"), y2: of("upper"), inset: 0, ...markStyles.observationBand },
    ),
    ...ends("lower"),
    ...ends("upper"),
    lineY({ length: 2 }, { x: [0, 1], y: [0, 1], ...markStyles.reference }),
    curvesMark(of("probability"), [of("frequency")], view, markStyles.curve),
    pointsMark(of("probability"), of("frequency"), 2.4, markStyles.meanPoint),
  ];
}

function countMarks(bins: readonly ReliabilityBin[]): Markish {
  const y2 = bins.map((bin) => bin.rows);
  return rectY({ length: bins.length }, { ...edges(bins), y1: 0, y2, inset: 0.5, ...markStyles.histogram });
}
