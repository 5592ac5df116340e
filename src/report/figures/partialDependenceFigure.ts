import { checkKeys, checkLength } from "../../errors/checks.ts";
import { ArgumentError, ShapeError } from "../../errors/errors.ts";
import { type Matrix, rowOf } from "../../numeric/matrix.ts";
import { formatCount } from "../format/formatNumber.ts";
import { linearTicks } from "../format/ticks.ts";
import type { Table } from "../page/table.ts";
import type { Text } from "../page/text.ts";
import type { Markish } from "../plot.ts";
import { bandKey, bandSentences, rangeWords, sampleSentence } from "./bandCaption.ts";
import { type BandData, type BandWidth, checkBandData } from "./bandData.ts";
import { horizontalDomain, verticalDomain } from "./bandFigure.ts";
import { bandMarks, curveView } from "./bandMarks.ts";
import { curveColumns } from "./bandTables.ts";
import { type Domain, extent, joinDomains } from "./domain.ts";
import { type FigureOptions, type FigureParts, figureOptionNames } from "./figure.ts";
import { fitText } from "./fitName.ts";
import { type MarkStyle, markStyles } from "./markStyles.ts";
import { curvesMark, horizontalsMark, pointsMark, verticalsMark } from "./pathMarks.ts";
import { type AxisSpec, leftMargin, plotPanel } from "./plotPanel.ts";
import { standalone } from "./standalone.ts";
import { evenly, take } from "./thin.ts";

/** How the prediction depends on one input, averaged over the others. */
export interface PartialDependence {
  /** Name of the input, with its unit. */
  readonly name: string;
  /** Curve and bands over the grid `x` of the input; for an input with categories x is 0, 1, 2, ... */
  readonly band: BandData;
  /** Names of the categories, one per grid point, for an input that is not a number. */
  readonly categories?: readonly string[];
  /** The function along the input for single rows of the data, one row of the matrix for each, over the grid [k, m]. */
  readonly curves?: Matrix;
}

/** Options of {@link partialDependenceFigure}. */
export interface PartialDependenceOptions extends FigureOptions {
  /** Name of the target, with its unit. Default "y". */
  readonly yName?: string;
  /** What the ends of the bands mean. Default mean ± 2 standard deviations. */
  readonly width?: BandWidth;
}

/** Most categories drawn in one panel. */
const MOST_CATEGORIES = 8;

/** Most points of each kind drawn in one panel. */
const MOST_POINTS = 100;

/** Most curves of single rows drawn in one panel. */
const MOST_CURVES = 40;

/** Room for the names of all categories together, in multiples of the size of the text. */
const CATEGORY_ROOM = 12.5;

/**
 * Partial dependence: one panel per input, on a common vertical scale, with the bands that are given and, thin beneath
 * the mean, up to 40 curves of single rows. Where those are not parallel, the input interacts with others.
 *
 * Throws an ArgumentError or ShapeError if there is no input or the curves of one do not fit its grid.
 */
export function partialDependenceFigure(
  inputs: readonly PartialDependence[],
  options: PartialDependenceOptions,
  document: Document,
): SVGElement {
  return standalone(partialDependenceParts(inputs, options, document), options, document);
}

/** The parts of {@link partialDependenceFigure} for a page. */
export function partialDependenceParts(
  inputs: readonly PartialDependence[],
  options: PartialDependenceOptions,
  document: Document,
): FigureParts {
  checkInputs(inputs, options);
  const { yName = "y", width = { sd: 2 }, id = "figure" } = options;
  let y: Domain | undefined;
  for (const { band, curves } of inputs) {
    y = joinDomains(y, verticalDomain(band, Number.POSITIVE_INFINITY).domain);
    y = joinDomains(y, extent(curves?.data));
  }
  const marginLeft = leftMargin("third", linearTicks(y![0], y![1], 4).labels);
  const panels = inputs.map((input, i) => {
    const x = horizontalAxis(input);
    const spec = { size: "third", id: `${id}-p${i + 1}`, y: { domain: y! }, marginLeft } as const;
    const marks = dependenceMarks(input, x.domain, y!);
    return { svg: plotPanel({ ...spec, x, marks }, document).svg, title: `${yName} against ${input.name}` };
  });
  const sentences = bandSentences(inputs[0]!.band, width);
  const many = inputs.filter((input) => (input.categories?.length ?? 0) > MOST_CATEGORIES);
  return {
    size: "third",
    panels,
    direct: false,
    key: [
      ...bandKey(inputs[0]!.band, width),
      ...(inputs.some(({ curves }) => curves !== undefined)
        ? [{ symbol: "row-curve", label: "single rows of the data" } as const]
        : []),
    ],
    sharedY: yName,
    caption: [
      "Each panel varies one input and averages over the others; all share the vertical scale.",
      ...sentences,
      ...curveSentences(inputs),
      ...pointSentences(inputs),
      ...many.map(
        (input): Text => [
          "Of ",
          { name: input.name },
          ` the first ${MOST_CATEGORIES} of ${input.categories!.length} categories are drawn.`,
        ],
      ),
    ],
    description:
      `${inputs.length} panels, one per input: ${inputs.map((input) => input.name).join("; ")}. ` +
      `${yName} ${rangeWords(y!)}. ${sentences.join(" ")}`,
    tables: [dependenceTable(inputs)],
    names: [yName, ...inputs.flatMap((input) => [input.name, ...(input.categories ?? [])])],
  };
}

