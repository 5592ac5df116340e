import { ArgumentError } from "../../errors/errors.ts";
import type { Ticks } from "../format/ticks.ts";
import { lightPalette } from "../palette.ts";
import type { Markish } from "../plot.ts";
import { fitText, textWidth } from "./fitName.ts";
import { panelMeasures } from "./panelSizes.ts";
import { type AxisSpec, axisTicks, type Panel, plotPanel } from "./plotPanel.ts";
import { appendText } from "./svgText.ts";

/** A panel with a named row for each thing that is compared; row i stands at the height i, the first on top. */
export interface RowPanelSpec {
  readonly id: string;
  readonly names: readonly string[];
  readonly x: AxisSpec;
  readonly marks: readonly Markish[];
  readonly heading?: string;
  /** Words at the right of each row. */
  readonly notes?: readonly string[];
  /** Room above the first row, in rows. */
  readonly above?: number;
  /** Default: room for the notes. */
  readonly marginRight?: number;
}

/** Height of a row in units of the drawing. */
const ROW = 26;
/** Room for a name, in multiples of the size of the text. */
const NAME_ROOM = 13;
/** Most rows: a figure with more would not be read. */
const MOST_ROWS = 60;

/** Throws an ArgumentError unless there is a row and not more than a page can show. */
export function checkRows(where: string, what: string, rows: readonly unknown[]): void {
  if (rows.length >= 1 && rows.length <= MOST_ROWS) return;
  const problem = `there must be 1 to ${MOST_ROWS} ${what}, got ${rows.length === 0 ? "none" : rows.length}`;
  throw new ArgumentError({ where, problem });
}

/** Room at the left for the longest of the names as they are written beside the rows. */
export function rowMargin(names: readonly string[]): number {
  return columnWidth(names.map((name) => fitText(name, NAME_ROOM))) + 10;
}

/** Width of the longest text when the text is at its largest. */
function columnWidth(texts: readonly string[]): number {
  const longest = texts.reduce((most, text) => Math.max(most, textWidth(text)), 1);
  return Math.ceil(longest * panelMeasures.full.largestFont);
}

/** Draws the panel; `marginLeft` is the widest {@link rowMargin} of the panels that are stacked. */
export function rowPanel(
  spec: RowPanelSpec,
  document: Document,
  marginLeft: number = rowMargin(spec.names),
): Panel {
  const { names, x, marks, heading, notes, above = 0 } = spec;
  const { largestFont } = panelMeasures.full;
  const top = heading === undefined ? 8 : Math.ceil(1.9 * largestFont);
  const bottom = Math.ceil((x.bare === true ? 0.5 : 2.9) * largestFont) + 8;
  const labels = names.map((name) => fitText(name, NAME_ROOM));
  const marginRight = spec.marginRight ?? (notes === undefined ? 12 : columnWidth(notes) + 20);
  const panel = plotPanel(
    {
      size: "full",
      id: spec.id,
      height: top + ROW * (names.length + above) + bottom,
      marginLeft,
      marginRight,
      x: { ...x, ticks: fittingTicks(x, marginRight) },
      y: {
        domain: [names.length - 0.5, -0.5 - above],
        ticks: { values: names.map((_, i) => i), labels },
      },
      marks,
      ...(heading === undefined ? {} : { heading }),
    },
    document,
  );
  notes?.forEach((note, i) => {
    const place = { x: panel.right + 12, y: panel.y(i), dy: 0.35 };
    appendText(document, panel.svg, note, { ...place, className: "mark-name", fill: lightPalette.ink });
  });
  return panel;
}

/** As many ticks as their numbers have room at the largest size of text beside the longest names, whatever the names are. */
function fittingTicks(axis: AxisSpec, marginRight: number): Ticks {
  const { width: whole, ticksX, largestFont } = panelMeasures.full;
  const width = whole - NAME_ROOM * largestFont - 10 - marginRight;
  for (let count = ticksX; count > 2; count--) {
    const ticks = axisTicks(axis, count);
    const room = width / Math.max(1, ticks.values.length - 1);
    if (columnWidth(ticks.labels) + 6 <= room) return ticks;
  }
  return axisTicks(axis, 2);
}
