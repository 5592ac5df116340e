import { checkKeys, checkLength, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { Table } from "../page/table.ts";
import { rangeWords } from "./bandCaption.ts";
import { curveView } from "./bandMarks.ts";
import { type Domain, extent } from "./domain.ts";
import { type FigureOptions, type FigurePanel, type FigureParts, figureOptionNames } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { curvesMark, regionMark } from "./pathMarks.ts";
import { plotPanel } from "./plotPanel.ts";
import { checkPanelCount } from "./quantityDraws.ts";
import { standalone } from "./standalone.ts";
import { evenly } from "./thin.ts";

/** Densities of one quantity on a grid. */
export interface QuantityDensities {
  readonly name: string;
  /** Values of the quantity [n], ascending. */
  readonly grid: ArrayLike<number>;
  /** Density of the posterior [n]. */
  readonly posterior: ArrayLike<number>;
  /** Density of the prior [n]. */
  readonly prior?: ArrayLike<number>;
  /** Density of the exact posterior [n], where the posterior is an approximation. */
  readonly exact?: ArrayLike<number>;
}

/** Rows of the table for each quantity. */
const TABLE_POINTS = 9;

/**
 * Densities of chosen quantities, a panel for each: the posterior filled, the prior dashed and the exact posterior as a thin
 * line, where given. Densities come from draws by `kernelDensity`, from a normal distribution by `normalDensity`. At most 24
 * quantities.
 *
 * Throws an ArgumentError or ShapeError for no or too many quantities, a grid that does not ascend, a density of another length,
 * negative or not finite, or a posterior that is 0 everywhere.
 */
export function densitiesFigure(
  data: readonly QuantityDensities[],
  options: FigureOptions,
  document: Document,
): SVGElement {
  return standalone(densitiesParts(data, options, document), options, document);
}

/** The parts of {@link densitiesFigure} for a page. */
export function densitiesParts(
  data: readonly QuantityDensities[],
  options: FigureOptions,
  document: Document,
): FigureParts {
  const where = "densitiesFigure";
  checkKeys(where, options, figureOptionNames);
  checkPanelCount(where, data);
  for (const quantity of data) checkDensities(where, quantity);
  const some = (key: "prior" | "exact") => data.some((quantity) => quantity[key] !== undefined);
  return {
    size: "third",
    panels: data.map((quantity, i) =>
      densityPanel(quantity, `${options.id ?? "figure"}-p${i + 1}`, document),
    ),
    direct: false,
    key: [
      { symbol: "density", label: "posterior" },
      ...(some("prior") ? [{ symbol: "prior", label: "prior" } as const] : []),
      ...(some("exact") ? [{ symbol: "contour", label: "exact posterior" } as const] : []),
    ],
    caption: ["Each panel has scales of its own; heights are densities."],
    description: `Densities of ${data.map(({ name, grid }) => `${name} ${rangeWords(extent(grid)!)}`).join("; ")}.`,
    tables: [densityTable(data)],
    names: data.map(({ name }) => name),
  };
}

function curvesOf({
  posterior,
  prior,
  exact,
}: QuantityDensities): [name: string, curve: ArrayLike<number>][] {
  return [
    ["posterior", posterior],
    ...(prior === undefined ? [] : [["prior", prior] as [string, ArrayLike<number>]]),
    ...(exact === undefined ? [] : [["exact", exact] as [string, ArrayLike<number>]]),
  ];
}

function checkDensities(where: string, quantity: QuantityDensities): void {
  const { name, grid } = quantity;
  checkNumber(where, `number of grid points of ${name}`, grid.length, { min: 2 });
  for (let i = 0; i < grid.length; i++)
    checkNumber(where, `grid[${i}] of ${name}`, grid[i], i === 0 ? {} : { above: grid[i - 1]! });
  for (const [of, curve] of curvesOf(quantity)) {
    checkLength(where, `${of} of ${name}`, curve, grid.length, "one per grid point");
    for (let i = 0; i < curve.length; i++) checkNumber(where, `${of}[${i}] of ${name}`, curve[i], { min: 0 });
  }
  if (!(extent(quantity.posterior)![1] > 0))
    throw new ArgumentError({
      where,
      problem: `the posterior of ${name} must be above 0 somewhere on the grid`,
    });
}

function densityPanel(quantity: QuantityDensities, id: string, document: Document): FigurePanel {
  const { name, grid, posterior, prior, exact } = quantity;
  const x = extent(grid)!;
  const y: Domain = [0, 1.06 * extent(...curvesOf(quantity).map(([, curve]) => curve))![1]];
  const view = curveView("third", x, y);
  const upper = Float64Array.from(posterior);
  const panel = plotPanel(
    {
      size: "third",
      id,
      heading: name,
      x: { domain: x },
      y: { domain: y, ticks: { values: [], labels: [] } },
      marks: [
        regionMark(grid, { lower: new Float64Array(upper.length), upper }, view, markStyles.density),
        ...(prior === undefined ? [] : [curvesMark(grid, [prior], view, markStyles.prior)]),
        curvesMark(grid, [posterior], view, markStyles.curve),
        ...(exact === undefined ? [] : [curvesMark(grid, [exact], view, markStyles.exact)]),
      ],
    },
    document,
  );
  return { svg: panel.svg, title: `Density of ${name}` };
}

function densityTable(data: readonly QuantityDensities[]): Table {
  const [priors, exacts] = [data.some(({ prior }) => prior), data.some(({ exact }) => exact)];
  return {
    caption: "Densities",
    columns: ["quantity", "value", "posterior", ...(priors ? ["prior"] : []), ...(exacts ? ["exact"] : [])],
    rows: data.flatMap(({ name, grid, posterior, prior, exact }) =>
      Array.from(evenly(grid.length, TABLE_POINTS), (i) => [
        name,
        grid[i]!,
        posterior[i]!,
        ...(priors ? [prior?.[i] ?? ""] : []),
        ...(exacts ? [exact?.[i] ?? ""] : []),
      ]),
    ),
    of: data.reduce((sum, { grid }) => sum + grid.length, 0),
  };
}
