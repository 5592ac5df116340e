import { checkKeys, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { Interval } from "../../predictive/predictive.ts";
import { shorten, visibleText } from "../format/visibleText.ts";
import type { Table } from "../page/table.ts";
import { plainText, type Text } from "../page/text.ts";
import type { Markish } from "../plot.ts";
import { rangeWords, sampleSentence } from "./bandCaption.ts";
import { bandWidthLabel, bandWidthWords, checkBandData, type Points } from "./bandData.ts";
import { type BandOptions, bandOptionNames } from "./bandFigure.ts";
import { type BandView, bandMarks, curveView } from "./bandMarks.ts";
import { pointTable } from "./bandTables.ts";
import { bandDomain, type Domain, extent } from "./domain.ts";
import type { FigureParts } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { sizeOfPanels } from "./panelSizes.ts";
import { curvesMark } from "./pathMarks.ts";
import { plotPanel } from "./plotPanel.ts";
import { standalone } from "./standalone.ts";
import { evenly } from "./thin.ts";

/** Mean and band of the function f on the common grid. */
export interface OverlayCurves {
  /** What it is of: the heading of its panel, or the name of the reference. */
  readonly name: string;
  readonly mean: ArrayLike<number>;
  readonly band: Interval;
}

/** Several bands, each to be laid over the same reference. */
export interface OverlayData {
  /** Grid of inputs [n], ascending. */
  readonly x: ArrayLike<number>;
  /** Stands behind every panel. */
  readonly reference: OverlayCurves;
  /** One panel for each. */
  readonly overlays: readonly OverlayCurves[];
  readonly data?: Points;
}

/** How far beyond data and reference a band is followed, in multiples of their span. */
const REACH = 0.6;

/** Rows of the table for each panel. */
const TABLE_POINTS = 9;

/**
 * Small multiples on common scales: in each panel the reference as a grey band with its mean, and over it another mean with
 * the ends of its band as dashed lines.
 *
 * Throws an ArgumentError or ShapeError if there is no panel or a curve does not fit the grid.
 */
export function overlayFigure(data: OverlayData, options: BandOptions, document: Document): SVGElement {
  return standalone(overlayParts(data, options, document), options, document);
}

/** The parts of {@link overlayFigure} for a page. */
export function overlayParts(data: OverlayData, options: BandOptions, document: Document): FigureParts {
  const where = "overlayFigure";
  checkKeys(where, options, bandOptionNames);
  const { xName = "x", yName = "y", width = { sd: 2 }, id = "figure" } = options;
  const points = checkNumber(where, "maxPoints", options.maxPoints ?? 200, { min: 1, integer: true });
  const { reference, overlays } = data;
  if (overlays.length === 0) {
    throw new ArgumentError({ where, problem: "there must be at least one band to lay over, got none" });
  }
  for (const { mean, band } of [reference, ...overlays]) {
    checkBandData(where, { x: data.x, mean, functionBand: band });
  }
  const x = extent(data.x, data.data?.x)!;
  const { domain: y, cut } = verticalDomain(data);
  const label = bandWidthLabel(width);
  const meaning: Text = [
    "Grey band with thin line: ",
    { name: reference.name },
    `, ${bandWidthWords(width)} of the function f(x); dashed lines with solid line: the same of what the panel is named after. The noise of an observation is in neither.`,
  ];
  const names = overlays.map(({ name }) => name);
  const size = sizeOfPanels(overlays.length);
  return {
    size,
    panels: overlays.map((overlay, i) => ({
      svg: plotPanel(
        {
          size,
          id: `${id}-p${i + 1}`,
          heading: overlay.name,
          x: { domain: x },
          y: { domain: y },
          marks: overlayMarks(data, overlay, { size, x, y, points }),
        },
        document,
      ).svg,
      title: `${overlay.name} over ${reference.name}`,
    })),
    direct: false,
    key: [
      ...(data.data === undefined ? [] : [{ symbol: "data", label: "data" } as const]),
      { symbol: "function-band", label: `${shorten(visibleText(reference.name), 40)}, ${label}` },
      { symbol: "reference", label: "its mean" },
      { symbol: "second-draw", label: `approximation, ${label}` },
      { symbol: "mean", label: "its mean" },
    ],
    sharedX: xName,
    sharedY: yName,
    caption: [
      "All panels have the same scales.",
      meaning,
      ...sampleSentence("data points", data.data?.x.length ?? 0, points),
      ...(cut ? ["Some bands reach beyond their panel."] : []),
    ],
    description: `${names.length} panels over ${reference.name}: ${names.join("; ")}. ${yName} ${rangeWords(y)} against ${xName} ${rangeWords(x)}. ${plainText(meaning)}`,
    tables: [
      overlayTable(data, xName),
      ...(data.data === undefined ? [] : [pointTable("Data", data.data, { x: xName, y: yName }, points)]),
    ],
    names: [xName, yName, reference.name, ...names],
  };
}

/** The reference and the data wholly; what is laid over them as far as it is near. */
function verticalDomain({ reference, overlays, data }: OverlayData): { domain: Domain; cut: boolean } {
  const ends = ({ mean, band }: OverlayCurves) => [mean, band.lower, band.upper];
  return bandDomain(
    extent(data?.y, ...ends(reference)),
    extent(...overlays.flatMap((overlay) => ends(overlay))),
    REACH,
  );
}

function overlayMarks(
  { x: grid, reference, data }: OverlayData,
  { mean, band }: OverlayCurves,
  panel: BandView,
): Markish[] {
  const view = curveView(panel.size, panel.x, panel.y);
  const behind = { x: grid, functionBand: reference.band, ...(data === undefined ? {} : { data }) };
  return [
    ...bandMarks(behind, panel),
    curvesMark(grid, [reference.mean], view, markStyles.reference),
    curvesMark(grid, [band.lower, band.upper], view, markStyles.overlayEdge),
    curvesMark(grid, [mean], view, markStyles.curve),
  ];
}

function overlayTable({ x, reference, overlays }: OverlayData, xName: string): Table {
  const shown = evenly(x.length, TABLE_POINTS);
  return {
    caption: "Means and bands",
    columns: ["panel", xName, "mean", "lower", "upper"],
    rows: [reference, ...overlays].flatMap(({ name, mean, band }) =>
      Array.from(shown, (i) => [name, x[i]!, mean[i]!, band.lower[i]!, band.upper[i]!]),
    ),
    of: x.length * (overlays.length + 1),
  };
}
