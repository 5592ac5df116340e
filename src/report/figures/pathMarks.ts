import type { Interval } from "../../predictive/predictive.ts";
import { lineY, type Markish } from "../plot.ts";
import type { MarkStyle } from "./markStyles.ts";
import { type CurveView, simplify } from "./thin.ts";

// Many small elements make a page large and slow to build. Each of these marks is one path, however many lines or
// points it has: its pieces are set apart by a value that is not a number, at which the plot library lifts its pen.

const GAP = Number.NaN;

/** A mark from the coordinates of its pieces. */
function path(x: readonly number[], y: readonly number[], options: object): Markish {
  return lineY({ length: x.length }, { x, y, clip: true, ...options });
}

/**
 * Curves over one grid, each drawn through the grid points it needs. Curves and view may be in the scale of the drawing, such
 * as logarithms: then `back` puts their values on the axis again.
 */
export function curvesMark(
  grid: ArrayLike<number>,
  curves: readonly ArrayLike<number>[],
  view: CurveView,
  style: MarkStyle,
  back: (value: number) => number = (value) => value,
): Markish {
  const [x, y]: [number[], number[]] = [[], []];
  for (const curve of curves) {
    if (x.length > 0) append(x, y, GAP, GAP);
    for (const i of simplify(grid, curve, view)) append(x, y, grid[i]!, back(curve[i]!));
  }
  return path(x, y, style);
}

/** The region between two curves over one grid; where an end is not finite there is a gap. */
export function regionMark(
  grid: ArrayLike<number>,
  band: Interval,
  view: CurveView,
  style: MarkStyle,
): Markish {
  const [x, y]: [number[], number[]] = [[], []];
  const n = grid.length;
  const finite = (i: number): boolean => Number.isFinite(band.lower[i]!) && Number.isFinite(band.upper[i]!);
  for (let start = 0; start < n; start++) {
    if (!finite(start)) continue;
    let end = start;
    while (end + 1 < n && finite(end + 1)) end += 1;
    const along = Float64Array.from({ length: end - start + 1 }, (_, i) => grid[start + i]!);
    const upper = band.upper.subarray(start, end + 1);
    const lower = band.lower.subarray(start, end + 1);
    if (x.length > 0) append(x, y, GAP, GAP);
    for (const i of simplify(along, upper, view)) append(x, y, along[i]!, upper[i]!);
    for (const i of simplify(along, lower, view).reverse()) append(x, y, along[i]!, lower[i]!);
    start = end;
  }
  return path(x, y, { curve: "linear-closed", ...style, stroke: "none" });
}

/** Round points of one radius: pieces of no length with round ends. */
export function pointsMark(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  radius: number,
  style: MarkStyle,
): Markish {
  const [xs, ys]: [number[], number[]] = [[], []];
  for (let i = 0; i < x.length; i++) {
    append(xs, ys, x[i]!, y[i]!);
    append(xs, ys, GAP, GAP);
  }
  return path(xs, ys, { ...style, strokeWidth: 2 * radius });
}

/** Vertical lines from `lower` to `upper`. */
export function verticalsMark(
  x: ArrayLike<number>,
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  style: MarkStyle,
): Markish {
  const [xs, ys]: [number[], number[]] = [[], []];
  for (let i = 0; i < x.length; i++) {
    append(xs, ys, x[i]!, lower[i]!);
    append(xs, ys, x[i]!, upper[i]!);
    append(xs, ys, GAP, GAP);
  }
  return path(xs, ys, { ...style, strokeLinecap: "butt" });
}

/** Horizontal lines from `lower` to `upper`. */
export function rangesMark(
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  y: ArrayLike<number>,
  style: MarkStyle,
): Markish {
  const [xs, ys]: [number[], number[]] = [[], []];
  for (let i = 0; i < y.length; i++) {
    append(xs, ys, lower[i]!, y[i]!);
    append(xs, ys, upper[i]!, y[i]!);
    append(xs, ys, GAP, GAP);
  }
  return path(xs, ys, { ...style, strokeLinecap: "butt" });
}

/** Horizontal lines that reach `half` to both sides of x. */
export function horizontalsMark(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  half: number,
  style: MarkStyle,
): Markish {
  const [xs, ys]: [number[], number[]] = [[], []];
  for (let i = 0; i < x.length; i++) {
    append(xs, ys, x[i]! - half, y[i]!);
    append(xs, ys, x[i]! + half, y[i]!);
    append(xs, ys, GAP, GAP);
  }
  return path(xs, ys, { ...style, strokeLinecap: "butt" });
}

/** Straight lines [x1, y1, x2, y2]. */
export function linesMark(
  lines: readonly (readonly [x1: number, y1: number, x2: number, y2: number])[],
  style: MarkStyle,
): Markish {
  const [xs, ys]: [number[], number[]] = [[], []];
  for (const [x1, y1, x2, y2] of lines) {
    append(xs, ys, x1, y1);
    append(xs, ys, x2, y2);
    append(xs, ys, GAP, GAP);
  }
  return path(xs, ys, style);
}

/** The outline of a histogram: a line over the bars between the edges [n + 1] with these heights [n]. */
export function outlineMark(edges: ArrayLike<number>, heights: ArrayLike<number>, style: MarkStyle): Markish {
  const [xs, ys]: [number[], number[]] = [[], []];
  append(xs, ys, edges[0]!, 0);
  for (let i = 0; i < heights.length; i++) {
    append(xs, ys, edges[i]!, heights[i]!);
    append(xs, ys, edges[i + 1]!, heights[i]!);
  }
  append(xs, ys, edges[heights.length]!, 0);
  return path(xs, ys, style);
}

/** Ends of a rectangle. */
export type Rectangle = readonly [left: number, right: number, lower: number, upper: number];

/** Rectangles. */
export function rectanglesMark(
  rectangles: readonly Rectangle[],
  style: MarkStyle,
  options: { readonly shapeRendering?: string } = {},
): Markish {
  const [xs, ys]: [number[], number[]] = [[], []];
  for (const [left, right, lower, upper] of rectangles) {
    append(xs, ys, left, lower);
    append(xs, ys, right, lower);
    append(xs, ys, right, upper);
    append(xs, ys, left, upper);
    append(xs, ys, GAP, GAP);
  }
  return path(xs, ys, { curve: "linear-closed", stroke: "none", ...style, ...options });
}

function append(xs: number[], ys: number[], x: number, y: number): void {
  xs.push(x);
  ys.push(y);
}
