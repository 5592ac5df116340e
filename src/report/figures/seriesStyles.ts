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

type Corners = readonly (readonly [x: number, y: number])[];

/** A star-shaped polygon: corners at even angles, at the radii in turn. */
const around = (radii: readonly number[], corners: number, turn: number): Corners =>
  Array.from({ length: corners }, (_, k) => {
    const angle = (2 * Math.PI * (k + turn)) / corners;
    const radius = radii[k % radii.length]!;
    // Hundredths are finer than any drawing, and the same on every machine.
    return [
      Math.round(100 * radius * Math.sin(angle)) / 100,
      -Math.round(100 * radius * Math.cos(angle)) / 100,
    ];
  });

/** Corners of the points' shapes for a radius of 1; the first is a circle. */
const shapes: readonly (Corners | undefined)[] = [
  undefined,
  around([1.25], 4, 0.5),
  around([1.45], 3, 0),
  around([1.35], 4, 0),
  around([1.45, 0.5], 8, 0),
  around([1.45], 3, 0.5),
  around([1.55, 0.62], 10, 0),
  around([1.45, 0.5], 8, 1),
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
            corners.forEach(([dx, dy], k) => {
              context[k === 0 ? "moveTo" : "lineTo"](dx * scale, dy * scale);
            });
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

/** What the key's sample of a series is drawn from: dashes and the outline of a point around (13, 6). */
export function seriesSample(series: number): { line: MarkStyle; outline: string } {
  const radius = 3.1;
  const corners = shapes[place(series)] ?? around([1], 16, 0);
  const path = corners.map(([dx, dy]) => `${round(13 + radius * dx)},${round(6 + radius * dy)}`).join("L");
  return { line: seriesLine(series), outline: `M${path}Z` };
}

const round = (value: number): number => Math.round(10 * value) / 10;
