import { linearTicks, logTicks, type Ticks } from "../format/ticks.ts";
import { lightPalette } from "../palette.ts";
import { axisX, axisY, frame, type Markish, plot } from "../plot.ts";
import type { Domain } from "./domain.ts";
import type { PanelSize } from "./figure.ts";
import { finishSvg } from "./finishSvg.ts";
import { fitName, fitText } from "./fitName.ts";
import { markStyles } from "./markStyles.ts";
import { CHARACTER_WIDTH, panelMeasures } from "./panelSizes.ts";
import { appendText } from "./svgText.ts";

/** One axis of a panel. */
export interface AxisSpec {
  readonly domain: Domain;
  /** Logarithmic instead of linear. */
  readonly log?: boolean;
  readonly label?: string;
  /** Positions and labels; default: round numbers. */
  readonly ticks?: Ticks;
  /** Draws the ticks without their numbers, for panels stacked above each other. */
  readonly bare?: boolean;
}

/** One panel: two axes and the marks between them, first mark lowest. */
export interface PanelSpec {
  readonly size: PanelSize;
  readonly id: string;
  readonly x: AxisSpec;
  readonly y: AxisSpec;
  readonly marks: readonly Markish[];
  /** Stands above the panel. */
  readonly heading?: string;
  readonly height?: number;
  readonly marginLeft?: number;
  readonly marginRight?: number;
}

/** A drawn panel with its scales from values to positions in the drawing. */
export interface Panel {
  readonly svg: SVGSVGElement;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Room for the numbers of a vertical axis at the largest size of text. */
export function leftMargin(size: PanelSize, labels: readonly string[]): number {
  const longest = labels.reduce((most, label) => Math.max(most, label.length), 1);
  return Math.ceil(longest * CHARACTER_WIDTH * panelMeasures[size].largestFont) + 10;
}

/** The ticks of an axis: those given, else round numbers. */
export function axisTicks(axis: AxisSpec, count: number): Ticks {
  if (axis.ticks !== undefined) return axis.ticks;
  const [low, high] = axis.domain;
  return axis.log === true ? logTicks(low, high, count) : linearTicks(low, high, count);
}

/**
 * Draws one panel with the plot library: thin axes at the left and below, names of the axes written out horizontally,
 * no grid and no decoration.
 */
export function plotPanel(spec: PanelSpec, document: Document): Panel {
  const measures = panelMeasures[spec.size];
  const ticksX = axisTicks(spec.x, measures.ticksX);
  const ticksY = axisTicks(spec.y, measures.ticksY);
  const font = measures.largestFont;
  const marginLeft = spec.marginLeft ?? leftMargin(spec.size, ticksY.labels);
  const marginRight = spec.marginRight ?? 12;
  // A heading stands above the name of the axis where there are both.
  const lines = (spec.heading === undefined ? 0 : 1) + (spec.y.label === undefined ? 0 : 1);
  const marginTop = lines === 0 ? 8 : Math.ceil((0.4 + 1.5 * lines) * font);
  const below = spec.x.bare === true ? 0.5 : spec.x.label === undefined ? 1.5 : 2.9;
  const marginBottom = Math.ceil(below * font) + 8;
  const height = spec.height ?? measures.height;
  const svg = plot({
    document,
    className: "panel",
    width: measures.width,
    height,
    marginLeft,
    marginRight,
    marginTop,
    marginBottom,
    x: { domain: [...spec.x.domain], type: spec.x.log === true ? "log" : "linear" },
    y: { domain: [...spec.y.domain], type: spec.y.log === true ? "log" : "linear" },
    marks: [...spec.marks, ...axisMarks(spec, ticksX, ticksY)],
  }) as SVGSVGElement & { scale(name: "x" | "y"): { apply(value: number): number } };
  svg.setAttribute("font-size", String(measures.font));
  svg.setAttribute("font-family", "'Helvetica Neue', 'Liberation Sans', Arial, sans-serif");
  finishSvg(svg, spec.id);
  const panel: Panel = {
    svg,
    x: svg.scale("x").apply,
    y: svg.scale("y").apply,
    left: marginLeft,
    right: measures.width - marginRight,
    top: marginTop,
    bottom: height - marginBottom,
  };
  nameAxes(spec, panel, document);
  return panel;
}

function axisMarks(spec: PanelSpec, ticksX: Ticks, ticksY: Ticks): Markish[] {
  const common = {
    ...markStyles.axis,
    label: null,
    tickSize: 4,
    tickPadding: 4,
    fill: lightPalette.muted,
  } as const;
  const labelsX = spec.x.bare === true ? ticksX.labels.map(() => "") : [...ticksX.labels];
  return [
    frame({ anchor: "left", ...markStyles.axis }),
    frame({ anchor: "bottom", ...markStyles.axis }),
    axisX(ticksX.values as number[], { ...common, text: labelsX }),
    axisY(ticksY.values as number[], { ...common, text: [...ticksY.labels] }),
  ];
}

function nameAxes(spec: PanelSpec, panel: Panel, document: Document): void {
  if (spec.heading !== undefined) {
    const place = {
      ...(spec.y.label === undefined
        ? { x: panel.left, y: panel.top - 9 }
        : { x: 0, y: panel.top - 11, dy: -1.45 }),
      className: "heading",
      fill: lightPalette.ink,
    };
    // It begins at the axis: a wide margin leaves it less room.
    const { width, largestFont, nameRoom } = panelMeasures[spec.size];
    const room = Math.min(nameRoom, (width - place.x) / largestFont);
    appendText(document, panel.svg, fitText(spec.heading, room), place);
  }
  if (spec.y.label !== undefined) {
    const place = { x: 0, y: panel.top - 11, className: "axis-name", fill: lightPalette.muted };
    appendText(document, panel.svg, fitName(spec.y.label, spec.size), place);
  }
  if (spec.x.label !== undefined) {
    const middle = (panel.left + panel.right) / 2;
    const place = {
      x: middle,
      y: panel.bottom + 8,
      dy: 2.3,
      className: "axis-name",
      fill: lightPalette.muted,
    } as const;
    appendText(document, panel.svg, fitName(spec.x.label, spec.size), { ...place, anchor: "middle" });
  }
}