function checkInputs(inputs: readonly PartialDependence[], options: PartialDependenceOptions): void {
  const where = "partialDependenceFigure";
  checkKeys(where, options, [...figureOptionNames, "yName", "width"]);
  if (inputs.length === 0)
    throw new ArgumentError({ where, problem: "there must be at least one input, got none" });
  for (const { band, categories, curves } of inputs) {
    checkBandData(where, band);
    if (curves !== undefined && curves.cols !== band.x.length) {
      const problem = `curves must have one column per grid point, ${band.x.length}, got ${curves.cols}`;
      throw new ShapeError({ where, problem });
    }
    if (categories !== undefined)
      checkLength(where, "categories", categories, band.x.length, "one per grid point");
  }
}

function horizontalAxis(input: PartialDependence): AxisSpec {
  if (input.categories === undefined) return { domain: horizontalDomain(input.band), label: input.name };
  const count = Math.min(input.categories.length, MOST_CATEGORIES);
  const labels = input.categories.slice(0, count).map((name) => fitText(name, CATEGORY_ROOM / count));
  return {
    domain: [-0.5, count - 0.5],
    label: input.name,
    ticks: { values: labels.map((_, i) => i), labels },
  };
}

function dependenceMarks(input: PartialDependence, x: Domain, y: Domain): Markish[] {
  if (input.categories === undefined) {
    const view = { size: "third", x, y, points: MOST_POINTS } as const;
    const { mean, ...beneath } = input.band;
    const above = mean === undefined ? [] : bandMarks({ x: input.band.x, mean }, view);
    return [...bandMarks(beneath, view), ...rowMarks(input, x, y), ...above];
  }
  const shown = evenly(Math.min(input.categories.length, MOST_CATEGORIES), MOST_CATEGORIES);
  const { observationBand, functionBand } = input.band;
  const marks: Markish[] = [];
  const ends = (values: ArrayLike<number>, style: MarkStyle): Markish =>
    horizontalsMark(shown, take(values, shown), 0.02 * (x[1] - x[0]), style);
  if (observationBand !== undefined) {
    const [lower, upper] = [take(observationBand.lower, shown), take(observationBand.upper, shown)];
    marks.push(verticalsMark(shown, lower, upper, markStyles.observationEdge));
    marks.push(
      ends(observationBand.lower, markStyles.functionEdge),
      ends(observationBand.upper, markStyles.functionEdge),
    );
  }
  if (functionBand !== undefined) {
    const [lower, upper] = [take(functionBand.lower, shown), take(functionBand.upper, shown)];
    marks.push(verticalsMark(shown, lower, upper, markStyles.functionBar));
    marks.push(
      ends(functionBand.lower, markStyles.functionEdge),
      ends(functionBand.upper, markStyles.functionEdge),
    );
  }
  for (const row of shownCurves(input)) {
    marks.push(horizontalsMark(shown, take(row, shown), 0.03 * (x[1] - x[0]), markStyles.rowCurve));
  }
  if (input.band.mean !== undefined) {
    marks.push(pointsMark(shown, take(input.band.mean, shown), 3, markStyles.meanPoint));
  }
  return marks;
}

/** The curves of single rows that are drawn. */
function shownCurves({ curves }: PartialDependence): Float64Array[] {
  if (curves === undefined) return [];
  return Array.from(evenly(curves.rows, MOST_CURVES), (row) => rowOf(curves, row));
}

function rowMarks(input: PartialDependence, x: Domain, y: Domain): Markish[] {
  const rows = shownCurves(input);
  if (rows.length === 0) return [];
  return [curvesMark(input.band.x, rows, curveView("third", x, y), markStyles.rowCurve)];
}

function curveSentences(inputs: readonly PartialDependence[]): string[] {
  const given = Math.max(...inputs.map(({ curves }) => curves?.rows ?? 0));
  if (given === 0) return [];
  const shown = Math.min(given, MOST_CURVES);
  const of = shown < given ? `${shown} of ${formatCount(given)}` : `${given}`;
  return [
    `Thin lines: the function along the input for ${of} single rows of the data; where they are not parallel, the ` +
      "input interacts with others.",
  ];
}

function pointSentences(inputs: readonly PartialDependence[]): string[] {
  const most = (of: "data" | "heldOut"): number =>
    Math.max(...inputs.map(({ band }) => band[of]?.x.length ?? 0));
  return [
    ...sampleSentence("data points", most("data"), Math.min(most("data"), MOST_POINTS)),
    ...sampleSentence("held-out points", most("heldOut"), Math.min(most("heldOut"), MOST_POINTS)),
  ];
}

function dependenceTable(inputs: readonly PartialDependence[]): Table {
  const names = { x: "value", y: "" };
  const header: string[] = [];
  for (const { band } of inputs) {
    for (const [name] of curveColumns(band, names)) if (!header.includes(name)) header.push(name);
  }
  const rows: (string | number)[][] = [];
  let total = 0;
  for (const input of inputs) {
    const columns = new Map(curveColumns(input.band, names));
    total += input.band.x.length;
    for (const i of evenly(input.band.x.length, input.categories === undefined ? 7 : MOST_CATEGORIES)) {
      const values: (string | number)[] = header.map((name) => columns.get(name)?.[i] ?? "");
      if (input.categories !== undefined) values[0] = input.categories[i]!;
      rows.push([input.name, ...values]);
    }
  }
  return { caption: "Partial dependence", columns: ["input", ...header], rows, of: total };
}
