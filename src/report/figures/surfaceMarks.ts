import { exp, log } from "../../numeric/special.ts";
import { colourScales } from "../colourScales.ts";
import { lightPalette } from "../palette.ts";
import type { Markish } from "../plot.ts";
import { type ColourSteps, stepOf } from "./colourSteps.ts";
import type { Domain } from "./domain.ts";
import { CHARACTER_WIDTH, panelMeasures } from "./panelSizes.ts";
import { rectanglesMark } from "./pathMarks.ts";
import type { Panel } from "./plotPanel.ts";
import type { Surface, SurfaceAxes } from "./surface.ts";
import { appendText, svgElement } from "./svgText.ts";

/** Height of a panel with a surface. */
export const SURFACE_HEIGHT = 400;

/** Ends of the cells around the positions of an axis: halfway between them, in the logarithm of a logarithmic axis. */
export function cellEdges(axis: ArrayLike<number>, logarithmic: boolean): Float64Array {
  const at = Float64Array.from(axis, (value) => (logarithmic ? log(value) : value));
  const n = at.length;
  const edges = new Float64Array(n + 1);
  for (let i = 1; i < n; i++) edges[i] = 0.5 * (at[i - 1]! + at[i]!);
  edges[0] = 2 * at[0]! - edges[1]!;
  edges[n] = 2 * at[n - 1]! - edges[n - 1]!;
  return logarithmic ? edges.map(exp) : edges;
}

/** The cells of a surface, and the ends of both axes. */
export interface SurfaceCells {
  readonly x: Domain;
  readonly y: Domain;
  /** One mark for each colour, in which neighbours of one row are one rectangle. */
  readonly marks: readonly Markish[];
}

/**
 * Draws a surface as rectangles: one path per step of colour. Each step is painted over all cells that reach it, so that no
 * ground shines through between neighbours.
 */
export function surfaceCells(surface: Surface, axes: SurfaceAxes, steps: ColourSteps): SurfaceCells {
  const [x, y] = [cellEdges(surface.x, axes.logX), cellEdges(surface.y, axes.logY)];
  const { rows, cols } = surface.values;
  const step = Int32Array.from(surface.values.data, (v) => (Number.isFinite(v) ? stepOf(steps, v) : -1));
  const marks = steps.colours.flatMap((_, own) => {
    const blocks = blocksOf(rows, cols, (cell) => step[cell]! >= own);
    const corners = blocks.map(
      ({ left, right, lower, upper }) => [x[left]!, x[right]!, y[lower]!, y[upper]!] as const,
    );
    return corners.length === 0
      ? []
      : [rectanglesMark(corners, stepStyle(steps, own), { shapeRendering: "crispEdges" })];
  });
  return { x: [x[0]!, x.at(-1)!], y: [y[0]!, y.at(-1)!], marks };
}

interface Block {
  readonly left: number;
  readonly right: number;
  readonly lower: number;
  readonly upper: number;
}

/** The chosen cells as few blocks: runs of a row, joined with an equal run of the row below. */
function blocksOf(rows: number, cols: number, chosen: (cell: number) => boolean): Block[] {
  const blocks: Block[] = [];
  let open = new Map<number, number>();
  for (let i = 0; i < rows; i++) {
    const next = new Map<number, number>();
    for (let left = 0; left < cols; left++) {
      if (!chosen(i * cols + left)) continue;
      let right = left + 1;
      while (right < cols && chosen(i * cols + right)) right += 1;
      const below = open.get(left);
      const joins = below !== undefined && blocks[below]!.right === right;
      const at = joins ? below : blocks.length;
      blocks[at] = { left, right, lower: joins ? blocks[below]!.lower : i, upper: i + 1 };
      next.set(left, at);
      left = right;
    }
    open = next;
  }
  return blocks;
}

function stepStyle({ scale, colours }: ColourSteps, step: number) {
  const colour = colours[step]!;
  return { className: `${scale}-${colour}`, fill: colourScales[scale].light[colour]! };
}

const [GAP, WIDTH] = [14, 12];

/** Room for the legend at the right of a panel, at the largest size of text. */
export function legendMargin({ edges }: ColourSteps): number {
  const longest = edges.labels.reduce((most, label) => Math.max(most, label.length), 1);
  return GAP + WIDTH + 8 + Math.ceil(longest * CHARACTER_WIDTH * panelMeasures.full.largestFont);
}

/** Draws the steps of colour as a column at the right of the panel, with the values at which one turns into the next. */
export function drawLegend(panel: Panel, steps: ColourSteps, document: Document): void {
  const group = svgElement(document, "g", { class: "legend" });
  const left = panel.right + GAP;
  const height = (panel.bottom - panel.top) / steps.colours.length;
  const place = (edge: number) => Number((panel.bottom - edge * height).toFixed(1));
  steps.colours.forEach((_, step) => {
    const { className, fill } = stepStyle(steps, step);
    const [top, bottom] = [place(step + 1), place(step)];
    const box = { x: left, y: top, width: WIDTH, height: Number((bottom - top).toFixed(1)) };
    group.append(
      svgElement(document, "rect", { class: className, ...box, fill, "shape-rendering": "crispEdges" }),
    );
  });
  const frame = { x: left, y: panel.top, width: WIDTH, height: panel.bottom - panel.top };
  const line = { fill: "none", stroke: lightPalette.rule, "stroke-width": 1 };
  group.append(svgElement(document, "rect", { class: "axis", ...frame, ...line }));
  steps.edges.labels.forEach((label, i) => {
    const at = { x: left + WIDTH + 6, y: place(i + 1), dy: 0.35 };
    appendText(document, group, label, { ...at, className: "legend-name", fill: lightPalette.muted });
  });
  panel.svg.append(group);
}
