import { lightPalette } from "../palette.ts";

/** Class and attributes of one kind of mark, as the plot library takes them. */
export interface MarkStyle {
  readonly className: string;
  readonly fill?: string;
  readonly fillOpacity?: number;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly strokeOpacity?: number;
  readonly strokeDasharray?: string;
}

/** The kinds of marks. */
export type MarkName =
  | "functionBand"
  | "observationBand"
  | "functionEdge"
  | "observationEdge"
  | "mean"
  | "truth"
  | "draw"
  | "rowCurve"
  | "firstDraw"
  | "secondDraw"
  | "data"
  | "heldOut"
  | "miss"
  | "reference"
  | "maximum"
  | "joint"
  | "histogram"
  | "curve"
  | "overlayEdge"
  | "meanPoint"
  | "functionBar"
  | "interval"
  | "guide"
  | "axis";

/**
 * How each kind of mark is drawn. The class lets a page's style sheet choose the colour of the reader's scheme; the
 * attributes are those of the light scheme, for a drawing that stands by itself. Nothing is told apart by colour
 * alone: the band of an observation has a dashed edge, held-out points are hollow, the truth is dashed.
 */
export const markStyles: Readonly<Record<MarkName, MarkStyle>> = {
  functionBand: { className: "function-band", fill: lightPalette.functionBand },
  observationBand: { className: "observation-band", fill: lightPalette.observationBand },
  functionEdge: { className: "edge", stroke: lightPalette.edge, strokeWidth: 0.8 },
  observationEdge: { className: "edge", stroke: lightPalette.edge, strokeWidth: 0.8, strokeDasharray: "4 3" },
  mean: { className: "mean", stroke: lightPalette.mean, strokeWidth: 2 },
  truth: { className: "truth", stroke: lightPalette.truth, strokeWidth: 1.4, strokeDasharray: "7 4" },
  draw: { className: "mean draw", stroke: lightPalette.mean, strokeWidth: 1, strokeOpacity: 0.55 },
  rowCurve: { className: "mean row-curve", stroke: lightPalette.mean, strokeWidth: 0.7, strokeOpacity: 0.8 },
  firstDraw: { className: "mean", stroke: lightPalette.mean, strokeWidth: 1.6 },
  secondDraw: { className: "mean", stroke: lightPalette.mean, strokeWidth: 1.6, strokeDasharray: "6 3" },
  data: { className: "data", stroke: lightPalette.data },
  heldOut: { className: "held-out", fill: lightPalette.paper, stroke: lightPalette.data, strokeWidth: 1.3 },
  miss: { className: "miss", fill: lightPalette.data },
  reference: { className: "reference", stroke: lightPalette.ink, strokeWidth: 0.9 },
  maximum: { className: "maximum", stroke: lightPalette.ink, strokeWidth: 0.9, strokeDasharray: "2 3" },
  joint: { className: "joint", stroke: lightPalette.ink, strokeWidth: 1 },
  histogram: { className: "histogram", fill: lightPalette.mean, fillOpacity: 0.3, stroke: lightPalette.mean },
  curve: { className: "mean", stroke: lightPalette.mean, strokeWidth: 1.6 },
  overlayEdge: { className: "mean", stroke: lightPalette.mean, strokeWidth: 1.1, strokeDasharray: "4 2.5" },
  meanPoint: { className: "mean", stroke: lightPalette.mean },
  functionBar: { className: "function-bar", stroke: lightPalette.functionBand, strokeWidth: 11 },
  interval: { className: "edge", stroke: lightPalette.edge, strokeWidth: 1, strokeOpacity: 0.7 },
  guide: { className: "axis", stroke: lightPalette.rule, strokeWidth: 0.7, strokeDasharray: "1 3" },
  axis: { className: "axis", stroke: lightPalette.rule, strokeWidth: 1 },
};
