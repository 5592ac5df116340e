import { sampleQuantile } from "../../diagnostics/sampleQuantile.ts";
import { checkFlag, checkKeys, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { exp, log } from "../../numeric/special.ts";
import { formatCount, formatNumber } from "../format/formatNumber.ts";
import type { Text } from "../page/text.ts";
import { type Markish, ruleX } from "../plot.ts";
import { rangeWords } from "./bandCaption.ts";
import type { Domain } from "./domain.ts";
import { type FigureOptions, type FigureParts, figureOptionNames } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { rangesMark } from "./pathMarks.ts";
import { checkRows, rowPanel } from "./rowPanel.ts";
import { seriesPoints, seriesStroke } from "./seriesStyles.ts";
import { standalone } from "./standalone.ts";

/** How wide the predictions of one method are. */
export interface SharpnessGroup {
  /** Name of the method. */
  readonly name: string;
  /** Width of each interval, or standard deviation of each prediction [n], at least 0. */
  readonly values: ArrayLike<number>;
}

/** What {@link sharpnessFigure} draws. */
export interface SharpnessData {
  /** One row for each method; the i-th has the colour and the shape of the i-th series. */
  readonly groups: readonly SharpnessGroup[];
  /** A spread of the observations to compare with, in the same unit. */
  readonly reference?: number;
}

/** Options of {@link sharpnessFigure}. */
export interface SharpnessOptions extends FigureOptions {
  /** What the values are, with their unit. Default "standard deviation". */
  readonly xName?: string;
  /** What the reference is. Default "standard deviation of the observations". */
  readonly referenceName?: string;
  /** Whether the axis is logarithmic. Default false. */
  readonly log?: boolean;
}

const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/**
 * How wide the intervals of several methods are: for each the quantiles 5, 25, 50, 75 and 95 % over its predictions, as a
 * thin line, a thick line and a point. The narrower the better, if the intervals hold what they promise.
 *
 * Quantiles are those of the sorted values with straight lines between them. Values that are not finite are left out, and
 * the caption says so.
 *
 * Throws an ArgumentError if there is no group or more than 60, a group has no finite value, a value is below 0, or one is
 * 0 on a logarithmic axis.
 */
export function sharpnessFigure(
  data: SharpnessData,
  options: SharpnessOptions,
  document: Document,
): SVGElement {
  return standalone(sharpnessParts(data, options, document), options, document);
}

/** The parts of {@link sharpnessFigure} for a page. */
export function sharpnessParts(
  data: SharpnessData,
  options: SharpnessOptions,
  document: Document,
): FigureParts {
  checkSharpness(data, options);
  const { groups, reference } = data;
  const { xName = "standard deviation", referenceName = "standard deviation of the observations" } = options;
  const logarithmic = options.log ?? false;
  const finite = groups.map(({ values }) =>
    Float64Array.from(Array.from(values).filter(Number.isFinite)).sort(),
  );
  const rows = groups.map(({ name }, i) => quantilesOf(name, finite[i]!, logarithmic));
  const domain = widthDomain(rows.flat().concat(reference ?? []), logarithmic);
  const panel = rowPanel(
    {
      id: options.id ?? "figure",
      names: groups.map(({ name }) => name),
      x: { domain, log: logarithmic, label: xName },
      marks: widthMarks(rows, reference),
      notes: rows.map(([, , median]) => formatNumber(median!, 3)),
    },
    document,
  );
  const sentences = [
    "Point and number: the median; thick line: the middle half; thin line: from 5 % to 95 %.",
    ...(logarithmic ? ["The axis is logarithmic."] : []),
  ];
  return {
    size: "full",
    panels: [{ svg: panel.svg, title: options.title ?? `${xName} of each method` }],
    direct: false,
    key: reference === undefined ? [] : [{ symbol: "upright", label: referenceName }],
    caption: [...sentences, ...groups.flatMap((group, i) => leftOutSentence(group, finite[i]!.length))],
    description: `${groups.length} rows; ${xName} ${rangeWords(domain)}. ${sentences.join(" ")}`,
    tables: [
      {
        caption: "Quantiles of the widths",
        columns: ["method", "5 %", "25 %", "median", "75 %", "95 %", "predictions"],
        rows: groups.map(({ name }, i) => [name, ...rows[i]!, finite[i]!.length]),
      },
    ],
    names: [xName, referenceName, ...groups.map(({ name }) => name)],
  };
}

function checkSharpness({ groups, reference }: SharpnessData, options: SharpnessOptions): void {
  const where = "sharpnessFigure";
  checkKeys(where, options, [...figureOptionNames, "xName", "referenceName", "log"]);
  checkRows(where, "groups", groups);
  const positive = checkFlag(where, "log", options.log ?? false);
  if (reference !== undefined)
    checkNumber(where, "reference", reference, positive ? { above: 0 } : { min: 0 });
}

function quantilesOf(name: string, sorted: Float64Array, positive: boolean): number[] {
  const where = "sharpnessFigure";
  if (sorted.length === 0)
    throw new ArgumentError({ where, problem: `values of ${name} must have a finite number, got none` });
  checkNumber(where, `the least of the values of ${name}`, sorted[0], positive ? { above: 0 } : { min: 0 });
  return SHARES.map((share) => sampleQuantile(sorted, share));
}

/** From 0 on a linear axis, since widths are compared by their ratio. */
function widthDomain(values: readonly number[], logarithmic: boolean): Domain {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (!logarithmic) return [0, high > 0 ? 1.05 * high : 1];
  const room = exp(0.05 * Math.max(log(high) - log(low), 1));
  return [low / room, high * room];
}

function widthMarks(rows: readonly (readonly number[])[], reference: number | undefined): Markish[] {
  const marks: Markish[] = reference === undefined ? [] : [ruleX([reference], { ...markStyles.reference })];
  rows.forEach(([q5, q25, q50, q75, q95], i) => {
    marks.push(
      rangesMark([q5!], [q95!], [i], seriesStroke(i, 1.4)),
      rangesMark([q25!], [q75!], [i], seriesStroke(i, 4.5)),
      seriesPoints([q50!], [i], i, 5),
    );
  });
  return marks;
}

function leftOutSentence({ name, values }: SharpnessGroup, finite: number): Text[] {
  const lost = values.length - finite;
  if (lost === 0) return [];
  return [
    [
      `${formatCount(lost)} of ${formatCount(values.length)} values of `,
      { name },
      ` ${lost === 1 ? "is" : "are"} not finite and left out.`,
    ],
  ];
}
