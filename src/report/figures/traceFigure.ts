import { checkFlag, checkKeys, checkLength, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { exp, log } from "../../numeric/special.ts";
import { formatCount } from "../format/formatNumber.ts";
import { shorten, visibleText } from "../format/visibleText.ts";
import type { Table } from "../page/table.ts";
import { lightPalette } from "../palette.ts";
import { type Markish, ruleX } from "../plot.ts";
import { rangeWords } from "./bandCaption.ts";
import { curveView } from "./bandMarks.ts";
import { writeDirectLabels } from "./directLabels.ts";
import { bandDomain, type Domain, extent, padDomain } from "./domain.ts";
import { type FigureOptions, type FigureParts, figureOptionNames } from "./figure.ts";
import { fitText, tooWide } from "./fitName.ts";
import { type MarkStyle, markStyles } from "./markStyles.ts";
import { DIRECT_LABEL_MARGIN, panelMeasures } from "./panelSizes.ts";
import { curvesMark } from "./pathMarks.ts";
import { type Panel, plotPanel } from "./plotPanel.ts";
import { SERIES_COUNT, seriesLine, seriesSymbol } from "./seriesStyles.ts";
import { standalone } from "./standalone.ts";
import { appendText } from "./svgText.ts";
import { evenly, take } from "./thin.ts";
import { thinnedSentence, thinTrace } from "./thinTrace.ts";

/** A quantity along a run. */
export interface TraceCurve {
  readonly name: string;
  /** Steps or epochs [n], ascending. */
  readonly steps: ArrayLike<number>;
  /** Values [n]; at one that is not finite the curve has a gap. */
  readonly values: ArrayLike<number>;
}

/** A step that is marked: the best epoch, the end of the burn-in. */
export interface TraceMark {
  readonly at: number;
  readonly name: string;
}

/** What {@link traceFigure} draws. */
export interface TraceData {
  readonly curves: readonly TraceCurve[];
  readonly marks?: readonly TraceMark[];
}

/** Options of {@link traceFigure}. */
export interface TraceOptions extends FigureOptions {
  /** What the steps are. Default "step". */
  readonly xName?: string;
  /** What the values are, with their unit. Default "value". */
  readonly yName?: string;
  /** Logarithmic vertical axis; all values must be positive. Default false. */
  readonly log?: boolean;
}

/** How far beyond the values of the later run the axis reaches, in multiples of their span. */
const REACH = 0.6;
/** The part of a run that does not decide the axis, and the part of its values at either end. */
const [START, TAIL] = [0.1, 0.01];
/** Room for a name at the right end of a curve, in multiples of the size of the text. */
const NAME_ROOM = 7.5;
/** Room for the name of a mark; half of the panel holds it. */
const MARK_ROOM = 18;

/**
 * What a run left behind step by step: loss, evidence lower bound or log posterior of one or several runs. The axis is made for
 * the values after the first tenth of the steps; where the start lies far off it is cut, and the caption says so.
 *
 * Throws an ArgumentError or ShapeError if there is no curve, steps do not ascend, no value is finite, or a value of a
 * logarithmic axis is not positive.
 */
export function traceFigure(data: TraceData, options: TraceOptions, document: Document): SVGElement {
  return standalone(traceParts(data, options, document), options, document);
}

/** The parts of {@link traceFigure} for a page. */
export function traceParts(data: TraceData, options: TraceOptions, document: Document): FigureParts {
  const logarithmic = checkTraces(data, options);
  const { xName = "step", yName = "value" } = options;
  const { curves, marks = [] } = data;
  const steps = extent(
    ...curves.map((curve) => curve.steps),
    marks.map(({ at }) => at),
  )!;
  const x = steps[0] < steps[1] ? steps : padDomain(steps, 0);
  const { domain: y, cut } = traceDomain(curves, logarithmic);
  const several = curves.length > 1;
  const told = several && curves.length <= SERIES_COUNT;
  const panel = plotPanel(
    {
      size: "full",
      id: options.id ?? "figure",
      height: 300,
      x: { domain: x, label: xName },
      y: { domain: y, log: logarithmic, label: yName },
      marks: traceMarks(data, told, logarithmic, x, y),
      ...(told ? { marginRight: DIRECT_LABEL_MARGIN } : {}),
    },
    document,
  );
  if (told) {
    const ends = curves.map(({ name, values }) => ({
      text: fitText(name, NAME_ROOM),
      at: lastFinite(values),
      className: "mark",
      fill: lightPalette.ink,
    }));
    writeDirectLabels(panel, ends, document);
  }
  marks.forEach((mark, i) => {
    writeMark(panel, mark, i, document);
  });
  return {
    size: "full",
    panels: [{ svg: panel.svg, title: options.title ?? `${yName} against ${xName}` }],
    direct: true,
    ...(told ? { labelMargin: true } : {}),
    key: told
      ? curves.map(({ name }, i) => ({
          symbol: seriesSymbol(i),
          label: shorten(visibleText(name), 40),
        }))
      : [],
    caption: captionOf(data, told, cut, logarithmic),
    description:
      `${curves.length} ${curves.length === 1 ? "curve" : "curves"}: ${yName} ${rangeWords(y)} against ${xName} ` +
      `${rangeWords(x)}.`,
    tables: [traceTable(curves, xName, yName)],
    names: [xName, yName, ...curves.map(({ name }) => name), ...marks.map(({ name }) => name)],
    shortened: [
      ...(told
        ? tooWide(
            curves.map(({ name }) => name),
            NAME_ROOM,
          )
        : []),
      ...tooWide(
        marks.map(({ name }) => name),
        MARK_ROOM,
      ),
    ],
  };
}

function checkTraces({ curves, marks = [] }: TraceData, options: TraceOptions): boolean {
  const where = "traceFigure";
  checkKeys(where, options, [...figureOptionNames, "xName", "yName", "log"]);
  const logarithmic = checkFlag(where, "log", options.log ?? false);
  if (extent(...curves.map(({ values }) => values)) === undefined)
    throw new ArgumentError({ where, problem: "there must be a finite value, got none" });
  for (const { name, steps, values } of curves) {
    checkLength(where, `values of ${name}`, values, steps.length, "one per step");
    for (let i = 0; i < steps.length; i++) {
      checkNumber(where, `step ${i} of ${name}`, steps[i], i === 0 ? {} : { above: steps[i - 1]! });
      if (logarithmic && Number.isFinite(values[i]!))
        checkNumber(where, `value ${i} of ${name} on a logarithmic axis`, values[i], { above: 0 });
    }
  }
  for (const { at, name } of marks) checkNumber(where, `place of the mark ${name}`, at);
  return logarithmic;
}

/** The values after the start, without their tails, wholly; the others as far as they are near. */
function traceDomain(curves: readonly TraceCurve[], logarithmic: boolean): { domain: Domain; cut: boolean } {
  const scale = (value: number) => (logarithmic ? log(value) : value);
  const finite = (values: ArrayLike<number>, from: number) =>
    Float64Array.from(Array.from(values).slice(from).filter(Number.isFinite), scale);
  const core = curves.map(({ values }) => {
    const sorted = finite(values, Math.floor(START * values.length)).sort();
    const cutOff = Math.floor(TAIL * sorted.length);
    return sorted.subarray(cutOff, sorted.length - cutOff);
  });
  const { domain, cut } = bandDomain(
    extent(...core),
    extent(...curves.map(({ values }) => finite(values, 0))),
    REACH,
  );
  return { domain: logarithmic ? [exp(domain[0]), exp(domain[1])] : domain, cut };
}

function traceMarks(
  { curves, marks = [] }: TraceData,
  told: boolean,
  logarithmic: boolean,
  x: Domain,
  y: Domain,
): Markish[] {
  const scale = (value: number) => (logarithmic ? log(value) : value);
  const view = curveView("full", x, [scale(y[0]), scale(y[1])]);
  const style = (i: number): MarkStyle =>
    told ? seriesLine(i, 1.4) : curves.length === 1 ? markStyles.curve : markStyles.draw;
  return [
    ...marks.map(({ at }) => ruleX([at], { y1: y[0], y2: y[1], ...markStyles.maximum })),
    ...curves.map(({ steps, values }, i) => {
      const shown = thinTrace(values);
      const heights = take(values, shown).map(scale);
      // Thinned in the drawing's own scale, then put back on the axis.
      return curvesMark(take(steps, shown), [heights], view, style(i), logarithmic ? exp : undefined);
    }),
  ];
}

/** Names the mark beside its line, each further one a line lower. */
function writeMark(panel: Panel, { at, name }: TraceMark, i: number, document: Document): void {
  const x = panel.x(at);
  const [toLeft, toRight] = [x - panel.left, panel.right - x];
  const right = toRight >= toLeft;
  const room = Math.min(MARK_ROOM, (right ? toRight : toLeft) / panelMeasures.full.largestFont - 0.5);
  const place = {
    x: Number((right ? x + 5 : x - 5).toFixed(1)),
    y: panel.top,
    dy: 0.9 + 1.3 * i,
    anchor: right ? "start" : "end",
    className: "mark-name",
  } as const;
  appendText(document, panel.svg, fitText(name, room), { ...place, fill: lightPalette.ink });
}

function lastFinite(values: ArrayLike<number>): number {
  let i = values.length - 1;
  while (i > 0 && !Number.isFinite(values[i]!)) i -= 1;
  return values[i] ?? Number.NaN;
}

function captionOf({ curves }: TraceData, told: boolean, cut: boolean, logarithmic: boolean): string[] {
  const longest = Math.max(...curves.map(({ values }) => values.length));
  let gaps = 0;
  for (const { values } of curves)
    for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) gaps += 1;
  return [
    ...(logarithmic ? ["The vertical axis is logarithmic."] : []),
    ...(curves.length > 1 && !told
      ? [`${formatCount(curves.length)} runs, one line each; they are not told apart.`]
      : []),
    ...(cut ? ["Values far from those of the later run, such as its start, lie outside the figure."] : []),
    ...thinnedSentence("values", longest),
    ...(gaps === 0 ? [] : [`${formatCount(gaps)} values are not finite: the curves have gaps there.`]),
  ];
}

/** Rows of the table for each curve. */
const TABLE_ROWS_OF_CURVE = 12;

function traceTable(curves: readonly TraceCurve[], xName: string, yName: string): Table {
  return {
    caption: "Values along the run",
    columns: ["curve", xName, yName],
    rows: Array.from(evenly(curves.length, SERIES_COUNT), (k) => curves[k]!).flatMap(
      ({ name, steps, values }) =>
        Array.from(evenly(steps.length, TABLE_ROWS_OF_CURVE), (i) => [name, steps[i]!, values[i]!]),
    ),
    of: curves.reduce((sum, { steps }) => sum + steps.length, 0),
  };
}
