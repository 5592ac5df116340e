import { lightPalette } from "../palette.ts";
import { dot, type Markish } from "../plot.ts";
import type { ClassSymbol } from "./figure.ts";

/** Shapes of the points of classes on a coloured ground: in ink, full or hollow, so that no colour is needed. */
const shapes = [
  { symbol: "circle", full: true },
  { symbol: "circle", full: false },
  { symbol: "triangle", full: true },
  { symbol: "square", full: false },
  { symbol: "diamond", full: true },
  { symbol: "triangle", full: false },
] as const;

/** How many classes have a shape of their own. */
export const CLASS_SHAPES: number = shapes.length;

const outlines = {
  circle: "M16,6L15.6,7.5L14.5,8.6L13,9L11.5,8.6L10.4,7.5L10,6L10.4,4.5L11.5,3.4L13,3L14.5,3.4L15.6,4.5Z",
  triangle: "M13,1.8L17,8.8L9,8.8Z",
  square: "M10,3L16,3L16,9L10,9Z",
  diamond: "M13,1.5L16.2,6L13,10.5L9.8,6Z",
} as const;

function styleOf(full: boolean) {
  const { ink, paper } = lightPalette;
  return full
    ? ({ className: "class-full", fill: ink, stroke: paper, strokeWidth: 0.8 } as const)
    : ({ className: "class-hollow", fill: paper, stroke: ink, strokeWidth: 1.3 } as const);
}

/** Points of the i-th class. */
export function classPoints(x: Float64Array, y: Float64Array, i: number, radius: number): Markish {
  const { symbol, full } = shapes[i]!;
  return dot({ length: x.length }, { x, y, r: radius, symbol, ...styleOf(full), clip: true });
}

/** Name of the key's sample of the i-th class. */
export function classSymbol(i: number): ClassSymbol {
  return `class-${i + 1}` as ClassSymbol;
}

/** Attributes of the path that is the key's sample of the i-th class. */
export function classSample(i: number): Readonly<Record<string, string | number>> {
  const { symbol, full } = shapes[i]!;
  const { className, fill, stroke, strokeWidth } = styleOf(full);
  return { class: className, d: outlines[symbol], fill, stroke, "stroke-width": strokeWidth };
}
