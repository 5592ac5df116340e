import { checkKeys, checkLength, checkNumber } from "../../errors/checks.ts";
import { formatCount, formatNumber } from "../format/formatNumber.ts";
import { lightPalette } from "../palette.ts";
import { type Domain, padDomain } from "./domain.ts";
import { type FigureOptions, type FigureParts, figureOptionNames } from "./figure.ts";
import { joinedRanks, type RankSpan } from "./joinedRanks.ts";
import { markStyles } from "./markStyles.ts";
import { rangesMark, verticalsMark } from "./pathMarks.ts";
import type { Panel } from "./plotPanel.ts";
import { checkRows, rowPanel } from "./rowPanel.ts";
import { seriesPoints } from "./seriesStyles.ts";
import { standalone } from "./standalone.ts";
import { appendText, svgElement } from "./svgText.ts";

/** What {@link criticalDifferenceFigure} draws. */
export interface CriticalDifferenceData {
  /** Names of the k methods; the i-th has the colour and the shape of the i-th series. */
  readonly names: readonly string[];
  /** Mean rank of each method over the data sets or splits, 1 for the best [k]. */
  readonly meanRanks: readonly number[];
  /** The least difference of two mean ranks that is no chance, for example Nemenyi's. */
  readonly difference: number;
}

/** Options of {@link criticalDifferenceFigure}. */
export interface CriticalDifferenceOptions extends FigureOptions {
  /** What was ranked. Default "mean rank (1 is best)". */
  readonly xName?: string;
}

/** Distance of the bars that join methods. */
const LANE = 9;

/**
 * Mean ranks of methods, the best on top, with bars that join those whose mean ranks differ by less than the critical
 * difference, so that data do not tell them apart (Demsar 2006). Each bar joins as many methods as it can, and none lies
 * within another.
 *
 * Throws a ShapeError if there is not one rank per name, an ArgumentError if there is no method or more than 60, a rank is
 * not between 1 and the number of methods, or the difference is below 0.
 */
export function criticalDifferenceFigure(
  data: CriticalDifferenceData,
  options: CriticalDifferenceOptions,
  document: Document,
): SVGElement {
  return standalone(criticalDifferenceParts(data, options, document), options, document);
}

/** The parts of {@link criticalDifferenceFigure} for a page. */
export function criticalDifferenceParts(
  data: CriticalDifferenceData,
  options: CriticalDifferenceOptions,
  document: Document,
): FigureParts {
  checkRanks(data, options);
  const { names, meanRanks, difference } = data;
  const { xName = "mean rank (1 is best)" } = options;
  const order = names.map((_, i) => i).sort((a, b) => meanRanks[a]! - meanRanks[b]! || a - b);
  const ranks = order.map((i) => meanRanks[i]!);
  const spans = joinedRanks(ranks, difference);
  const lanes = 1 + Math.max(-1, ...spans.map(({ lane }) => lane));
  const domain = rankDomain(ranks, difference);
  const panel = rowPanel(
    {
      id: options.id ?? "figure",
      names: order.map((i) => names[i]!),
      x: { domain, label: xName },
      above: 1.4,
      marginRight: 16 + LANE * lanes,
      marks: [
        // From each point to the bars at the right.
        rangesMark(
          ranks,
          ranks.map(() => domain[1]),
          ranks.map((_, row) => row),
          markStyles.guide,
        ),
        rangesMark([ranks[0]!], [ranks[0]! + difference], [-0.85], markStyles.joint),
        verticalsMark([ranks[0]!, ranks[0]! + difference], [-1, -1], [-0.7, -0.7], markStyles.joint),
        ...order.map((i, row) => seriesPoints([meanRanks[i]!], [row], i, 5)),
      ],
    },
    document,
  );
  nameDifference(panel, ranks[0]!, domain, difference, document);
  joinRows(panel, spans, document);
  const sentence =
    `Bars at the right join methods whose mean ranks differ by less than the critical difference, ` +
    `${formatNumber(difference, 3)}; ${joinedWords(spans, names.length)}.`;
  return {
    size: "full",
    panels: [{ svg: panel.svg, title: options.title ?? "Mean ranks with their critical difference" }],
    direct: true,
    key: [],
    caption: [sentence],
    description: `${names.length} methods, mean ranks ${formatNumber(ranks[0]!, 3)} to ${formatNumber(ranks.at(-1)!, 3)}. ${sentence}`,
    tables: [
      {
        caption: "Mean ranks",
        columns: ["method", "mean rank", "not told apart from"],
        rows: order.map((i, row) => [
          names[i]!,
          meanRanks[i]!,
          partners(row, ranks, difference, order, names),
        ]),
      },
    ],
    names: [xName, ...names],
  };
}

function checkRanks(data: CriticalDifferenceData, options: CriticalDifferenceOptions): void {
  const where = "criticalDifferenceFigure";
  const { names, meanRanks, difference } = data;
  checkKeys(where, options, [...figureOptionNames, "xName"]);
  checkRows(where, "methods", names);
  checkLength(where, "meanRanks", meanRanks, names.length, "one per name");
  meanRanks.forEach((rank, i) => {
    checkNumber(where, `meanRanks[${i}]`, rank, { min: 1, max: names.length });
  });
  checkNumber(where, "difference", difference, { min: 0 });
}

/** All possible ranks, and the critical difference to the right of the best. */
function rankDomain(ranks: readonly number[], difference: number): Domain {
  return padDomain([1, Math.max(ranks.length, ranks[0]! + difference)], 0.03);
}

/** Writes what the bar above the rows is, to the side that has room. */
function nameDifference(
  panel: Panel,
  best: number,
  [low, high]: Domain,
  difference: number,
  document: Document,
): void {
  const left = best - low <= 0.4 * (high - low);
  const place = { x: panel.x(left ? best : high), y: panel.y(-1.35), dy: 0.35 };
  appendText(document, panel.svg, `critical difference ${formatNumber(difference, 3)}`, {
    ...place,
    anchor: left ? "start" : "end",
    className: "mark-name",
    fill: lightPalette.ink,
  });
}

/** Draws the bars at the right of the panel. */
function joinRows(panel: Panel, spans: readonly RankSpan[], document: Document): void {
  const { className, stroke = "" } = markStyles.joint;
  const group = svgElement(document, "g", { class: className, fill: "none", stroke, "stroke-width": 3 });
  for (const { first, last, lane } of spans) {
    const x = panel.right + 10 + LANE * lane;
    group.append(
      svgElement(document, "path", { d: `M${x},${panel.y(first - 0.3)}L${x},${panel.y(last + 0.3)}` }),
    );
  }
  panel.svg.append(group);
}

function joinedWords(spans: readonly RankSpan[], count: number): string {
  const joined = new Set(
    spans.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, k) => first + k)),
  ).size;
  if (joined === 0) return "no two methods are joined";
  return `${formatCount(joined)} of ${formatCount(count)} methods are joined with another`;
}

function partners(
  row: number,
  ranks: readonly number[],
  difference: number,
  order: readonly number[],
  names: readonly string[],
): string {
  const others = order.filter((_, k) => k !== row && Math.abs(ranks[k]! - ranks[row]!) < difference);
  const shown = others.slice(0, 3).map((i) => names[i]!);
  const more = others.length > 3 ? ` and ${others.length - 3} more` : "";
  return others.length === 0 ? "none" : `${shown.join(", ")}${more}`;
}
