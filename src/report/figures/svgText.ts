import { visibleText } from "../format/visibleText.ts";

const SVG = "http://www.w3.org/2000/svg";

/** Where and how a text stands in a drawing. */
export interface TextPlace {
  readonly x: number;
  readonly y: number;
  /** Shift of the baseline in multiples of the text size, so that it grows with the text. */
  readonly dy?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly className: string;
  readonly fill?: string;
}

/** An SVG element with attributes; the attributes come from this library, never from a user. */
export function svgElement<K extends keyof SVGElementTagNameMap>(
  document: Document,
  name: K,
  attributes: Readonly<Record<string, string | number>> = {},
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element as SVGElementTagNameMap[K];
}

/**
 * Appends a line of text. The symbol σ²_φ is typeset with its two indices above each other; everything else stands
 * as it is, with hidden characters made visible.
 */
export function appendText(
  document: Document,
  parent: SVGElement,
  text: string,
  place: TextPlace,
): SVGTextElement {
  const element = svgElement(document, "text", { class: place.className, x: place.x, y: place.y });
  if (place.dy !== undefined) element.setAttribute("dy", `${place.dy}em`);
  element.setAttribute("text-anchor", place.anchor ?? "start");
  if (place.fill !== undefined) element.setAttribute("fill", place.fill);
  const parts = visibleText(text).split("σ²_φ");
  parts.forEach((part, i) => {
    if (i > 0) appendPriorVariance(document, element);
    if (part === "") return;
    if (parts.length === 1) element.textContent = part;
    else element.append(span(document, part, i > 0 ? { dy: "-0.32em" } : {}));
  });
  parent.append(element);
  return element;
}

function appendPriorVariance(document: Document, element: SVGTextElement): void {
  element.append(
    span(document, "σ", { "font-style": "italic" }),
    span(document, "2", { dy: "-0.6em", "font-size": "70%" }),
    span(document, "φ", { dx: "-0.55em", dy: "1.05em", "font-size": "70%", "font-style": "italic" }),
  );
}

function span(
  document: Document,
  text: string,
  attributes: Readonly<Record<string, string>>,
): SVGTSpanElement {
  const element = svgElement(document, "tspan", attributes);
  element.textContent = text;
  return element;
}
