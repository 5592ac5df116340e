import { bandKey, bandSentences, rangeWords } from "./bandCaption.ts";
import type { BandData } from "./bandData.ts";
import type { BandOptions } from "./bandFigure.ts";
import {
  type BandPanel,
  commonScales,
  commonSentences,
  drawPanel,
  multiplesTables,
} from "./bandMultiples.ts";
import type { FigureParts, KeyEntry } from "./figure.ts";
import { standalone } from "./standalone.ts";

/**
 * Two rows of panels on common scales, one column for each variance of the prior: above, two draws of the function
 * from the posterior; below, the mean with its bands. The panels carry the letters a, b, c, ... row by row. Each
 * panel's band must have `mean`, a band and at least two `draws`.
 *
 * Throws an ArgumentError or ShapeError if there is no panel or the curves of one do not fit its grid.
 */
export function drawsAndBandsFigure(
  panels: readonly BandPanel[],
  options: BandOptions,
  document: Document,
): SVGElement {
  return standalone(drawsAndBandsParts(panels, options, document), options, document);
}

/** The parts of {@link drawsAndBandsFigure} for a page. */
export function drawsAndBandsParts(
  panels: readonly BandPanel[],
  options: BandOptions,
  document: Document,
): FigureParts {
  const above = panels.map((panel, i) => ({ heading: headed(i, panel), band: drawsOf(panel.band) }));
  const below = panels.map((panel, i) => ({
    heading: headed(panels.length + i, panel),
    band: bandsOf(panel.band),
  }));
  const all = above.flatMap((panel, i) => [panel, below[i]!]);
  const scales = commonScales("drawsAndBandsFigure", all, options);
  const { xName = "x", yName = "y", width = { sd: 2 } } = options;
  const sentences = bandSentences(bandsOf(panels[0]!.band), width);
  const [firstAbove, lastAbove] = [letter(0), letter(panels.length - 1)];
  const [firstBelow, lastBelow] = [letter(panels.length), letter(2 * panels.length - 1)];
  return {
    size: "third",
    rows: 2,
    panels: all.map((panel, i) => drawPanel(panel, i, scales, options, document, i % 2 === 0)),
    direct: false,
    key: drawsAndBandsKey(panels[0]!.band, bandKey(bandsOf(panels[0]!.band), width)),
    sharedX: xName,
    sharedY: yName,
    caption: [
      `Panels ${firstAbove} to ${lastAbove}: two draws of the function from the posterior.`,
      `Panels ${firstBelow} to ${lastBelow}: posterior mean and bands.`,
      ...sentences,
      ...commonSentences(all, scales),
    ],
    description:
      `${all.length} panels in two rows: ${panels.map((panel) => panel.heading).join("; ")}. Above: two draws of the ` +
      `function; below: mean and bands. ${yName} ${rangeWords(scales.y)} against ${xName} ${rangeWords(scales.x)}.`,
    tables: multiplesTables(panels, options, scales.points),
    names: [xName, yName, ...panels.map((panel) => panel.heading)],
  };
}

function letter(i: number): string {
  return String.fromCharCode(97 + (i % 26));
}

function headed(i: number, panel: BandPanel): string {
  return `${letter(i)})  ${panel.heading}`;
}

function drawsOf(band: BandData): BandData {
  return {
    x: band.x,
    ...(band.draws === undefined ? {} : { draws: band.draws }),
    ...(band.data === undefined ? {} : { data: band.data }),
    ...(band.truth === undefined ? {} : { truth: band.truth }),
  };
}

function bandsOf(band: BandData): BandData {
  const { draws: _, ...rest } = band;
  return rest;
}

function drawsAndBandsKey(band: BandData, key: readonly KeyEntry[]): KeyEntry[] {
  if (band.draws === undefined) return [...key];
  const first: KeyEntry = { symbol: "first-draw", label: "first draw" };
  const second: KeyEntry = { symbol: "second-draw", label: "second draw" };
  return [...key, first, second];
}
