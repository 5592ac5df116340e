import { checkFlag, checkKeys, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { formatCount, formatNumber } from "../format/formatNumber.ts";
import { rangeWords } from "./bandCaption.ts";
import { sequentialSteps } from "./colourSteps.ts";
import { type Domain, extent } from "./domain.ts";
import { type FigureOptions, type FigureParts, figureOptionNames } from "./figure.ts";
import { writeBeside } from "./markName.ts";
import { markStyles } from "./markStyles.ts";
import { pointsMark } from "./pathMarks.ts";
import { plotPanel } from "./plotPanel.ts";
import { standalone } from "./standalone.ts";
import { checkSurface, type Surface, surfaceSentences, surfaceTable, thinSurface } from "./surface.ts";
import { drawLegend, legendMargin, SURFACE_HEIGHT, surfaceCells } from "./surfaceMarks.ts";

/** What {@link heatMapFigure} draws. */
export interface HeatMapData extends Surface {
  /** The largest value, where it is known better than from the grid. Default: the largest on the grid. */
  readonly maximum?: SurfaceMaximum;
}

/** Where a surface is largest. */
export interface SurfaceMaximum {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/** Options of {@link heatMapFigure}. */
export interface HeatMapOptions extends FigureOptions {
  /** What the horizontal axis is. Default "x". */
  readonly xName?: string;
  /** What the vertical axis is. Default "y". */
  readonly yName?: string;
  /** What the colours are, with the unit. Default "value". */
  readonly valueName?: string;
  /** Logarithmic axes. Default false. */
  readonly logX?: boolean;
  readonly logY?: boolean;
  /**
   * Values below it share the lowest colour, so that what is far below the maximum does not take all the colours. Default: twice
   * as far below the maximum as the upper quartile of the values, where some value is lower.
   */
  readonly floor?: number;
}

/**
 * A function of two inputs as cells of colour around the positions of a grid, at most 60 along each axis, with its maximum
 * marked: the log evidence against the variances of prior and noise, say. Colours change at round values.
 *
 * Throws an ArgumentError or ShapeError if an axis does not ascend, is not positive where it is logarithmic, the values do not
 * fit the axes, or none is finite.
 */
export function heatMapFigure(data: HeatMapData, options: HeatMapOptions, document: Document): SVGElement {
  return standalone(heatMapParts(data, options, document), options, document);
}

/** The parts of {@link heatMapFigure} for a page. */
export function heatMapParts(data: HeatMapData, options: HeatMapOptions, document: Document): FigureParts {
  const { axes, names, low, high, floor } = checkHeatMap(data, options);
  const maximum = data.maximum ?? largestOf(data, high);
  const drawn = thinSurface(data);
  const steps = sequentialSteps(floor, high);
  const cells = surfaceCells(drawn, axes, steps);
  const panel = plotPanel(
    {
      size: "full",
      id: options.id ?? "figure",
      height: SURFACE_HEIGHT,
      heading: names.value,
      x: { domain: cells.x, log: axes.logX, label: names.x },
      y: { domain: cells.y, log: axes.logY, label: names.y },
      marks: [...cells.marks, pointsMark([maximum.x], [maximum.y], 3.2, markStyles.reference)],
      marginRight: legendMargin(steps),
    },
    document,
  );
  drawLegend(panel, steps, document);
  const drawnMaximum = within(cells.x, maximum.x) && within(cells.y, maximum.y);
  if (drawnMaximum) writeBeside(panel, maximum, `maximum ${formatNumber(maximum.value)}`, document);
  const sentence = maximumSentence(data, maximum, drawnMaximum);
  return {
    size: "full",
    panels: [{ svg: panel.svg, title: options.title ?? `${names.value} against ${names.x} and ${names.y}` }],
    direct: true,
    key: [],
    caption: [sentence, ...floorSentence(data, low, steps.edges.values[0]), ...surfaceSentences(data, drawn)],
    description:
      `${names.value} ${rangeWords([low, high])} against ${names.x} ${rangeWords(extent(data.x)!)} and ${names.y} ` +
      `${rangeWords(extent(data.y)!)}. ${sentence}`,
    tables: [surfaceTable(drawn, names.y)],
    names: [names.x, names.y, names.value],
  };
}

function checkHeatMap(data: HeatMapData, options: HeatMapOptions) {
  const where = "heatMapFigure";
  checkKeys(where, options, [...figureOptionNames, "xName", "yName", "valueName", "logX", "logY", "floor"]);
  const axes = {
    logX: checkFlag(where, "logX", options.logX ?? false),
    logY: checkFlag(where, "logY", options.logY ?? false),
  };
  checkSurface(where, data, axes);
  const range = extent(data.values.data);
  if (range === undefined)
    throw new ArgumentError({ where, problem: "values must hold a finite number, got none" });
  const [low, high] = range;
  const { maximum } = data;
  if (maximum !== undefined) {
    for (const key of ["x", "y", "value"] as const) checkNumber(where, `maximum.${key}`, maximum[key]);
  }
  if (options.floor !== undefined) checkNumber(where, "floor", options.floor, { below: high });
  const floor = Math.max(low, options.floor ?? usualFloor(data.values.data, high));
  const names = {
    x: options.xName ?? "x",
    y: options.yName ?? "y",
    value: options.valueName ?? "value",
  };
  return { axes, names, low, high, floor };
}

function usualFloor(values: Float64Array, high: number): number {
  const sorted = values.filter(Number.isFinite).sort();
  const depth = high - sorted[Math.floor(0.75 * (sorted.length - 1))]!;
  return depth > 0 ? high - 2 * depth : Number.NEGATIVE_INFINITY;
}

function largestOf({ x, y, values }: Surface, high: number): SurfaceMaximum {
  const at = values.data.indexOf(high);
  return { x: x[at % values.cols]!, y: y[Math.floor(at / values.cols)]!, value: high };
}

function within([low, high]: Domain, at: number): boolean {
  return at >= low && at <= high;
}

function maximumSentence({ x, y }: Surface, maximum: SurfaceMaximum, drawn: boolean): string {
  const inside = (at: number, axis: ArrayLike<number>) => at > axis[0]! && at < axis[axis.length - 1]!;
  const interior = inside(maximum.x, x) && inside(maximum.y, y);
  const place = `(${formatNumber(maximum.x, 3)}, ${formatNumber(maximum.y, 3)})`;
  return (
    `The maximum, ${formatNumber(maximum.value)}, lies at ${place}` +
    (!drawn
      ? ", outside the figure."
      : interior
        ? "."
        : ", at an edge of the grid: a wider one may hold a larger value.")
  );
}

function floorSentence({ values }: Surface, low: number, edge: number | undefined): string[] {
  if (edge === undefined) return [];
  let below = 0;
  for (const value of values.data) if (value < edge) below += 1;
  return [
    `The lowest colour holds ${formatCount(below)} of ${formatCount(values.data.length)} values, all below ` +
      `${formatNumber(edge)} and down to ${formatNumber(low)}.`,
  ];
}
