import { checkKeys, checkNumber } from "../../errors/checks.ts";
import { lightPalette } from "../palette.ts";
import { bandKey, bandSentences, rangeWords, sampleSentence } from "./bandCaption.ts";
import { type BandData, type BandWidth, bandWidthLabel, checkBandData, type Points } from "./bandData.ts";
import { bandMarks } from "./bandMarks.ts";
import { curveTable, pointTable } from "./bandTables.ts";
import { type DirectLabel, writeDirectLabels } from "./directLabels.ts";
import { bandDomain, type Domain, extent } from "./domain.ts";
import { type FigureOptions, type FigureParts, figureOptionNames } from "./figure.ts";
import { DIRECT_LABEL_MARGIN } from "./panelSizes.ts";
import { plotPanel } from "./plotPanel.ts";
import { standalone } from "./standalone.ts";

/** Options of {@link bandFigure}. */
export interface BandOptions extends FigureOptions {
  /** Name of the input, with its unit. Default "x". */
  readonly xName?: string;
  /** Name of the target, with its unit. Default "y". */
  readonly yName?: string;
  /** What the ends of the bands mean. Default mean ± 2 standard deviations. */
  readonly width?: BandWidth;
  /** Largest number of points drawn per set of points; more are thinned evenly, and the caption says so. Default 800. */
  readonly maxPoints?: number;
}

/** What can be left out in a figure with bands, for checks. */
export const bandOptionNames: readonly string[] = [
  ...figureOptionNames,
  "xName",
  "yName",
  "width",
  "maxPoints",
];

/** How far beyond the data and the mean a band is followed, in multiples of their span. */
const REACH = 1.2;

/**
 * One input: data, mean, the band of the function, the band of an observation, draws, the truth and the joints of the
 * basis, each where given. Bands carry their names at their right end.
 *
 * Throws an ArgumentError or ShapeError if the grid does not ascend or a curve has another length than the grid.
 */
export function bandFigure(data: BandData, options: BandOptions, document: Document): SVGElement {
  return standalone(bandParts(data, options, document), options, document);
}

/** The parts of {@link bandFigure} for a page. */
export function bandParts(data: BandData, options: BandOptions, document: Document): FigureParts {
  checkKeys("bandFigure", options, bandOptionNames);
  checkBandData("bandFigure", data);
  const { xName = "x", yName = "y", width = { sd: 2 }, id = "figure" } = options;
  const points = checkNumber("bandFigure", "maxPoints", options.maxPoints ?? 800, { min: 1, integer: true });
  const x = horizontalDomain(data);
  const y = verticalDomain(data, REACH);
  const panel = plotPanel(
    {
      size: "full",
      id,
      x: { domain: x, label: xName },
      y: { domain: y.domain, label: yName },
      marks: bandMarks(data, { size: "full", x, y: y.domain, points }),
      marginRight: DIRECT_LABEL_MARGIN,
    },
    document,
  );
  writeDirectLabels(panel, directLabels(data, width), document);
  const names = { x: xName, y: yName };
  return {
    size: "full",
    panels: [{ svg: panel.svg, title: options.title ?? `${yName} against ${xName}` }],
    direct: true,
    labelMargin: true,
    key: bandKey(data, width),
    caption: [
      ...bandSentences(data, width),
      ...sampleSentence("data points", data.data?.x.length ?? 0, points),
      ...sampleSentence("held-out points", data.heldOut?.x.length ?? 0, points),
      ...(y.cut ? ["The bands reach beyond the figure."] : []),
    ],
    description: `${yName} ${rangeWords(y.domain)} against ${xName} ${rangeWords(x)}. ${bandSentences(data, width).join(" ")}`,
    tables: [
      curveTable(data, names),
      ...(data.data === undefined ? [] : [pointTable("Data", data.data, names, points)]),
      ...(data.heldOut === undefined ? [] : [pointTable("Held-out data", data.heldOut, names, points)]),
    ],
    names: [xName, yName],
  };
}

/** The grid and all points. */
export function horizontalDomain(data: BandData): Domain {
  return extent(data.x, data.data?.x, data.heldOut?.x)!;
}

/** All that is drawn, except where bands and draws run far away from the data and the mean. */
export function verticalDomain(data: BandData, reach: number): { domain: Domain; cut: boolean } {
  const points = extent(data.data?.y, data.heldOut?.y, data.truth);
  const core = points ?? extent(data.mean);
  const { functionBand, observationBand } = data;
  const all = extent(
    data.mean,
    functionBand?.lower,
    functionBand?.upper,
    observationBand?.lower,
    observationBand?.upper,
    data.draws?.data,
  );
  return bandDomain(core, all, reach);
}

function directLabels(data: BandData, width: BandWidth): DirectLabel[] {
  const last = data.x.length - 1;
  const label = bandWidthLabel(width);
  const name = (text: string, at: number, className: string, fill: string): DirectLabel => ({
    text,
    at,
    className,
    fill,
  });
  const { ink, muted } = lightPalette;
  const labels: DirectLabel[] = [];
  if (data.observationBand !== undefined) {
    labels.push(name(`observation ${label}`, data.observationBand.upper[last]!, "band", muted));
  }
  if (data.functionBand !== undefined) {
    labels.push(name(`function ${label}`, data.functionBand.upper[last]!, "band", muted));
  }
  if (data.draws !== undefined && data.draws.rows > 0) {
    labels.push(name("draws of f", data.draws.data[last]!, "mean", lightPalette.mean));
  }
  if (data.mean !== undefined) labels.push(name("mean", data.mean[last]!, "mean", lightPalette.mean));
  if (data.truth !== undefined) labels.push(name("truth", data.truth[last]!, "truth", ink));
  if (data.data !== undefined) labels.push(pointName("● data", data.data));
  if (data.heldOut !== undefined) labels.push(pointName("○ held out", data.heldOut));
  return labels;
}

function pointName(text: string, points: Points): DirectLabel {
  return { text, at: rightmost(points), connected: false, className: "data", fill: lightPalette.data };
}

function rightmost(points: Points): number {
  let best = 0;
  for (let i = 1; i < points.x.length; i++) if (points.x[i]! > points.x[best]!) best = i;
  return points.x.length === 0 ? Number.NaN : points.y[best]!;
}
