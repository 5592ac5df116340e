import { lightPalette } from "../palette.ts";
import { dot, type Markish } from "../plot.ts";
import type { SeriesSymbol } from "./figure.ts";
import type { MarkStyle } from "./markStyles.ts";

/** Number of series that differ in colour, dashes and shape; further ones begin again. */
export const SERIES_COUNT: number = lightPalette.series.length;

const place = (series: number): number => series % SERIES_COUNT;

/** Dashes of the lines; the first is solid. */
const dashes: readonly (string | undefined)[] = [
  undefined,
  "7 3",
  "2 2.5",
  "9 3 2 3",
  "12 3",
  "4 2.5",
  "7 2.5 2 2.5 2 2.5",
  "1 3",
];

/** Corners of the points' shapes for a radius of 1, as pairs of x to the right and y downwards; the first is a circle. */
const shapes: readonly (readonly number[] | undefined)[] = [
  undefined,
  // A square, a triangle and a diamond.
  [-0.88, -0.88, 0.88, -0.88, 0.88, 0.88, -0.88, 0.88],
  [0, -1.45, 1.26, 0.73, -1.26, 0.73],
  [0, -1.35, 1.35, 0, 0, 1.35, -1.35, 0],
  // A star of four points, a triangle on its tip, a star of five points, and the star of four turned.
  [0, -1.45, 0.35, -0.35, 1.45, 0, 0.35, 0.35, 0, 1.45, -0.35, 0.35, -1.45, 0, -0.35, -0.35],
  [0, 1.45, -1.26, -0.73, 1.26, -0.73],
  [
    0, -1.55, 0.36, -0.5, 1.47, -0.48, 0.59, 0.19, 0.91, 1.25, 0, 0.62, -0.91, 1.25, -0.59, 0.19, -1.47,
    -0.48, -0.36, -0.5,
  ],
  [1.03, -1.03, 0.5, 0, 1.03, 1.03, 0, 0.5, -1.03, 1.03, -0.5, 0, -1.03, -1.03, 0, -0.5],
];

/** Colour and dashes of the line of a series, counted from 0. */
export function seriesLine(series: number, width = 1.6): MarkStyle {
  const dash = dashes[place(series)];
  return { ...seriesStroke(series, width), ...(dash === undefined ? {} : { strokeDasharray: dash }) };
}

/** Colour of a solid line of a series, for strokes too short to be dashed. */
export function seriesStroke(series: number, width = 1.6): MarkStyle {
  const i = place(series);
  return { className: `series-${i + 1}`, stroke: lightPalette.series[i]!, strokeWidth: width };
}

/** Points of a series in its colour and shape. */
export function seriesPoints(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  series: number,
  radius = 3,
): Markish {
  const i = place(series);
  const corners = shapes[i];
  const symbol =
    corners === undefined
      ? "circle"
      : {
          draw(context: CanvasPath, area: number): void {
            const scale = Math.sqrt(area / Math.PI);
            for (let k = 0; k < corners.length; k += 2)
              context[k === 0 ? "moveTo" : "lineTo"](corners[k]! * scale, corners[k + 1]! * scale);
            context.closePath();
          },
        };
  const style = { className: `series-fill-${i + 1}`, fill: lightPalette.series[i]!, stroke: "none" };
  return dot(
    { length: x.length },
    { x: Float64Array.from(x), y: Float64Array.from(y), r: radius, symbol, ...style, clip: true },
  );
}

/** Name of the key's sample of a series. */
export function seriesSymbol(series: number): SeriesSymbol {
  return `series-${place(series) + 1}` as SeriesSymbol;
}

/** The line of a series for the key, and the outline of a point around (13, 6); a circle has none. */
export function seriesSample(series: number): { line: MarkStyle; outline: string | undefined } {
  const corners = shapes[place(series)];
  if (corners === undefined) return { line: seriesLine(series), outline: undefined };
  const points = Array.from({ length: corners.length / 2 }, (_, k) => {
    const [x, y] = [13 + 3.1 * corners[2 * k]!, 6 + 3.1 * corners[2 * k + 1]!];
    return `${Number(x.toFixed(1))},${Number(y.toFixed(1))}`;
  });
  return { line: seriesLine(series), outline: `M${points.join("L")}Z` };
}
