import { checkKeys, checkLength, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { formatCount, formatPercent } from "../format/formatNumber.ts";
import { lineY, type Markish } from "../plot.ts";
import { curveView } from "./bandMarks.ts";
import { binomialInterval } from "./binomialInterval.ts";
import { type FigureOptions, type FigureParts, figureOptionNames } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { curvesMark, pointsMark, regionMark } from "./pathMarks.ts";
import { plotPanel } from "./plotPanel.ts";
import { standalone } from "./standalone.ts";
import { evenly, take } from "./thin.ts";

/** What {@link calibrationFigure} draws. */
export interface CalibrationData {
  /** Nominal probabilities of central intervals, ascending, each in [0, 1]. */
  readonly nominal: ArrayLike<number>;
  /** Share of the observations that each interval holds. */
  readonly observed: ArrayLike<number>;
  /** Number of observations. */
  readonly count: number;
}

/** Options of {@link calibrationFigure}. */
export interface CalibrationOptions extends FigureOptions {
  /** Probability held by the consistency band at each nominal level. Default 0.95. */
  readonly level?: number;
}

const GRID = 50;
const MOST_DOTS = 25;

/**
 * Observed frequency against nominal probability of central intervals. The band around the diagonal is the pointwise
 * consistency band: exact binomial quantiles of the frequency that `count` independent observations of a calibrated
 * prediction would show at that level. Below the diagonal: intervals too narrow (over-confident).
 *
 * Throws a ShapeError if the lengths differ, an ArgumentError if there is no level or a share lies outside [0, 1].
 */
export function calibrationFigure(
  data: CalibrationData,
  options: CalibrationOptions,
  document: Document,
): SVGElement {
  return standalone(calibrationParts(data, options, document), options, document);
}

/** The parts of {@link calibrationFigure} for a page. */
export function calibrationParts(
  data: CalibrationData,
  options: CalibrationOptions,
  document: Document,
): FigureParts {
  checkCalibration(data, options);
  const level = checkNumber("calibrationFigure", "level", options.level ?? 0.95, { above: 0, below: 1 });
  const kept = evenly(data.nominal.length, MOST_DOTS);
  const x = take(data.nominal, kept);
  const y = take(data.observed, kept);
  const outside = Array.from(x, (nominal, i) => isOutside(nominal, y[i]!, data.count, level)).filter(
    Boolean,
  ).length;
  const sentence =
    `${outside} of ${x.length} ${outside === 1 ? "point lies" : "points lie"} outside the pointwise ` +
    `${formatPercent(level)} consistency band of a calibrated prediction (n = ${formatCount(data.count)}).`;
  const panel = plotPanel(
    {
      size: "half",
      id: options.id ?? "figure",
      x: { domain: [0, 1], label: "nominal probability of the interval" },
      y: { domain: [0, 1], label: "observed frequency" },
      marks: calibrationMarks(x, y, data.count, level),
    },
    document,
  );
  return {
    size: "half",
    panels: [{ svg: panel.svg, title: options.title ?? "Observed frequency against nominal probability" }],
    direct: false,
    key: [
      { symbol: "curve", label: "observed" },
      { symbol: "observation-band", label: `calibrated, ${formatPercent(level)}` },
    ],
    caption: [sentence, "Below the diagonal intervals are too narrow, above it too wide."],
    description: `${x.length} levels from 0 to 1. ${sentence}`,
    tables: [
      {
        caption: "Levels",
        columns: ["nominal", "observed", "band, lower", "band, upper"],
        rows: Array.from(x, (nominal, i) => {
          const { lower, upper } = binomialInterval(data.count, nominal, level);
          return [nominal, y[i]!, lower / data.count, upper / data.count];
        }),
        of: data.nominal.length,
      },
    ],
    names: [],
  };
}

function isOutside(nominal: number, observed: number, count: number, level: number): boolean {
  const { lower, upper } = binomialInterval(count, nominal, level);
  const hits = Math.round(observed * count);
  return hits < lower || hits > upper;
}

function checkCalibration(data: CalibrationData, options: CalibrationOptions): void {
  const where = "calibrationFigure";
  checkKeys(where, options, [...figureOptionNames, "level"]);
  checkNumber(where, "count", data.count, { min: 1, integer: true });
  checkLength(where, "observed", data.observed, data.nominal.length, "one share per nominal level");
  if (data.nominal.length === 0)
    throw new ArgumentError({ where, problem: "there must be at least one level, got none" });
  for (let i = 0; i < data.nominal.length; i++) {
    checkNumber(where, `nominal[${i}]`, data.nominal[i], { min: 0, max: 1 });
    checkNumber(where, `observed[${i}]`, data.observed[i], { min: 0, max: 1 });
  }
}

function calibrationMarks(x: Float64Array, y: Float64Array, count: number, level: number): Markish[] {
  const grid = Float64Array.from({ length: GRID + 1 }, (_, i) => i / GRID);
  const intervals = Array.from(grid, (nominal) => binomialInterval(count, nominal, level));
  const band = {
    lower: Float64Array.from(intervals, ({ lower }) => lower / count),
    upper: Float64Array.from(intervals, ({ upper }) => upper / count),
  };
  const view = curveView("half", [0, 1], [0, 1]);
  return [
    regionMark(grid, band, view, markStyles.observationBand),
    curvesMark(grid, [band.lower, band.upper], view, markStyles.observationEdge),
    lineY({ length: 2 }, { x: [0, 1], y: [0, 1], ...markStyles.reference }),
    curvesMark(x, [y], view, markStyles.curve),
    pointsMark(x, y, 2.4, markStyles.meanPoint),
  ];
}
