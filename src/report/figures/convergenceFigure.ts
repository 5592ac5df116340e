import { sampleQuantile } from "../../diagnostics/sampleQuantile.ts";
import { checkKeys, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { formatCount } from "../format/formatNumber.ts";
import { linearTicks, type Ticks } from "../format/ticks.ts";
import { lightPalette } from "../palette.ts";
import { type Markish, ruleX } from "../plot.ts";
import { TABLE_ROWS } from "./bandTables.ts";
import { type Domain, extent } from "./domain.ts";
import { type FigureOptions, type FigurePanel, type FigureParts, figureOptionNames } from "./figure.ts";
import { fitText, textWidth, tooWide } from "./fitName.ts";
import { type MarkStyle, markStyles } from "./markStyles.ts";
import { panelMeasures } from "./panelSizes.ts";
import { pointsMark, rangesMark } from "./pathMarks.ts";
import { plotPanel } from "./plotPanel.ts";
import { seriesPoints, seriesStroke } from "./seriesStyles.ts";
import { standalone } from "./standalone.ts";
import { appendText } from "./svgText.ts";

/** How well the chains of one quantity agree; null where that cannot be given, as in a `Diagnosis`. */
export interface QuantityConvergence {
  readonly name: string;
  readonly rHat: number | null;
  readonly essBulk: number | null;
  readonly essTail: number | null;
}

/** What {@link convergenceFigure} draws. */
export interface ConvergenceData {
  /** Number of chains, for the reference of effective sample sizes. */
  readonly chains: number;
  readonly quantities: readonly QuantityConvergence[];
}

/** Up to so many quantities each has its row; of more, the worst have, and the others share one. */
const [MOST_ROWS, WORST] = [30, 15];
/** Chains may be used with R-hat below the first and an effective sample size above the second, for each chain. */
const [R_HAT, ESS_PER_CHAIN] = [1.01, 100];
const ROW = 18;
/** Room for the name of a quantity in multiples of the size of the text. */
const NAME_ROOM = 9;

/**
 * R-hat and effective sample sizes of many quantities, the worst first, beside what is asked of them: R-hat below 1.01 and at
 * least 100 effective draws for each chain, in the bulk and in the tails. Of more than 30 quantities the worst 15 have rows of
 * their own; the others are drawn as median, central 90 % and range.
 * Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Bayesian Analysis 16(2).
 *
 * Throws an ArgumentError if there is no quantity or a diagnostic is neither null nor a number above 0.
 */
export function convergenceFigure(
  data: ConvergenceData,
  options: FigureOptions,
  document: Document,
): SVGElement {
  return standalone(convergenceParts(data, options, document), options, document);
}

/** The parts of {@link convergenceFigure} for a page. */
export function convergenceParts(
  data: ConvergenceData,
  options: FigureOptions,
  document: Document,
): FigureParts {
  const least = checkConvergence(data, options);
  const sorted = [...data.quantities].sort((a, b) => badness(b, least) - badness(a, least));
  const shown = sorted.length > MOST_ROWS ? sorted.slice(0, WORST) : sorted;
  const rest = sorted.slice(shown.length);
  const rows = [
    ...shown.map(({ name }) => name),
    ...(rest.length > 0 ? [`other ${formatCount(rest.length)}`] : []),
  ];
  const id = options.id ?? "figure";
  const sentences = convergenceSentences(data, least);
  return {
    size: "half",
    panels: [
      rHatPanel(rows, shown, rest, `${id}-p1`, document),
      essPanel(rows, shown, rest, least, `${id}-p2`, document),
    ],
    direct: false,
    key: [
      { symbol: "mean-point", label: "R-hat" },
      { symbol: "series-1", label: "bulk effective sample size" },
      { symbol: "series-2", label: "tail effective sample size" },
      { symbol: "upright", label: `${R_HAT}, and ${formatCount(least)}` },
    ],
    caption: [
      ...sentences,
      ...(rest.length === 0
        ? []
        : [
            `The worst ${WORST} have rows; of the others the median, the central 90 % and the range are drawn.`,
          ]),
    ],
    description: sentences.join(" "),
    tables: [
      {
        caption:
          sorted.length > TABLE_ROWS
            ? `Diagnostics of the worst ${TABLE_ROWS} of ${formatCount(sorted.length)} quantities`
            : "Diagnostics, worst first",
        columns: ["quantity", "R-hat", "bulk ESS", "tail ESS"],
        rows: sorted
          .slice(0, TABLE_ROWS)
          .map(({ name, rHat, essBulk, essTail }) => [name, rHat ?? "—", essBulk ?? "—", essTail ?? "—"]),
      },
    ],
    names: shown.map(({ name }) => name),
    shortened: tooWide(
      shown.map(({ name }) => name),
      NAME_ROOM,
    ),
  };
}

function checkConvergence({ chains, quantities }: ConvergenceData, options: FigureOptions): number {
  const where = "convergenceFigure";
  checkKeys(where, options, figureOptionNames);
  checkNumber(where, "chains", chains, { min: 1, integer: true });
  if (quantities.length === 0)
    throw new ArgumentError({ where, problem: "there must be at least one quantity, got none" });
  for (const { name, rHat, essBulk, essTail } of quantities) {
    for (const [of, value] of Object.entries({ rHat, essBulk, essTail }))
      if (value !== null) checkNumber(where, `${of} of ${name}`, value, { above: 0 });
  }
  return ESS_PER_CHAIN * chains;
}

/** 1 where a quantity just fulfils what is asked, more where it does not; what cannot be given is worst. */
function badness({ rHat, essBulk, essTail }: QuantityConvergence, least: number): number {
  if (rHat === null || essBulk === null || essTail === null) return Number.MAX_VALUE;
  return Math.max((rHat - 1) / (R_HAT - 1), least / essBulk, least / essTail);
}

function convergenceSentences({ quantities }: ConvergenceData, least: number): string[] {
  const n = quantities.length;
  const count = (holds: (quantity: QuantityConvergence) => boolean) => quantities.filter(holds).length;
  const high = count(({ rHat }) => rHat !== null && rHat >= R_HAT);
  const few = count(({ essBulk, essTail }) => Math.min(essBulk ?? least, essTail ?? least) < least);
  const unknown = count(
    ({ rHat, essBulk, essTail }) => rHat === null || essBulk === null || essTail === null,
  );
  return [
    `R-hat is ${R_HAT} or more for ${formatCount(high)} of ${formatCount(n)} quantities, and an effective sample size is ` +
      `below ${formatCount(least)} (${ESS_PER_CHAIN} for each chain) for ${formatCount(few)}.`,
    ...(unknown === 0
      ? []
      : [`For ${formatCount(unknown)} something cannot be given (dash): that is no good news.`]),
  ];
}

/** What all quantities of one diagnostic are drawn from. */
interface Dots {
  /** A value for each row, null where there is none. */
  readonly values: readonly (number | null)[];
  /** Those of the quantities without a row. */
  readonly rest: readonly number[];
}

function dotsOf(
  shown: readonly QuantityConvergence[],
  rest: readonly QuantityConvergence[],
  key: "rHat" | "essBulk" | "essTail",
): Dots {
  return {
    values: shown.map((quantity) => quantity[key]),
    rest: rest.flatMap((quantity) => quantity[key] ?? []),
  };
}

/** The values there are. */
function given({ values, rest }: Dots): [number[], readonly number[]] {
  return [values.filter((value) => value !== null), rest];
}

/** Points of the rows, and of the shared row median, central 90 % and range, all moved by `shift` rows. */
function dotMarks(
  { values, rest }: Dots,
  shift: number,
  line: MarkStyle,
  points: (x: number[], y: number[]) => Markish,
): Markish[] {
  const rows = values.flatMap((value, i) => (value === null ? [] : [i]));
  const [x, y] = [rows.map((i) => values[i]!), rows.map((i) => i + shift)];
  if (rest.length === 0) return [points(x, y)];
  const sorted = Float64Array.from(rest).sort();
  const at = values.length + shift;
  const quantile = (p: number) => sampleQuantile(sorted, p);
  return [
    rangesMark([quantile(0)], [quantile(1)], [at], { ...line, strokeWidth: 1 }),
    rangesMark([quantile(0.05)], [quantile(0.95)], [at], { ...line, strokeWidth: 3 }),
    points([...x, quantile(0.5)], [...y, at]),
  ];
}

function rHatPanel(
  rows: readonly string[],
  shown: readonly QuantityConvergence[],
  rest: readonly QuantityConvergence[],
  id: string,
  document: Document,
): FigurePanel {
  const dots = dotsOf(shown, rest, "rHat");
  const [low, high] = extent([1, R_HAT + 0.002], ...given(dots))!;
  const room = 0.06 * (high - low);
  return panelOf("R-hat", {
    rows,
    id,
    document,
    x: [low - room, high + room],
    ticks: linearTicks(low - room, high + room, 3),
    blank: emptyRows([dots]),
    marks: [
      ruleX([R_HAT], { ...markStyles.reference }),
      ...dotMarks(dots, 0, markStyles.mean, (x, y) => pointsMark(x, y, 2.8, markStyles.meanPoint)),
    ],
  });
}

function essPanel(
  rows: readonly string[],
  shown: readonly QuantityConvergence[],
  rest: readonly QuantityConvergence[],
  least: number,
  id: string,
  document: Document,
): FigurePanel {
  const both = [dotsOf(shown, rest, "essBulk"), dotsOf(shown, rest, "essTail")];
  const [low, high] = extent([least], ...both.flatMap(given))!;
  return panelOf("effective sample size (log scale)", {
    rows,
    id,
    document,
    x: [low / 1.25, high * 1.25],
    log: true,
    blank: emptyRows(both),
    marks: [
      ruleX([least], { ...markStyles.reference }),
      ...both.flatMap((dots, i) =>
        dotMarks(dots, i === 0 ? -0.18 : 0.18, seriesStroke(i), (x, y) => seriesPoints(x, y, i, 2.5)),
      ),
    ],
  });
}

interface Layout {
  readonly rows: readonly string[];
  readonly id: string;
  readonly document: Document;
  readonly x: Domain;
  readonly log?: boolean;
  readonly ticks?: Ticks;
  /** Rows in which nothing is drawn. */
  readonly blank: readonly number[];
  readonly marks: readonly Markish[];
}

/** Rows without a value. */
function emptyRows(dots: readonly Dots[]): number[] {
  return dots[0]!.values.flatMap((_, i) => (dots.every(({ values }) => values[i] === null) ? [i] : []));
}

function panelOf(heading: string, layout: Layout): FigurePanel {
  const { rows, id, document, x, log = false, ticks, blank, marks } = layout;
  const labels = rows.map((name) => fitText(name, NAME_ROOM));
  const longest = labels.reduce((most, label) => Math.max(most, textWidth(label)), 1);
  const panel = plotPanel(
    {
      size: "half",
      id,
      heading,
      height: 52 + ROW * rows.length,
      marginLeft: Math.ceil(longest * panelMeasures.half.largestFont) + 14,
      marginRight: 20,
      x: { domain: x, log, ...(ticks === undefined ? {} : { ticks }) },
      y: { domain: [rows.length - 0.5, -0.5], ticks: { values: rows.map((_, i) => i), labels } },
      marks,
    },
    document,
  );
  for (const row of blank) {
    const place = { x: panel.left + 6, y: panel.y(row), dy: 0.35, className: "mark-name" };
    appendText(document, panel.svg, "—", { ...place, fill: lightPalette.ink });
  }
  return { svg: panel.svg, title: heading };
}
