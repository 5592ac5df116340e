import { exp, log } from "../../numeric/special.ts";
import { colourScales } from "../colourScales.ts";
import { lightPalette } from "../palette.ts";
import type { Markish } from "../plot.ts";
import { type ColourSteps, stepOf } from "./colourSteps.ts";
import type { Domain } from "./domain.ts";
import { CHARACTER_WIDTH, panelMeasures } from "./panelSizes.ts";
import { cellsMark } from "./pathMarks.ts";
import type { Panel } from "./plotPanel.ts";
import type { Surface, SurfaceAxes } from "./surface.ts";
import { appendText, svgElement } from "./svgText.ts";

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

/** Draws a surface as rectangles: one path per step of colour. */
export function surfaceCells(surface: Surface, axes: SurfaceAxes, steps: ColourSteps): SurfaceCells {
  const [x, y] = [cellEdges(surface.x, axes.logX), cellEdges(surface.y, axes.logY)];
  const { rows, cols, data } = surface.values;
  const cells = steps.colours.map((): [number, number, number, number][] => []);
  for (let i = 0; i < rows; i++) {
    const step = (j: number) => {
      const value = data[i * cols + j]!;
      return Number.isFinite(value) ? stepOf(steps, value) : -1;
    };
    for (let j = 0, end = 0; j < cols; j = end) {
      const own = step(j);
      end = j + 1;
      while (end < cols && step(end) === own) end += 1;
      if (own >= 0) cells[own]!.push([x[j]!, x[end]!, y[i]!, y[i + 1]!]);
    }
  }
  const marks = cells.flatMap((rectangles, step) =>
    rectangles.length === 0 ? [] : [cellsMark(rectangles, stepStyle(steps, step))],
  );
  return { x: [x[0]!, x.at(-1)!], y: [y[0]!, y.at(-1)!], marks };
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
