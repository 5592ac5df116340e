import { checkKeys, checkLength, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { Interval, Of } from "../../predictive/predictive.ts";
import { formatCount, formatPercent } from "../format/formatNumber.ts";
import { lightPalette } from "../palette.ts";
import { dot, lineY, type Markish } from "../plot.ts";
import { rangeWords, sampleSentence } from "./bandCaption.ts";
import { TABLE_ROWS } from "./bandTables.ts";
import { writeDirectLabels } from "./directLabels.ts";
import { bandDomain, type Domain, extent, padDomain } from "./domain.ts";
import { type FigureOptions, type FigureParts, figureOptionNames } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { DIRECT_LABEL_MARGIN } from "./panelSizes.ts";
import { pointsMark, verticalsMark } from "./pathMarks.ts";
import { plotPanel } from "./plotPanel.ts";
import { standalone } from "./standalone.ts";
import { samplePoints, take } from "./thin.ts";

/** What {@link predictedObservedFigure} draws: n observations and their predictions. */
export interface PredictedObservedData {
  /** Observed values [n]. */
  readonly observed: ArrayLike<number>;
  /** Means of the predictive distributions [n]. */
  readonly mean: ArrayLike<number>;
  /** Central intervals [n]. */
  readonly interval: Interval;
  /** Probability that each interval should hold, for example 0.9. */
  readonly level: number;
  /** Whether the intervals are those of an observation (default) or of the function alone. */
  readonly of?: Of;
}

/** Options of {@link predictedObservedFigure}. */
export interface PredictedObservedOptions extends FigureOptions {
  /** Name of the target, with its unit. Default "y". */
  readonly yName?: string;
  /** Largest number of observations drawn. Default 400. */
  readonly maxPoints?: number;
}

/**
 * Predicted against observed values, each prediction with its interval. An interval that crosses the diagonal holds
 * its observation; predictions whose interval misses are drawn as diamonds.
 *
 * Throws a ShapeError if the arrays differ in length, an ArgumentError if there is nothing finite to draw.
 */
export function predictedObservedFigure(
  data: PredictedObservedData,
  options: PredictedObservedOptions,
  document: Document,
): SVGElement {
  return standalone(predictedObservedParts(data, options, document), options, document);
}

/** The parts of {@link predictedObservedFigure} for a page. */
export function predictedObservedParts(
  data: PredictedObservedData,
  options: PredictedObservedOptions,
  document: Document,
): FigureParts {
  const limit = checkPredictedObserved(data, options);
  const { observed, mean, interval } = data;
  const yName = options.yName ?? "y";
  const shown = samplePoints(observed, mean, limit);
  const x = extent(take(observed, shown));
  const centre = extent(take(observed, shown), take(mean, shown));
  if (x === undefined || centre === undefined) {
    throw new ArgumentError({
      where: "predictedObservedFigure",
      problem: "there must be a finite prediction, got none",
    });
  }
  const y = bandDomain(centre, extent(take(interval.lower, shown), take(interval.upper, shown)), 0.5);
  const across = padDomain(x, 0.03);
  const panel = plotPanel(
    {
      size: "full",
      id: options.id ?? "figure",
      height: 420,
      x: { domain: across, label: `observed ${yName}` },
      y: { domain: y.domain, label: `predicted ${yName}` },
      marks: pointMarks(data, shown, [Math.max(across[0], y.domain[0]), Math.min(across[1], y.domain[1])]),
      marginRight: DIRECT_LABEL_MARGIN,
    },
    document,
  );
  const end = Math.min(across[1], y.domain[1]);
  const label = { text: "equal values", at: end, className: "band", fill: lightPalette.muted };
  writeDirectLabels(panel, [label], document);
  return {
    size: "full",
    panels: [{ svg: panel.svg, title: options.title ?? `Predicted against observed ${yName}` }],
    direct: false,
    labelMargin: true,
    key: pointKey(data.level),
    caption: [
      ...predictedSentences(data),
      ...sampleSentence("observations", observed.length, shown.length),
      ...(y.cut ? ["Some intervals reach beyond the figure."] : []),
    ],
    description:
      `Predicted ${yName} ${rangeWords(y.domain)} against observed ${yName} ${rangeWords(across)}. ` +
      predictedSentences(data).join(" "),
    tables: [pointTable(data, shown)],
    names: [yName],
  };
}

function checkPredictedObserved(data: PredictedObservedData, options: PredictedObservedOptions): number {
  const where = "predictedObservedFigure";
  checkKeys(where, options, [...figureOptionNames, "yName", "maxPoints"]);
  checkNumber(where, "level", data.level, { above: 0, below: 1 });
  const n = data.observed.length;
  checkLength(where, "mean", data.mean, n, "one per observation");
  checkLength(where, "interval.lower", data.interval.lower, n, "one per observation");
  checkLength(where, "interval.upper", data.interval.upper, n, "one per observation");
  return checkNumber(where, "maxPoints", options.maxPoints ?? 400, { min: 1, integer: true });
}

function holds(data: PredictedObservedData, i: number): boolean {
  return data.interval.lower[i]! <= data.observed[i]! && data.observed[i]! <= data.interval.upper[i]!;
}

function pointMarks(data: PredictedObservedData, shown: Int32Array, diagonal: Domain): Markish[] {
  const kept = shown.filter((i) => holds(data, i));
  const missed = shown.filter((i) => !holds(data, i));
  const observed = take(data.observed, shown);
  const [lower, upper] = [take(data.interval.lower, shown), take(data.interval.upper, shown)];
  const at = (positions: Int32Array): { x: Float64Array; y: Float64Array } => ({
    x: take(data.observed, positions),
    y: take(data.mean, positions),
  });
  const radius = shown.length > 150 ? 2.1 : 2.6;
  return [
    verticalsMark(observed, lower, upper, markStyles.interval),
    lineY({ length: 2 }, { x: diagonal, y: diagonal, ...markStyles.reference, clip: true }),
    pointsMark(at(kept).x, at(kept).y, radius, markStyles.meanPoint),
    dot({ length: missed.length }, { ...at(missed), r: radius + 1, symbol: "diamond", ...markStyles.miss }),
  ];
}

function pointKey(level: number): FigureParts["key"] {
  const held = formatPercent(level);
  return [
    { symbol: "mean-point", label: "predicted mean" },
    { symbol: "interval", label: `${held} interval` },
    { symbol: "miss", label: "interval misses the observation" },
  ];
}

function predictedSentences(data: PredictedObservedData): string[] {
  let hits = 0;
  for (let i = 0; i < data.observed.length; i++) if (holds(data, i)) hits += 1;
  const kind =
    data.of === "function" ? "the function alone, without noise" : "an observation, noise included";
  return [
    `Vertical lines: central ${formatPercent(data.level)} intervals of ${kind}.`,
    `${formatCount(hits)} of ${formatCount(data.observed.length)} observations lie within their interval.`,
  ];
}

function pointTable(data: PredictedObservedData, shown: Int32Array): FigureParts["tables"][number] {
  const listed = samplePoints(take(data.observed, shown), take(data.mean, shown), TABLE_ROWS);
  return {
    caption: "Observations and predictions",
    columns: ["observed", "predicted mean", "interval, lower", "interval, upper", "held"],
    rows: Array.from(listed, (position) => {
      const i = shown[position]!;
      const { lower, upper } = data.interval;
      return [data.observed[i]!, data.mean[i]!, lower[i]!, upper[i]!, holds(data, i) ? "yes" : "no"];
    }),
    of: data.observed.length,
  };
}
