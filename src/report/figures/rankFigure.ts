import { rankDraws } from "../../diagnostics/rankDraws.ts";
import { checkKeys, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { formatCount, formatNumber, formatPercent } from "../format/formatNumber.ts";
import type { Markish } from "../plot.ts";
import { binomialInterval } from "./binomialInterval.ts";
import { type FigureOptions, type FigurePanel, type FigureParts, figureOptionNames } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { linesMark, type Rectangle, rectanglesMark } from "./pathMarks.ts";
import { countBins } from "./pitFigure.ts";
import { plotPanel } from "./plotPanel.ts";
import { checkQuantities, type QuantityDraws } from "./quantityDraws.ts";
import { standalone } from "./standalone.ts";

/** Options of {@link rankFigure}. */
export interface RankOptions extends FigureOptions {
  /** Number of bars for each chain. Default 5 below 100 draws per chain, 10 below 400, else 20. */
  readonly bins?: number;
  /** Probability held by the reference band of each bar. Default 0.95. */
  readonly level?: number;
}

/** The largest bar as a share of the height of a chain's row. */
const FULL = 0.86;
/** Height of a row, and the gap at either side of a bar as a share of its width. */
const [ROW, INSET] = [46, 0.12];

/**
 * Histograms of the ranks that the draws of each chain have among the draws of all chains, a panel for each quantity with a row
 * for each chain, all bars on one scale. Chains with the same distribution have even bars: each is a binomial count with
 * probability 1 / bins where draws do not depend on each other. A chain at another place slopes, one of another width is
 * heaped or hollow in the middle. At most 24 quantities.
 * Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Bayesian Analysis 16(2).
 *
 * Throws an ArgumentError or ShapeError for no or too many quantities, fewer than two chains, chains of different lengths, or a
 * draw that is NaN.
 */
export function rankFigure(
  data: readonly QuantityDraws[],
  options: RankOptions,
  document: Document,
): SVGElement {
  return standalone(rankParts(data, options, document), options, document);
}

/** The parts of {@link rankFigure} for a page. */
export function rankParts(
  data: readonly QuantityDraws[],
  options: RankOptions,
  document: Document,
): FigureParts {
  const where = "rankFigure";
  checkKeys(where, options, [...figureOptionNames, "bins", "level"]);
  checkQuantities(where, data);
  const [chains, draws] = [data[0]!.chains.length, data[0]!.chains[0]!.length];
  checkNumber(where, "number of chains", chains, { min: 2 });
  const usual = draws < 100 ? 5 : draws < 400 ? 10 : 20;
  const bins = checkNumber(where, "bins", options.bins ?? usual, { min: 2, max: 100, integer: true });
  const level = checkNumber(where, "level", options.level ?? 0.95, { above: 0, below: 1 });
  const counts = data.map((quantity) => rankCounts(quantity, bins));
  const expected = draws / bins;
  const band = binomialInterval(draws, 1 / bins, level);
  const largest = counts.flat().reduce((most, row) => Math.max(most, ...row), band.upper);
  const outside = counts
    .flat()
    .reduce((sum, row) => sum + row.filter((c) => c < band.lower || c > band.upper).length, 0);
  const bars = data.length * chains * bins;
  const sentence =
    `${formatCount(outside)} of ${formatCount(bars)} bars ${outside === 1 ? "lies" : "lie"} outside the ${formatPercent(level)} ` +
    `band of exact binomial counts about the expected ${formatNumber(expected)} (line); about ` +
    `${formatNumber((1 - level) * bars, 2)} would if draws were independent, and more where they depend on each other.`;
  return {
    size: "half",
    panels: data.map(({ name }, i) =>
      rankPanel(
        name,
        counts[i]!,
        { band, expected, largest },
        `${options.id ?? "figure"}-p${i + 1}`,
        document,
      ),
    ),
    direct: false,
    key: [
      { symbol: "histogram", label: "draws of a chain" },
      { symbol: "observation-band", label: `the same distribution, ${formatPercent(level)}` },
    ],
    sharedX: "rank among the draws of all chains, from lowest to highest",
    caption: ["Rows are chains; all bars have the same scale.", sentence],
    description: `Ranks of ${data.map(({ name }) => name).join(", ")} in ${chains} chains. ${sentence}`,
    tables: [
      {
        caption: "Draws of each chain by rank",
        columns: [
          "quantity",
          "chain",
          ...Array.from({ length: bins }, (_, i) => `${formatPercent((i + 1) / bins)}`),
        ],
        rows: data.flatMap(({ name }, q) => counts[q]!.map((row, c) => [name, c + 1, ...row])),
      },
    ],
    names: data.map(({ name }) => name),
  };
}

/** How many draws of each chain have their rank in each of equal stretches of all ranks. */
function rankCounts({ name, chains }: QuantityDraws, bins: number): Float64Array[] {
  const all = chains.length * chains[0]!.length;
  return rankDraws(chains).map((ranks) => {
    const at = ranks.findIndex(Number.isNaN);
    if (at >= 0)
      throw new ArgumentError({
        where: "rankFigure",
        problem: `draws of ${name} must be numbers, got NaN at ${at}`,
      });
    return countBins(
      ranks.map((rank) => (rank - 0.5) / all),
      bins,
    );
  });
}

interface Scale {
  readonly band: { readonly lower: number; readonly upper: number };
  readonly expected: number;
  readonly largest: number;
}

function rankPanel(
  name: string,
  counts: readonly Float64Array[],
  scale: Scale,
  id: string,
  document: Document,
): FigurePanel {
  const chains = counts.length;
  const panel = plotPanel(
    {
      size: "half",
      id,
      height: 66 + ROW * chains,
      marginRight: 24,
      heading: name,
      x: { domain: [0, 1], ticks: { values: [0, 0.5, 1], labels: ["0 %", "50 %", "100 %"] } },
      // Rows from the top; the place of a row is that of its floor.
      y: {
        domain: [chains, 0],
        label: "chain",
        ticks: {
          values: counts.map((_, c) => c + 1 - FULL / 2),
          labels: counts.map((_, c) => String(c + 1)),
        },
      },
      marks: rankMarks(counts, scale),
    },
    document,
  );
  return { svg: panel.svg, title: `Ranks of ${name}` };
}

function rankMarks(counts: readonly Float64Array[], { band, expected, largest }: Scale): Markish[] {
  const height = (count: number) => (FULL * count) / largest;
  const floors = counts.map((_, c) => c + 1);
  const whole = (count: number) =>
    floors.map((floor) => [0, floor - height(count), 1, floor - height(count)] as const);
  const bars = counts.flatMap((row, c) =>
    Array.from(
      row,
      (count, i): Rectangle => [
        (i + INSET) / row.length,
        (i + 1 - INSET) / row.length,
        c + 1,
        c + 1 - height(count),
      ],
    ),
  );
  return [
    rectanglesMark(
      floors.map((floor): Rectangle => [0, 1, floor - height(band.lower), floor - height(band.upper)]),
      markStyles.observationBand,
    ),
    linesMark([...whole(band.lower), ...whole(band.upper)], markStyles.observationEdge),
    rectanglesMark(bars, { ...markStyles.histogram, strokeWidth: 0.8 }),
    linesMark(whole(expected), markStyles.reference),
  ];
}
