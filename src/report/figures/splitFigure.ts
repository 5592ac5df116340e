import { checkChoice, checkKeys, checkLength } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { formatCount, formatPercent } from "../format/formatNumber.ts";
import { lightPalette } from "../palette.ts";
import type { Markish } from "../plot.ts";
import { rangeWords } from "./bandCaption.ts";
import { curveView } from "./bandMarks.ts";
import { writeDirectLabels } from "./directLabels.ts";
import type { Domain } from "./domain.ts";
import { type FigureOptions, type FigureParts, figureOptionNames } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { DIRECT_LABEL_MARGIN } from "./panelSizes.ts";
import { curvesMark, regionMark } from "./pathMarks.ts";
import { plotPanel } from "./plotPanel.ts";
import { type SplitLayers, splitByRank, splitByX } from "./splitLayers.ts";
import { standalone } from "./standalone.ts";
import { evenly } from "./thin.ts";

/** What {@link splitFigure} draws: the uncertainty of n predictions in two parts that add up. */
export interface SplitData {
  /** Grid of the one input [n], ascending. Left out: the predictions are drawn in the order of their total. */
  readonly x?: ArrayLike<number>;
  /** The part of f(x), which more data would reduce [n]: its variance, or the mutual information of class and parameters. */
  readonly epistemic: ArrayLike<number>;
  /** The noise, which stays [n]: its variance, or the expected entropy of the class. */
  readonly aleatoric: ArrayLike<number>;
  /** Variances of numbers, or entropies of classes in nats. */
  readonly kind: "variance" | "entropy";
}

/** Options of {@link splitFigure}. */
export interface SplitOptions extends FigureOptions {
  /** Name of the input, with its unit. Default "x". */
  readonly xName?: string;
  /** Name of the target. Default "y". */
  readonly yName?: string;
}

/**
 * How the total uncertainty splits into the part that more data would reduce (epistemic) and the noise (aleatoric), as
 * areas upon each other: variances and entropies add up, standard deviations do not. Along the input where `x` is given;
 * else over the rows in the order of their total, which are put into up to 100 groups of equally many. Rows with a part
 * that is not finite, such as the variance of a Student t with 2 degrees of freedom, are left out, and the caption says so.
 *
 * Throws a ShapeError if lengths differ, an ArgumentError if a part is below 0, x does not ascend or has less than two
 * values, or nothing is finite.
 */
export function splitFigure(data: SplitData, options: SplitOptions, document: Document): SVGElement {
  return standalone(splitParts(data, options, document), options, document);
}

/** The parts of {@link splitFigure} for a page. */
export function splitParts(data: SplitData, options: SplitOptions, document: Document): FigureParts {
  checkSplit(data, options);
  const { xName = "x", yName = "y" } = options;
  const layers = data.x === undefined ? splitByRank(data) : splitByX(data.x, data);
  if (layers.shown === 0)
    throw new ArgumentError({ where: "splitFigure", problem: "there must be a finite prediction, got none" });
  const top = layers.total.reduce((most, value) => (value > most ? value : most), 0);
  const domain: Domain = [0, top > 0 ? 1.05 * top : 1];
  const across: Domain = [layers.grid[0]!, layers.grid[layers.grid.length - 1]!];
  const xLabel = data.x === undefined ? "share of the predictions, in the order of their total" : xName;
  const measure = data.kind === "variance" ? `variance of ${yName}` : `entropy of ${yName} (nats)`;
  const panel = plotPanel(
    {
      size: "full",
      id: options.id ?? "figure",
      x: { domain: across, label: xLabel },
      y: { domain, label: measure },
      marks: splitMarks(layers, across, domain),
      marginRight: DIRECT_LABEL_MARGIN,
    },
    document,
  );
  const last = layers.grid.length - 1;
  const [noise, total] = [layers.noise[last]!, layers.total[last]!];
  const style = { className: "band", fill: lightPalette.muted, connected: true };
  const labels = [
    { ...style, text: "epistemic", at: (noise + total) / 2 },
    { ...style, text: "noise", at: noise / 2 },
  ];
  writeDirectLabels(panel, labels, document);
  const sentences = [
    "Darker area: the part that more data would reduce (epistemic); lighter area beneath it: the noise (aleatoric).",
    ...shareSentences(data, layers),
  ];
  return {
    size: "full",
    panels: [
      { svg: panel.svg, title: options.title ?? `${measure}: what more data would reduce, and noise` },
    ],
    direct: true,
    labelMargin: true,
    key: [
      { symbol: "function-band", label: "epistemic" },
      { symbol: "observation-band", label: "noise" },
    ],
    caption: [...sentences, ...leftOutSentences(data, layers)],
    description: `Areas upon each other over ${xLabel} ${rangeWords(across)}; their total ${rangeWords([0, top])}. ${sentences.join(" ")}`,
    tables: [splitTable(layers, data.x === undefined ? "share of the predictions" : xName)],
    names: [xName, yName],
  };
}

