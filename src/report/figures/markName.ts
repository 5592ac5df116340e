import { lightPalette } from "../palette.ts";
import { textWidth } from "./fitName.ts";
import { panelMeasures } from "./panelSizes.ts";
import type { Panel } from "./plotPanel.ts";
import { appendText } from "./svgText.ts";

/** Writes a short text in ink beside a point of a full panel: to its right where there is room, else to its left. */
export function writeBeside(
  panel: Panel,
  at: { readonly x: number; readonly y: number },
  text: string,
  document: Document,
): void {
  const [x, y] = [panel.x(at.x), panel.y(at.y)];
  const right = x + 9 + textWidth(text) * panelMeasures.full.largestFont < panel.right;
  const place = {
    x: Number((right ? x + 9 : x - 9).toFixed(1)),
    y: Number(Math.min(Math.max(y, panel.top + 9), panel.bottom - 9).toFixed(1)),
    dy: 0.35,
    anchor: right ? "start" : "end",
    className: "mark-name",
  } as const;
  appendText(document, panel.svg, text, { ...place, fill: lightPalette.ink });
}
