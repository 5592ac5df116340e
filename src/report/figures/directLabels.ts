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

/**
 * Places in the order of the wishes, at least `gap` apart and within [top, bottom], with the least sum of squared
 * distances from the wishes: the i-th place less i gaps must not descend, which pooling of neighbours solves exactly.
 * With too little room the gap shrinks.
 */
export function spreadOut(wishes: readonly number[], gap: number, top: number, bottom: number): number[] {
  const n = wishes.length;
  const step = n > 1 ? Math.min(gap, (bottom - top) / (n - 1)) : 0;
  const order = wishes.map((_, i) => i).sort((a, b) => wishes[a]! - wishes[b]! || a - b);
  const pools: { sum: number; count: number }[] = [];
  order.forEach((i, rank) => {
    let pool = { sum: wishes[i]! - rank * step, count: 1 };
    while (pools.length > 0 && pools.at(-1)!.sum / pools.at(-1)!.count > pool.sum / pool.count) {
      const before = pools.pop()!;
      pool = { sum: before.sum + pool.sum, count: before.count + pool.count };
    }
    pools.push(pool);
  });
  const levels = pools.flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count));
  const result = new Array<number>(n);
  order.forEach((i, rank) => {
    const level = Math.min(Math.max(levels[rank]!, top), bottom - (n - 1) * step);
    result[i] = level + rank * step;
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
