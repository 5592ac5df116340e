import { checkChoice, checkFlag, checkKeys, checkLength, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { formatCount } from "../format/formatNumber.ts";
import { shorten, visibleText } from "../format/visibleText.ts";
import type { Table } from "../page/table.ts";
import type { Markish } from "../plot.ts";
import { rangeWords, sampleSentence } from "./bandCaption.ts";
import type { Points } from "./bandData.ts";
import { CLASS_SHAPES, classPoints, classSymbol } from "./classPoints.ts";
import { probabilitySteps, sequentialSteps } from "./colourSteps.ts";
import { contourLines } from "./contourLines.ts";
import { type Domain, extent } from "./domain.ts";
import { type FigureOptions, type FigureParts, figureOptionNames, type KeyEntry } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { linesMark } from "./pathMarks.ts";
import { plotPanel } from "./plotPanel.ts";
import { standalone } from "./standalone.ts";
import {
  checkSurface,
  type Surface,
  type SurfaceAxes,
  surfaceSentences,
  surfaceTable,
  thinSurface,
} from "./surface.ts";
import { drawLegend, legendMargin, SURFACE_HEIGHT, surfaceCells } from "./surfaceMarks.ts";
import { samplePoints, take } from "./thin.ts";

/** Data points of one class. */
export interface ClassPoints extends Points {
  readonly name: string;
}

/** What {@link probabilitySurfaceFigure} draws: the probability of a class, or a mean or standard deviation, over two inputs. */
export interface ProbabilitySurfaceData extends Surface {
  /** The data, one set for each class; at most 6. */
  readonly classes?: readonly ClassPoints[];
}

/** Options of {@link probabilitySurfaceFigure}. */
export interface ProbabilitySurfaceOptions extends FigureOptions {
  /** Names of the inputs, with their units. Default "x" and "y". */
  readonly xName?: string;
  readonly yName?: string;
  /** What the colours are, for example "probability of versicolor". Default "probability", or "value". */
  readonly valueName?: string;
  /** Whether values are probabilities, coloured from a half to both sides, or any others. Default "probability". */
  readonly of?: "probability" | "value";
  readonly logX?: boolean;
  readonly logY?: boolean;
  /** Largest number of points drawn for each class. Default 250. */
  readonly maxPoints?: number;
}

/**
 * A predictive quantity over two inputs as cells of colour, at most 60 along each axis, with the data told apart by shape. For
 * probabilities the line at a half is drawn.
 *
 * Throws an ArgumentError or ShapeError if an axis does not ascend, the values do not fit the axes, none is finite, or a
 * probability lies outside [0, 1].
 */
export function probabilitySurfaceFigure(
  data: ProbabilitySurfaceData,
  options: ProbabilitySurfaceOptions,
  document: Document,
): SVGElement {
  return standalone(probabilitySurfaceParts(data, options, document), options, document);
}

/** The parts of {@link probabilitySurfaceFigure} for a page. */
export function probabilitySurfaceParts(
  data: ProbabilitySurfaceData,
  options: ProbabilitySurfaceOptions,
  document: Document,
): FigureParts {
  const { axes, names, probability, range, points } = checkProbabilities(data, options);
  const { classes = [] } = data;
  const drawn = thinSurface(data);
  const steps = probability ? probabilitySteps() : sequentialSteps(...range);
  const cells = surfaceCells(drawn, axes, steps);
  const contour = probability ? contourLines(drawn, axes, 0.5) : [];
  const panel = plotPanel(
    {
      size: "full",
      id: options.id ?? "figure",
      height: SURFACE_HEIGHT,
      heading: names.value,
      x: { domain: cells.x, log: axes.logX, label: names.x },
      y: { domain: cells.y, log: axes.logY, label: names.y },
      marks: [
        ...cells.marks,
        ...(contour.length === 0 ? [] : [linesMark(contour, markStyles.contour)]),
        ...pointMarks(classes, points),
      ],
      marginRight: legendMargin(steps),
    },
    document,
  );
  drawLegend(panel, steps, document);
  const key: KeyEntry[] = [
    ...classes.map(({ name }, i) => ({ symbol: classSymbol(i), label: shorten(visibleText(name), 40) })),
    ...(contour.length === 0 ? [] : [{ symbol: "contour", label: "probability 0.5" } as const]),
  ];
  return {
    size: "full",
    panels: [{ svg: panel.svg, title: options.title ?? `${names.value} over ${names.x} and ${names.y}` }],
    direct: false,
    key,
    caption: [
      ...(probability && contour.length === 0 ? ["No probability crosses 0.5 on the grid."] : []),
      ...surfaceSentences(data, drawn),
      ...pointSentences(classes, cells, points),
    ],
    description:
      `${names.value} ${rangeWords(range)} over ${names.x} ${rangeWords(extent(data.x)!)} and ${names.y} ` +
      `${rangeWords(extent(data.y)!)}.`,
    tables: [surfaceTable(drawn, names.y), ...(classes.length === 0 ? [] : [classTable(classes, names)])],
    names: [names.x, names.y, names.value, ...classes.map(({ name }) => name)],
  };
}

function checkProbabilities(data: ProbabilitySurfaceData, options: ProbabilitySurfaceOptions) {
  const where = "probabilitySurfaceFigure";
  checkKeys(where, options, [
    ...figureOptionNames,
    "xName",
    "yName",
    "valueName",
    "of",
    "logX",
    "logY",
    "maxPoints",
  ]);
  const probability =
    checkChoice(where, "of", options.of ?? "probability", ["probability", "value"]) === "probability";
  const axes: SurfaceAxes = {
    logX: checkFlag(where, "logX", options.logX ?? false),
    logY: checkFlag(where, "logY", options.logY ?? false),
  };
  checkSurface(where, data, axes);
  const range = extent(data.values.data);
  if (range === undefined)
    throw new ArgumentError({ where, problem: "values must hold a finite number, got none" });
  if (probability) for (const value of range) checkNumber(where, "a probability", value, { min: 0, max: 1 });
  const { classes = [] } = data;
  checkNumber(where, "number of classes", classes.length, { max: CLASS_SHAPES });
  for (const { name, x, y } of classes) checkLength(where, `y of class ${name}`, y, x.length, "one per x");
  const names = {
    x: options.xName ?? "x",
    y: options.yName ?? "y",
    value: options.valueName ?? (probability ? "probability" : "value"),
  };
  const points = checkNumber(where, "maxPoints", options.maxPoints ?? 250, { min: 1, integer: true });
  return { axes, names, probability, range, points };
}

/** Rows of the table for each class. */
const TABLE_POINTS = 12;

function classTable(
  classes: readonly ClassPoints[],
  names: { readonly x: string; readonly y: string },
): Table {
  return {
    caption: "Data",
    columns: ["class", names.x, names.y],
    rows: classes.flatMap(({ name, x, y }) =>
      Array.from(samplePoints(x, y, TABLE_POINTS), (i) => [name, x[i]!, y[i]!]),
    ),
    of: classes.reduce((sum, { x }) => sum + x.length, 0),
  };
}

function pointMarks(classes: readonly ClassPoints[], most: number): Markish[] {
  return classes.map(({ x, y }, i) => {
    const shown = samplePoints(x, y, most);
    return classPoints(take(x, shown), take(y, shown), i, shown.length > 100 ? 2.6 : 3.4);
  });
}

function pointSentences(
  classes: readonly ClassPoints[],
  view: { readonly x: Domain; readonly y: Domain },
  most: number,
): string[] {
  let outside = 0;
  let largest = 0;
  for (const { x, y } of classes) {
    largest = Math.max(largest, x.length);
    for (let i = 0; i < x.length; i++) {
      const inside = x[i]! >= view.x[0] && x[i]! <= view.x[1] && y[i]! >= view.y[0] && y[i]! <= view.y[1];
      if (!inside) outside += 1;
    }
  }
  return [
    ...sampleSentence("points of the largest class", largest, most),
    ...(outside === 0
      ? []
      : [`${formatCount(outside)} ${outside === 1 ? "point lies" : "points lie"} outside the figure.`]),
  ];
}
