import { checkKeys, checkLength, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { formatCount, formatPercent } from "../format/formatNumber.ts";
import { lightPalette } from "../palette.ts";
import { type Markish, ruleY } from "../plot.ts";
import { sampleSentence } from "./bandCaption.ts";
import { curveView } from "./bandMarks.ts";
import { binomialInterval } from "./binomialInterval.ts";
import { writeDirectLabels } from "./directLabels.ts";
import { type Domain, extent, padDomain } from "./domain.ts";
import { type FigureOptions, type FigureParts, figureOptionNames } from "./figure.ts";
import { fitText } from "./fitName.ts";
import { markStyles } from "./markStyles.ts";
import { DIRECT_LABEL_MARGIN, panelMeasures } from "./panelSizes.ts";
import { curvesMark, regionMark } from "./pathMarks.ts";
import { plotPanel } from "./plotPanel.ts";
import { SERIES_COUNT, seriesLine, seriesPoints, seriesSymbol } from "./seriesStyles.ts";
import { standalone } from "./standalone.ts";
import { evenly, take } from "./thin.ts";

/** How often the central intervals of one method held the observation. */
export interface MethodCoverage {
  readonly name: string;
  /** Share of the observations in the interval of each level [m], in [0, 1]. */
  readonly observed: ArrayLike<number>;
}

/** What {@link coverageFigure} draws. */
export interface CoverageData {
  /** Nominal probabilities of the central intervals [m], ascending, each between 0 and 1. */
  readonly levels: ArrayLike<number>;
  /** Up to 8 methods; the i-th has the colour, the dashes and the shape of the i-th series. */
  readonly methods: readonly MethodCoverage[];
  /** Number of observations, the same for all methods. */
  readonly count: number;
}

/** Options of {@link coverageFigure}. */
export interface CoverageFigureOptions extends FigureOptions {
  /** Probability held by the consistency band at each level. Default 0.95. */
  readonly level?: number;
}

const MOST_LEVELS = 25;
const GRID = 60;

/**
 * Coverage less its nominal value, over the levels of central intervals, a line for each method. The grey band around 0
 * is the pointwise consistency band: exact binomial quantiles for `count` independent observations of a calibrated
 * prediction. Below 0 intervals are too narrow, above it too wide.
 *
 * Throws a ShapeError if the lengths differ, an ArgumentError if there is no method or more than 8, no level, a share
 * outside [0, 1], or levels do not ascend.
 */
export function coverageFigure(
  data: CoverageData,
  options: CoverageFigureOptions,
  document: Document,
): SVGElement {
  return standalone(coverageParts(data, options, document), options, document);
}

/** The parts of {@link coverageFigure} for a page. */
export function coverageParts(
  data: CoverageData,
  options: CoverageFigureOptions,
  document: Document,
): FigureParts {
  const level = checkCoverage(data, options);
  const { methods, count } = data;
  const kept = evenly(data.levels.length, MOST_LEVELS);
  const x = take(data.levels, kept);
  const lines = methods.map(({ observed }) => take(observed, kept).map((share, k) => share - x[k]!));
  // Room for half a point at the end.
  const across: Domain = [0, Math.min(1, x[x.length - 1]! + 0.01)];
  const band = consistencyBand(across, count, level);
  const up = padDomain(extent(band.lower, band.upper, ...lines)!, 0.05);
  const panel = plotPanel(
    {
      size: "full",
      id: options.id ?? "figure",
      height: 320,
      x: { domain: across, label: "nominal probability of the interval" },
      y: { domain: up, label: "coverage less nominal" },
      marks: coverageMarks(x, lines, band, across, up),
      marginRight: DIRECT_LABEL_MARGIN,
    },
    document,
  );
  const room = (DIRECT_LABEL_MARGIN - 20) / panelMeasures.full.font;
  const labels = methods.map(({ name }, i) => ({
    text: fitText(name, room),
    at: lines[i]![x.length - 1]!,
    className: "mark",
    fill: lightPalette.ink,
  }));
  writeDirectLabels(panel, labels, document);
  const sentence =
    `Grey: the pointwise ${formatPercent(level)} consistency band of a calibrated prediction (n = ${formatCount(count)}). ` +
    "Below 0 intervals are too narrow, above it too wide.";
  return {
    size: "full",
    panels: [{ svg: panel.svg, title: options.title ?? "Coverage of central intervals less nominal" }],
    direct: false,
    labelMargin: true,
    key: [
      ...methods.map(({ name }, i) => ({ symbol: seriesSymbol(i), label: name })),
      { symbol: "observation-band", label: `calibrated, ${formatPercent(level)}` },
    ],
    caption: [sentence, ...sampleSentence("levels", data.levels.length, x.length)],
    description: `${methods.length} methods, ${x.length} levels. ${sentence}`,
    tables: [coverageTable(data, kept, level)],
    names: methods.map(({ name }) => name),
  };
}

function checkCoverage({ levels, methods, count }: CoverageData, options: CoverageFigureOptions): number {
  const where = "coverageFigure";
  checkKeys(where, options, [...figureOptionNames, "level"]);
  checkNumber(where, "count", count, { min: 1, integer: true });
  if (methods.length === 0 || methods.length > SERIES_COUNT) {
    const found = methods.length === 0 ? "none" : methods.length;
    throw new ArgumentError({ where, problem: `there must be 1 to ${SERIES_COUNT} methods, got ${found}` });
  }
  if (levels.length === 0)
    throw new ArgumentError({ where, problem: "there must be at least one level, got none" });
  for (let k = 0; k < levels.length; k++) {
    checkNumber(where, `levels[${k}]`, levels[k], { above: k === 0 ? 0 : levels[k - 1]!, below: 1 });
  }
  for (const { name, observed } of methods) {
    checkLength(where, `observed of ${name}`, observed, levels.length, "one share per level");
    for (let k = 0; k < observed.length; k++)
      checkNumber(where, `observed[${k}] of ${name}`, observed[k], { min: 0, max: 1 });
  }
  return checkNumber(where, "level", options.level ?? 0.95, { above: 0, below: 1 });
}

interface Band {
  readonly grid: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

function consistencyBand([from, to]: Domain, count: number, level: number): Band {
  const grid = Float64Array.from({ length: GRID + 1 }, (_, k) => from + ((to - from) * k) / GRID);
  const ends = Array.from(grid, (nominal) => binomialInterval(count, nominal, level));
  return {
    grid,
    lower: grid.map((nominal, k) => ends[k]!.lower / count - nominal),
    upper: grid.map((nominal, k) => ends[k]!.upper / count - nominal),
  };
}

function coverageMarks(
  x: Float64Array,
  lines: readonly Float64Array[],
  band: Band,
  across: Domain,
  up: Domain,
): Markish[] {
  const view = curveView("full", across, up);
  return [
    regionMark(band.grid, band, view, markStyles.observationBand),
    curvesMark(band.grid, [band.lower, band.upper], view, markStyles.observationEdge),
    ruleY([0], { ...markStyles.reference }),
    ...lines.flatMap((line, i) => [
      curvesMark(x, [line], view, seriesLine(i)),
      seriesPoints(x, line, i, 2.8),
    ]),
  ];
}

function coverageTable(
  { levels, methods, count }: CoverageData,
  kept: Int32Array,
  level: number,
): FigureParts["tables"][number] {
  return {
    caption: "Coverage",
    columns: ["nominal", ...methods.map(({ name }) => name), "band, lower", "band, upper"],
    rows: Array.from(kept, (k) => {
      const { lower, upper } = binomialInterval(count, levels[k]!, level);
      return [levels[k]!, ...methods.map(({ observed }) => observed[k]!), lower / count, upper / count];
    }),
    of: levels.length,
  };
}
