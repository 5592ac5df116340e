import { checkKeys, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { exp, log } from "../../numeric/special.ts";
import { formatCount, formatNumber } from "../format/formatNumber.ts";
import { lightPalette } from "../palette.ts";
import { type Markish, ruleX } from "../plot.ts";
import type { Domain } from "./domain.ts";
import { type FigureOptions, type FigurePanel, type FigureParts, figureOptionNames } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { panelMeasures } from "./panelSizes.ts";
import { pointsMark, rangesMark, verticalsMark } from "./pathMarks.ts";
import { rowMargin, rowPanel } from "./rowPanel.ts";
import { standalone } from "./standalone.ts";
import { appendText } from "./svgText.ts";

/** A ratio with its range. */
export interface Ratio {
  /** What it is a ratio to. */
  readonly name: string;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** The value that was aimed at. */
  readonly goal?: number;
}

/** Ratios that belong together. */
export interface RatioGroup {
  readonly heading: string;
  readonly ratios: readonly Ratio[];
}

/** Options of {@link ratioFigure}. */
export interface RatioOptions extends FigureOptions {
  /** What the ratio is. Default "ratio". */
  readonly xName?: string;
  /** What a ratio of 1 means. Default "equal". */
  readonly oneName?: string;
  /** What the point is. Default "median". */
  readonly valueName?: string;
  /** What the range is. Default "range". */
  readonly rangeName?: string;
}

/** Room for "0.0356x" beside the smallest ratio, as a share of the axis, when the text is at its largest; more for longer ones. */
const LABEL_SHARE = 0.19;
const LABEL_LENGTH = 7;

/**
 * Ratios as points with their ranges on one logarithmic axis, a panel for each group, with what was aimed at.
 *
 * Throws an ArgumentError if there is no ratio or one is not a positive number within its range.
 */
export function ratioFigure(
  groups: readonly RatioGroup[],
  options: RatioOptions,
  document: Document,
): SVGElement {
  return standalone(ratioParts(groups, options, document), options, document);
}

/** The parts of {@link ratioFigure} for a page. */
export function ratioParts(
  groups: readonly RatioGroup[],
  options: RatioOptions,
  document: Document,
): FigureParts {
  checkRatios(groups, options);
  const { xName = "ratio", oneName = "equal", valueName = "median", rangeName = "range" } = options;
  const all = groups.flatMap(({ ratios }) => ratios);
  const goals = all.filter(({ goal }) => goal !== undefined);
  const met = goals.filter(({ value, goal }) => value >= goal!);
  const domain = ratioDomain(all);
  const marginLeft = Math.max(...groups.map(({ ratios }) => rowMargin(ratios.map(({ name }) => name))));
  const sentences =
    goals.length === 0 ? [] : [`${met.length} of ${formatCount(goals.length)} goals are met.`];
  return {
    size: "full",
    panels: groups.map((group, i) =>
      ratioPanel(
        group,
        { domain, marginLeft, last: i === groups.length - 1, xName },
        `${options.id ?? "figure"}-p${i + 1}`,
        document,
      ),
    ),
    direct: false,
    key: [
      { symbol: "curve", label: `${valueName} and ${rangeName}` },
      ...(goals.length === 0 ? [] : [{ symbol: "joint", label: "goal" } as const]),
      { symbol: "upright", label: oneName },
    ],
    caption: ["The axis is logarithmic.", ...sentences],
    description: `${groups.length} groups of ratios from ${formatNumber(domain[0])} to ${formatNumber(domain[1])}. ${sentences.join(" ")}`,
    tables: [
      {
        caption: "Ratios",
        columns: ["group", "compared with", valueName, "smallest", "largest", "goal"],
        rows: groups.flatMap(({ heading, ratios }) =>
          ratios.map(({ name, value, lower, upper, goal }) => [
            heading,
            name,
            value,
            lower,
            upper,
            goal ?? "",
          ]),
        ),
      },
    ],
    names: [xName, oneName, ...groups.map(({ heading }) => heading), ...all.map(({ name }) => name)],
  };
}

/** An axis that holds all ratios and goals, 1, and what is written to the left of ratios below 1. */
function ratioDomain(all: readonly Ratio[]): Domain {
  const ends = all.flatMap(({ lower, upper, goal = upper }) => [lower, upper, goal]);
  const [low, high] = [Math.min(1, ...ends), 1.25 * Math.max(1, ...ends)];
  const below = all.filter(({ value }) => value < 1).map(({ value }) => labelOf(value).length);
  const room = below.length === 0 ? 0.05 : LABEL_SHARE * Math.max(1, Math.max(...below) / LABEL_LENGTH);
  return [exp(log(low) - room * (log(high) - log(low))), high];
}

/** What is written beside a ratio. */
const labelOf = (value: number): string => `${formatNumber(value, 3)}×`;

function checkRatios(groups: readonly RatioGroup[], options: RatioOptions): void {
  const where = "ratioFigure";
  checkKeys(where, options, [...figureOptionNames, "xName", "oneName", "valueName", "rangeName"]);
  if (groups.length === 0 || groups.some(({ ratios }) => ratios.length === 0)) {
    throw new ArgumentError({ where, problem: "every group must have at least one ratio, got none" });
  }
  for (const { name, value, lower, upper, goal } of groups.flatMap(({ ratios }) => ratios)) {
    checkNumber(where, `lower of ${name}`, lower, { above: 0 });
    checkNumber(where, `value of ${name}`, value, { min: lower, max: upper });
    if (goal !== undefined) checkNumber(where, `goal of ${name}`, goal, { above: 0 });
  }
}

interface Frame {
  readonly domain: Domain;
  readonly marginLeft: number;
  readonly last: boolean;
  readonly xName: string;
}

function ratioPanel(
  { heading, ratios }: RatioGroup,
  { domain, marginLeft, last, xName }: Frame,
  id: string,
  document: Document,
): FigurePanel {
  const panel = rowPanel(
    {
      id,
      names: ratios.map(({ name }) => name),
      heading,
      // Room for "1230x" beside the largest point.
      marginRight: Math.ceil(4 * panelMeasures.full.largestFont),
      x: { domain, log: true, ...(last ? { label: xName } : { bare: true }) },
      marks: ratioMarks(ratios),
    },
    document,
    marginLeft,
  );
  ratios.forEach(({ value, lower, upper, goal = value }, i) => {
    // Away from the line at 1, and beyond the goal where that is on the way.
    const [end, anchor, gap] =
      value < 1
        ? ([Math.min(lower, goal), "end", -8] as const)
        : ([Math.max(upper, goal), "start", 8] as const);
    const place = { x: panel.x(end) + gap, y: panel.y(i), dy: 0.35, anchor } as const;
    const style = { className: "mark-name", fill: lightPalette.ink } as const;
    appendText(document, panel.svg, labelOf(value), { ...place, ...style });
  });
  return { svg: panel.svg, title: heading };
}

function ratioMarks(ratios: readonly Ratio[]): Markish[] {
  const rows = ratios.map((_, i) => i);
  const aimed = rows.filter((i) => ratios[i]!.goal !== undefined);
  return [
    ruleX([1], { ...markStyles.reference }),
    rangesMark(
      ratios.map(({ lower }) => lower),
      ratios.map(({ upper }) => upper),
      rows,
      markStyles.curve,
    ),
    pointsMark(
      ratios.map(({ value }) => value),
      rows,
      3,
      markStyles.meanPoint,
    ),
    verticalsMark(
      aimed.map((i) => ratios[i]!.goal!),
      aimed.map((i) => i - 0.3),
      aimed.map((i) => i + 0.3),
      markStyles.joint,
    ),
  ];
}
