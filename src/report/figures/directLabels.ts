import { lightPalette } from "../palette.ts";
import { panelMeasures } from "./panelSizes.ts";
import type { Panel } from "./plotPanel.ts";
import { appendText, svgElement } from "./svgText.ts";

/** A name to be written beside the right end of what it names. */
export interface DirectLabel {
  readonly text: string;
  /** Value at which the named thing ends. */
  readonly at: number;
  /** False where the name does not belong to the end of a line, so that no connector is drawn. */
  readonly connected?: boolean;
  /** Class that gives the text its colour: "mean", "data" or "band-name". */
  readonly className: string;
  readonly fill: string;
}

/** Places at least `gap` apart within [top, bottom], each as near to its wish as the others allow, in order. */
export function spreadOut(wishes: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wishes.map((_, i) => i).sort((a, b) => wishes[a]! - wishes[b]! || a - b);
  const places = order.map((i) => Math.min(Math.max(wishes[i]!, top), bottom));
  for (let pass = 0; pass < 60; pass++) {
    for (let i = 1; i < places.length; i++) {
      const overlap = places[i - 1]! + gap - places[i]!;
      if (overlap <= 0) continue;
      const up = Math.min(overlap / 2, places[i - 1]! - top);
      places[i - 1]! -= Math.max(up, 0);
      places[i]! += overlap - Math.max(up, 0);
    }
    for (let i = places.length - 1, limit = bottom; i >= 0; i--, limit -= gap) {
      places[i] = Math.min(places[i]!, limit);
    }
  }
  const result = new Array<number>(wishes.length);
  order.forEach((i, rank) => {
    result[i] = places[rank]!;
  });
  return result;
}

/** Writes the names in the right margin of the panel, moved apart where they would touch, with thin connectors. */
export function writeDirectLabels(panel: Panel, labels: readonly DirectLabel[], document: Document): void {
  const font = panelMeasures.full.font;
  const finite = labels.filter((label) => Number.isFinite(label.at));
  const wishes = finite.map((label) => Math.min(Math.max(panel.y(label.at), panel.top), panel.bottom));
  const places = spreadOut(wishes, font * 1.35, panel.top, panel.bottom);
  const group = svgElement(document, "g", { class: "direct" });
  const connectors = svgElement(document, "g", {
    class: "axis",
    fill: "none",
    stroke: lightPalette.rule,
    "stroke-width": 0.8,
  });
  group.append(connectors);
  finite.forEach((label, i) => {
    const [from, to] = [wishes[i]!, places[i]!];
    const d =
      label.connected === false
        ? ""
        : `M${panel.right + 3},${from.toFixed(1)}L${panel.right + 12},${to.toFixed(1)}`;
    if (d !== "") connectors.append(svgElement(document, "path", { d }));
    const place = { x: panel.right + 16, y: Number(to.toFixed(1)), dy: 0.32 };
    appendText(document, group, label.text, {
      ...place,
      className: `${label.className}-name`,
      fill: label.fill,
    });
  });
  panel.svg.append(group);
}
