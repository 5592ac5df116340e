import { shorten, visibleText } from "../format/visibleText.ts";
import { lightPalette } from "../palette.ts";
import type { FigureOptions, FigureParts } from "./figure.ts";
import { appendKey } from "./keySymbols.ts";
import { panelMeasures } from "./panelSizes.ts";
import { appendText, svgElement } from "./svgText.ts";

const MEASURE = 720;

/** Gives a drawing its role, title and description, named by ids that start with `id`. */
export function describeSvg(
  document: Document,
  svg: SVGElement,
  id: string,
  title: string,
  description: string,
): void {
  const parts = [
    ["title", shorten(visibleText(title), 160)],
    ["desc", shorten(visibleText(description), 800)],
  ] as const;
  const elements = parts.map(([name, text]) => {
    const element = svgElement(document, name, { id: `${id}-${name}` });
    element.textContent = text;
    return element;
  });
  svg.prepend(...elements);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-labelledby", elements.map((element) => element.id).join(" "));
}

/** How many columns a figure's panels stand in at full width. */
export function columnsOf(parts: FigureParts): number {
  if (parts.rows !== undefined) return Math.ceil(parts.panels.length / parts.rows);
  return parts.size === "full" ? 1 : parts.size === "half" ? Math.min(parts.panels.length, 2) : 3;
}

/**
 * One drawing that stands by itself: the panels of the figure side by side, the key above them where the marks do not
 * carry their names, with title and description for readers who do not see it.
 */
export function standalone(parts: FigureParts, options: FigureOptions, document: Document): SVGElement {
  const id = options.id ?? "figure";
  const title = options.title ?? parts.panels[0]?.title ?? "Figure";
  const single = parts.panels.length === 1 && (parts.direct || parts.key.length === 0);
  const svg = single ? parts.panels[0]!.svg : arrange(parts, document);
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  describeSvg(document, svg, id, title, parts.description);
  return svg;
}

function arrange(parts: FigureParts, document: Document): SVGSVGElement {
  const columns = columnsOf(parts);
  const { width } = panelMeasures[parts.size];
  const gap = parts.size === "third" ? 16 : 24;
  const total = Math.min(MEASURE, columns * width + (columns - 1) * gap);
  const svg = svgElement(document, "svg", {
    class: "panels",
    fill: "currentColor",
    "font-family": "'Helvetica Neue', 'Liberation Sans', Arial, sans-serif",
    "font-size": panelMeasures[parts.size].font,
  });
  let top = parts.direct ? 0 : appendKey(document, svg, parts.key, total);
  if (parts.sharedY !== undefined) {
    appendText(document, svg, parts.sharedY, {
      x: 0,
      y: top + 12,
      className: "axis-name",
      fill: lightPalette.muted,
    });
    top += 20;
  }
  const rows = Math.ceil(parts.panels.length / columns);
  const rowHeights = new Array<number>(rows).fill(0);
  const place = (i: number): [row: number, column: number] =>
    parts.rows === undefined
      ? [Math.floor(i / columns), i % columns]
      : [i % parts.rows, Math.floor(i / parts.rows)];
  parts.panels.forEach((panel, i) => {
    const [row] = place(i);
    rowHeights[row] = Math.max(rowHeights[row]!, Number(panel.svg.getAttribute("height")));
  });
  parts.panels.forEach((panel, i) => {
    const [row, column] = place(i);
    panel.svg.setAttribute("x", String(column * (width + gap)));
    panel.svg.setAttribute(
      "y",
      String(top + rowHeights.slice(0, row).reduce((sum, height) => sum + height, 0)),
    );
    svg.append(panel.svg);
  });
  let height = top + rowHeights.reduce((sum, row) => sum + row, 0);
  if (parts.sharedX !== undefined) {
    const middle = { x: total / 2, y: height + 14, anchor: "middle", className: "axis-name" } as const;
    appendText(document, svg, parts.sharedX, { ...middle, fill: lightPalette.muted });
    height += 22;
  }
  svg.setAttribute("width", String(total));
  svg.setAttribute("height", String(height));
  svg.setAttribute("viewBox", `0 0 ${total} ${height}`);
  return svg;
}
