import type { PanelSize } from "./figure.ts";

/** Measures of a panel in units of its drawing. */
export interface PanelMeasures {
  readonly width: number;
  readonly height: number;
  /** Size of the text in the drawing at its natural size. */
  readonly font: number;
  /** The largest size of text that the style sheet sets when the drawing is scaled down: margins leave room for it. */
  readonly largestFont: number;
  /** About how many ticks suit each axis. */
  readonly ticksX: number;
  readonly ticksY: number;
  /** Room for a name on an axis, in multiples of the largest size of text. */
  readonly nameRoom: number;
}

/** Width of the right margin that holds direct labels; cropped away on narrow screens, where the key replaces them. */
export const DIRECT_LABEL_MARGIN = 124;

/** The measures of the three sizes of panel: the page's measure is 720, with gaps of 24 between halves and 16 between thirds. */
export const panelMeasures: Readonly<Record<PanelSize, PanelMeasures>> = {
  full: { width: 720, height: 360, font: 12, largestFont: 17, ticksX: 8, ticksY: 6, nameRoom: 31 },
  half: { width: 348, height: 288, font: 12, largestFont: 12, ticksX: 5, ticksY: 5, nameRoom: 24 },
  third: { width: 229, height: 186, font: 11, largestFont: 13, ticksX: 4, ticksY: 4, nameRoom: 13 },
};

/** The size in which `count` panels of common scales fill the measure. */
export function sizeOfPanels(count: number): PanelSize {
  return count === 1 ? "full" : count === 2 ? "half" : "third";
}

/** Mean width of a character relative to the size of the text, on the generous side. */
export const CHARACTER_WIDTH = 0.56;
