import { reportDocument } from "../../src/report/page/reportDocument.ts";
import { type Point, readPath } from "./readPath.ts";

export const document: Document = reportDocument();

/** Values at positions of a drawing, read from the numbers on its axes alone. */
export interface Axes {
  x(position: number): number;
  y(position: number): number;
}

function parseLabel(text: string): number {
  return Number(text.replace("−", "-").replaceAll(",", ""));
}

/** Fits the straight line through the ticks of one axis; ticks lie exactly on it. */
function fitAxis(
  ticks: readonly (readonly [position: number, value: number])[],
): (position: number) => number {
  const [first, last] = [ticks[0]!, ticks.at(-1)!];
  const slope = (last[1] - first[1]) / (last[0] - first[0]);
  return (position) => first[1] + slope * (position - first[0]);
}

/** Reads both axes of a panel from the text beside its ticks. */
export function readAxes(svg: Element): Axes {
  const ticks: { x: [number, number][]; y: [number, number][] } = { x: [], y: [] };
  for (const text of svg.querySelectorAll("text[transform]")) {
    const at = /^translate\(([-\d.]+),([-\d.]+)\)$/.exec(text.getAttribute("transform")!)!;
    const value = parseLabel(text.textContent!);
    if (text.getAttribute("y") === "0.71em") ticks.x.push([Number(at[1]), value]);
    else ticks.y.push([Number(at[2]), value]);
  }
  return { x: fitAxis(ticks.x), y: fitAxis(ticks.y) };
}

/** The pieces of all paths of a class, in values of the axes. */
export function readMarks(svg: Element, className: string, axes: Axes = readAxes(svg)): Point[][] {
  const pieces: Point[][] = [];
  for (const path of svg.querySelectorAll(`g[class="${className}"] path`)) {
    for (const piece of readPath(path.getAttribute("d")!))
      pieces.push(piece.map(([x, y]) => [axes.x(x), axes.y(y)]));
  }
  return pieces;
}

/** Value at x of the chain of straight lines through the points. */
export function along(points: readonly Point[], x: number): number {
  const i = Math.max(
    1,
    points.findIndex(([at]) => at >= x - 1e-9),
  );
  const [[x0, y0], [x1, y1]] = [points[i - 1]!, points[i]!];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}