function checkSplit(data: SplitData, options: SplitOptions): void {
  const where = "splitFigure";
  checkKeys(where, options, [...figureOptionNames, "xName", "yName"]);
  checkChoice(where, "kind", data.kind, ["variance", "entropy"]);
  const { x, epistemic, aleatoric } = data;
  checkLength(where, "aleatoric", aleatoric, epistemic.length, "one per prediction");
  for (const name of ["epistemic", "aleatoric"] as const) {
    const below = Array.from(data[name]).findIndex((value) => value < 0);
    if (below < 0) continue;
    const problem = `${name} must be at least 0, got ${data[name][below]} at position ${below}`;
    throw new ArgumentError({ where, problem });
  }
  if (x === undefined) return;
  checkLength(where, "x", x, epistemic.length, "one per prediction");
  if (x.length < 2)
    throw new ArgumentError({ where, problem: `x must have at least two values, got ${x.length}` });
  for (let i = 0; i < x.length; i++) {
    if (Number.isFinite(x[i]!) && (i === 0 || x[i]! > x[i - 1]!)) continue;
    throw new ArgumentError({ where, problem: `x must be finite and ascend, got ${x[i]} at position ${i}` });
  }
}

function splitMarks({ grid, noise, total }: SplitLayers, x: Domain, y: Domain): Markish[] {
  const view = curveView("full", x, y);
  const floor = noise.map((value) => (Number.isFinite(value) ? 0 : value));
  return [
    regionMark(grid, { lower: floor, upper: noise }, view, markStyles.observationBand),
    regionMark(grid, { lower: noise, upper: total }, view, markStyles.functionBand),
    curvesMark(grid, [noise], view, markStyles.observationEdge),
    curvesMark(grid, [total], view, markStyles.functionEdge),
  ];
}

/** What share is epistemic; of variances also what that means for standard deviations. */
function shareSentences(data: SplitData, { share, narrowing }: SplitLayers): string[] {
  if (share === undefined) return ["The total is 0 everywhere."];
  if (data.kind === "entropy") return [`On average ${percent(share)} of the entropy is epistemic.`];
  return [
    `On average ${percent(share)} of the variance is epistemic; without it the standard deviation would be ` +
      `${percent(narrowing)} smaller, since variances add up and standard deviations do not.`,
  ];
}

const percent = (share: number): string => formatPercent(Number(share.toPrecision(2)));

function leftOutSentences(data: SplitData, { shown, groups }: SplitLayers): string[] {
  const total = data.epistemic.length;
  const lost = total - shown;
  return [
    ...(groups !== undefined && groups < shown
      ? [`${formatCount(shown)} predictions are drawn as the means of ${groups} groups of equally many.`]
      : []),
    ...(lost > 0
      ? [
          `${formatCount(lost)} of ${formatCount(total)} predictions ${lost === 1 ? "is" : "are"} not finite and left out.`,
        ]
      : []),
  ];
}

function splitTable({ grid, noise, total }: SplitLayers, name: string): FigureParts["tables"][number] {
  return {
    caption: "Uncertainty in its two parts",
    columns: [name, "epistemic", "noise", "total"],
    rows: Array.from(evenly(grid.length, 21), (i) => [grid[i]!, total[i]! - noise[i]!, noise[i]!, total[i]!]),
    of: grid.length,
  };
}
