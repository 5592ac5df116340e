import { checkKeys, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { Table } from "../page/table.ts";
import { bandKey, bandSentences, rangeWords, sampleSentence } from "./bandCaption.ts";
import { type BandData, checkBandData } from "./bandData.ts";
import { type BandOptions, bandOptionNames, horizontalDomain, verticalDomain } from "./bandFigure.ts";
import { bandMarks } from "./bandMarks.ts";
import { curveColumns, pointTable } from "./bandTables.ts";
import { type Domain, joinDomains } from "./domain.ts";
import type { FigurePanel, FigureParts } from "./figure.ts";
import { plotPanel } from "./plotPanel.ts";
import { standalone } from "./standalone.ts";
import { evenly } from "./thin.ts";

/** One of several bands: what sets it apart, and what is drawn. */
export interface BandPanel {
  /** Stands above the panel, for example "σ²_φ = 1". */
  readonly heading: string;
  readonly band: BandData;
}

/** How far beyond the data a band is followed in small panels, in multiples of the data's span. */
const REACH = 0.6;

/**
 * Several bands on common scales, three to a row: how the predictive distribution changes with, say, the variance of
 * the prior.
 *
 * Throws an ArgumentError or ShapeError if there is no panel or the curves of one do not fit its grid.
 */
export function smallMultiples(
  panels: readonly BandPanel[],
  options: BandOptions,
  document: Document,
): SVGElement {
  return standalone(multiplesParts(panels, options, document), options, document);
}

/** The parts of {@link smallMultiples} for a page. */
export function multiplesParts(
  panels: readonly BandPanel[],
  options: BandOptions,
  document: Document,
): FigureParts {
  const scales = commonScales("smallMultiples", panels, options);
  const { xName = "x", yName = "y", width = { sd: 2 } } = options;
  const first = panels[0]!.band;
  const sentences = bandSentences(first, width);
  return {
    size: "third",
    panels: panels.map((panel, i) => drawPanel(panel, i, scales, options, document)),
    direct: false,
    key: bandKey(first, width),
    sharedX: xName,
    sharedY: yName,
    caption: ["All panels have the same scales.", ...sentences, ...commonSentences(panels, scales)],
    description:
      `${panels.length} panels: ${panels.map((panel) => panel.heading).join("; ")}. ` +
      `${yName} ${rangeWords(scales.y)} against ${xName} ${rangeWords(scales.x)}. ${sentences.join(" ")}`,
    tables: multiplesTables(panels, options, scales.points),
    names: [xName, yName, ...panels.map((panel) => panel.heading)],
  };
}

/** Scales that hold every panel. */
export interface CommonScales {
  readonly x: Domain;
  readonly y: Domain;
  readonly cut: boolean;
  readonly points: number;
}

/** Checks the panels and finds scales that hold them all. */
export function commonScales(
  where: string,
  panels: readonly BandPanel[],
  options: BandOptions,
): CommonScales {
  checkKeys(where, options, bandOptionNames);
  if (panels.length === 0) {
    throw new ArgumentError({ where, problem: "there must be at least one panel, got none" });
  }
  const points = checkNumber(where, "maxPoints", options.maxPoints ?? 200, { min: 1, integer: true });
  let [x, y, cut]: [Domain | undefined, Domain | undefined, boolean] = [undefined, undefined, false];
  for (const { band } of panels) {
    checkBandData(where, band);
    const vertical = verticalDomain(band, REACH);
    x = joinDomains(x, horizontalDomain(band));
    y = joinDomains(y, vertical.domain);
    cut ||= vertical.cut;
  }
  return { x: x!, y: y!, cut, points };
}

/** Draws one panel on the common scales. */
export function drawPanel(
  panel: BandPanel,
  index: number,
  scales: CommonScales,
  options: BandOptions,
  document: Document,
  clearDraws = false,
): FigurePanel {
  const view = { size: "third", x: scales.x, y: scales.y, points: scales.points, clearDraws } as const;
  const drawn = plotPanel(
    {
      size: "third",
      id: `${options.id ?? "figure"}-p${index + 1}`,
      heading: panel.heading,
      x: { domain: scales.x },
      y: { domain: scales.y },
      marks: bandMarks(panel.band, view),
    },
    document,
  );
  return { svg: drawn.svg, title: panel.heading };
}

/** Sentences on thinned points and on bands that leave the panels. */
export function commonSentences(panels: readonly BandPanel[], scales: CommonScales): string[] {
  const count = Math.max(...panels.map((panel) => panel.band.data?.x.length ?? 0));
  return [
    ...sampleSentence("data points", count, scales.points),
    ...(scales.cut ? ["Some curves or bands reach beyond their panel."] : []),
  ];
}

/** One table of all panels' curves on a coarse grid, and the data once. */
export function multiplesTables(panels: readonly BandPanel[], options: BandOptions, points: number): Table[] {
  const names = { x: options.xName ?? "x", y: options.yName ?? "y" };
  const header: string[] = [];
  for (const { band } of panels) {
    for (const [name] of curveColumns(band, names)) if (!header.includes(name)) header.push(name);
  }
  const rows: (string | number)[][] = [];
  let total = 0;
  for (const { heading, band } of panels) {
    const columns = new Map(curveColumns(band, names));
    total += band.x.length;
    for (const i of evenly(band.x.length, 9)) {
      rows.push([heading, ...header.map((name) => columns.get(name)?.[i] ?? "")]);
    }
  }
  const data = panels.find((panel) => panel.band.data !== undefined)?.band.data;
  return [
    { caption: "Curves and bands", columns: ["panel", ...header], rows, of: total },
    ...(data === undefined ? [] : [pointTable("Data", data, names, points)]),
  ];
}
