import { lightPalette as colours } from "../palette.ts";
import { CLASS_SHAPES, classSample, classSymbol } from "./classPoints.ts";
import type { ClassSymbol, KeyEntry, MarkSymbol, SeriesSymbol } from "./figure.ts";
import { textWidth } from "./fitName.ts";
import { SERIES_COUNT, seriesSample, seriesSymbol } from "./seriesStyles.ts";
import { appendText, svgElement } from "./svgText.ts";

/** Width and height of a sample of a mark. */
const KEY_WIDTH = 26;
const KEY_HEIGHT = 12;

type Shape = readonly [
  element: "path" | "circle" | "rect",
  attributes: Readonly<Record<string, string | number>>,
];

const line = (className: string, stroke: string, width: number, dashes?: string): Shape => [
  "path",
  {
    class: className,
    d: "M1,6H25",
    fill: "none",
    stroke,
    "stroke-width": width,
    ...(dashes === undefined ? {} : { "stroke-dasharray": dashes }),
  },
];

const band = (className: string, fill: string, dashes?: string): readonly Shape[] => [
  ["rect", { class: className, x: 1, y: 1, width: 24, height: 10, fill }],
  ["path", { ...line("edge", colours.edge, 0.8, dashes)[1], d: "M1,1H25M1,11H25" }],
];

/** A line with a point of each series. */
const series = Object.fromEntries(
  Array.from({ length: SERIES_COUNT }, (_, i) => {
    const { line: style, outline } = seriesSample(i);
    const { className, stroke = "", strokeWidth = 1, strokeDasharray } = style;
    const fill = { class: `series-fill-${i + 1}`, fill: stroke };
    const point: Shape =
      outline === undefined
        ? ["circle", { ...fill, cx: 13, cy: 6, r: 3.1 }]
        : ["path", { ...fill, d: outline }];
    return [seriesSymbol(i), [line(className, stroke, strokeWidth, strokeDasharray), point]];
  }),
) as unknown as Readonly<Record<SeriesSymbol, readonly Shape[]>>;

/** A point of each class. */
const classes = Object.fromEntries(
  Array.from({ length: CLASS_SHAPES }, (_, i) => [classSymbol(i), [["path", classSample(i)] as const]]),
) as unknown as Readonly<Record<ClassSymbol, readonly Shape[]>>;

/** Samples of the marks, drawn as in the figures. */
const shapes: Readonly<Record<MarkSymbol, readonly Shape[]>> = {
  data: [
    [
      "path",
      { class: "data", d: "M13,6h0", stroke: colours.data, "stroke-width": 5.6, "stroke-linecap": "round" },
    ],
  ],
  "held-out": [
    [
      "circle",
      {
        class: "held-out",
        cx: 13,
        cy: 6,
        r: 2.8,
        fill: colours.paper,
        stroke: colours.data,
        "stroke-width": 1.3,
      },
    ],
  ],
  miss: [["path", { class: "miss", d: "M13,2L17,6L13,10L9,6Z", fill: colours.data }]],
  mean: [line("mean", colours.mean, 2)],
  truth: [line("truth", colours.truth, 1.4, "7 4")],
  draw: [line("mean", colours.mean, 1)],
  "row-curve": [line("mean row-curve", colours.mean, 0.7)],
  "first-draw": [line("mean", colours.mean, 1.6)],
  "second-draw": [line("mean", colours.mean, 1.6, "6 3")],
  "function-band": band("function-band", colours.functionBand),
  "observation-band": band("observation-band", colours.observationBand, "4 3"),
  reference: [line("reference", colours.ink, 0.9)],
  upright: [
    ["path", { class: "reference", d: "M13,0V12", fill: "none", stroke: colours.ink, "stroke-width": 0.9 }],
  ],
  histogram: [
    [
      "rect",
      {
        class: "histogram",
        x: 5,
        y: 1,
        width: 16,
        height: 10,
        fill: colours.mean,
        "fill-opacity": 0.3,
        stroke: colours.mean,
      },
    ],
  ],
  curve: [
    line("mean", colours.mean, 1.6),
    [
      "path",
      { class: "mean", d: "M13,6h0", stroke: colours.mean, "stroke-width": 4.8, "stroke-linecap": "round" },
    ],
  ],
  "mean-point": [
    [
      "path",
      { class: "mean", d: "M13,6h0", stroke: colours.mean, "stroke-width": 5.2, "stroke-linecap": "round" },
    ],
  ],
  interval: [
    ["path", { class: "edge", d: "M13,0V12", fill: "none", stroke: colours.edge, "stroke-width": 1 }],
  ],
  joint: [["path", { class: "joint", d: "M13,2V10", fill: "none", stroke: colours.ink, "stroke-width": 1 }]],
  maximum: [line("maximum", colours.ink, 0.9, "2 3")],
  contour: [line("reference", colours.ink, 1.4)],
  density: [
    [
      "rect",
      { class: "mean-fill", x: 1, y: 1, width: 24, height: 10, fill: colours.mean, "fill-opacity": 0.22 },
    ],
    ["path", { ...line("mean", colours.mean, 1.6)[1], d: "M1,1H25" }],
  ],
  prior: [line("edge", colours.edge, 1.5, "5 3")],
  ...classes,
  ...series,
};

/** The sample of a mark as markup for a page; it has no text. */
export function keySymbolMarkup(symbol: MarkSymbol): string {
  const inner = shapes[symbol].map(([name, attributes]) => {
    const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
    return `<${name}${list.join("")}/>`;
  });
  const size = `width="${KEY_WIDTH}" height="${KEY_HEIGHT}" viewBox="0 0 ${KEY_WIDTH} ${KEY_HEIGHT}"`;
  return `<svg class="sample" ${size} aria-hidden="true">${inner.join("")}</svg>`;
}

/** Draws the key at the top of a figure that stands by itself, in as many lines as it needs; returns its height. */
export function appendKey(
  document: Document,
  svg: SVGSVGElement,
  key: readonly KeyEntry[],
  width: number,
): number {
  if (key.length === 0) return 0;
  let [x, y] = [0, 0];
  for (const entry of key) {
    const room = KEY_WIDTH + 6 + textWidth(entry.label) * 11 + 18;
    if (x > 0 && x + room > width) [x, y] = [0, y + 18];
    const group = svgElement(document, "g", { transform: `translate(${x},${y})` });
    for (const [name, attributes] of shapes[entry.symbol])
      group.append(svgElement(document, name, attributes));
    appendText(document, group, entry.label, {
      x: KEY_WIDTH + 6,
      y: 10,
      className: "key-name",
      fill: colours.ink,
    });
    svg.append(group);
    x += room;
  }
  return y + 28;
}
