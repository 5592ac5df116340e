/// <reference lib="dom" preserve="true" />
import type { Table } from "../page/table.ts";
import type { Text } from "../page/text.ts";

/**
 * How much of the page's measure a panel takes: all of it, a half or a third. The design size of a panel in units of
 * its own drawing, which are pixels on a wide screen, follows from it.
 */
export type PanelSize = "full" | "half" | "third";

/** Names of the drawn things; also the names of their classes in the style sheet. */
export type MarkSymbol =
  | "data"
  | "held-out"
  | "miss"
  | "mean"
  | "truth"
  | "draw"
  | "row-curve"
  | "first-draw"
  | "second-draw"
  | "function-band"
  | "observation-band"
  | "reference"
  | "upright"
  | "histogram"
  | "curve"
  | "mean-point"
  | "interval"
  | "joint"
  | "maximum"
  | SeriesSymbol;

/** Sample of a line with a point of the first, second, ... of several methods or chains. */
export type SeriesSymbol = `series-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`;

/** One entry of the key: a sample of the mark and its name. */
export interface KeyEntry {
  readonly symbol: MarkSymbol;
  readonly label: string;
}

/** One drawing of a figure. */
export interface FigurePanel {
  readonly svg: SVGSVGElement;
  /** What this panel shows, for readers who do not see it. */
  readonly title: string;
}

/** Everything a page needs to show one figure. */
export interface FigureParts {
  readonly size: PanelSize;
  readonly panels: readonly FigurePanel[];
  /** Panels are laid out column by column in this many rows; left out: row by row. */
  readonly rows?: number;
  /** Whether marks carry their names inside the drawing, so that the key is needed on narrow screens only. */
  readonly direct: boolean;
  /** Whether the drawing has a right margin with names, which a narrow screen crops away. */
  readonly labelMargin?: boolean;
  readonly key: readonly KeyEntry[];
  /** Names of the axes that all panels share. */
  readonly sharedX?: string;
  readonly sharedY?: string;
  /** Sentences that say what is drawn: which band, how many points, what was left out. */
  readonly caption: readonly Text[];
  /** The same facts for readers who do not see the figure, with the range of the numbers. */
  readonly description: string;
  /** The drawn numbers. */
  readonly tables: readonly Table[];
  /** Names given by the user that the drawing may have shortened. */
  readonly names: readonly string[];
}

/** Options every figure takes. */
export interface FigureOptions {
  /** Title for readers who do not see the figure. Default: a description of its kind. */
  readonly title?: string;
  /** Prefix of the ids in the drawing; must be unique in the document that the figure is put into. Default "figure". */
  readonly id?: string;
}

/** The names of the options in {@link FigureOptions}, for checks. */
export const figureOptionNames: readonly string[] = ["title", "id"];
