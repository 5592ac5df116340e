import { rowOf } from "../../numeric/matrix.ts";
import { dot, type Markish } from "../plot.ts";
import type { BandData, Points } from "./bandData.ts";
import type { Domain } from "./domain.ts";
import type { PanelSize } from "./figure.ts";
import { markStyles } from "./markStyles.ts";
import { panelMeasures } from "./panelSizes.ts";
import { curvesMark, pointsMark, regionMark, verticalsMark } from "./pathMarks.ts";
import { type CurveView, samplePoints, take } from "./thin.ts";

/** What decides how the marks of a band panel are drawn. */
export interface BandView {
  readonly size: PanelSize;
  readonly x: Domain;
  readonly y: Domain;
  /** Largest number of points drawn, per set of points. */
  readonly points: number;
  /** Draw the first two draws as clear solid and dashed lines instead of all as thin ones. */
  readonly clearDraws?: boolean;
}

/** Error allowed in the drawing of a curve, in its units: a quarter of a thin line. */
const TOLERANCE = 0.15;

/** The view of a panel for the drawing of curves. */
export function curveView(size: PanelSize, x: Domain, y: Domain): CurveView {
  const { width, height } = panelMeasures[size];
  return { x, y, width, height, tolerance: TOLERANCE };
}

/** The marks of one band panel, lowest first: bands, draws, joints, truth, data, mean. */
export function bandMarks(data: BandData, view: BandView): Markish[] {
  const curves = curveView(view.size, view.x, view.y);
  const marks: Markish[] = [];
  for (const [band, fill, edge] of [
    [data.observationBand, markStyles.observationBand, markStyles.observationEdge],
    [data.functionBand, markStyles.functionBand, markStyles.functionEdge],
  ] as const) {
    if (band === undefined) continue;
    marks.push(
      regionMark(data.x, band, curves, fill),
      curvesMark(data.x, [band.lower, band.upper], curves, edge),
    );
  }
  marks.push(...drawMarks(data, view, curves));
  if (data.joints !== undefined) marks.push(jointMarks(data.joints, view));
  if (data.truth !== undefined) marks.push(curvesMark(data.x, [data.truth], curves, markStyles.truth));
  if (data.data !== undefined) marks.push(dataMarks(data.data, view));
  if (data.heldOut !== undefined) marks.push(heldOutMarks(data.heldOut, view));
  if (data.mean !== undefined) marks.push(curvesMark(data.x, [data.mean], curves, markStyles.mean));
  return marks;
}

function drawMarks(data: BandData, view: BandView, curves: CurveView): Markish[] {
  if (data.draws === undefined || data.draws.rows === 0) return [];
  const rows = Array.from({ length: data.draws.rows }, (_, i) => rowOf(data.draws!, i));
  if (view.clearDraws !== true) return [curvesMark(data.x, rows, curves, markStyles.draw)];
  const styles = [markStyles.firstDraw, markStyles.secondDraw];
  return rows.slice(0, 2).map((row, i) => curvesMark(data.x, [row], curves, styles[i]!));
}

function radiusOf(view: BandView, count: number): number {
  if (view.size === "third") return count > 40 ? 1.7 : 2.2;
  return count > 400 ? 1.9 : 2.6;
}

function dataMarks(points: Points, view: BandView): Markish {
  const shown = samplePoints(points.x, points.y, view.points);
  const radius = radiusOf(view, shown.length);
  return pointsMark(take(points.x, shown), take(points.y, shown), radius, markStyles.data);
}

function heldOutMarks(points: Points, view: BandView): Markish {
  const shown = samplePoints(points.x, points.y, view.points);
  const at = { x: take(points.x, shown), y: take(points.y, shown), r: radiusOf(view, shown.length) };
  return dot({ length: shown.length }, { ...at, ...markStyles.heldOut, clip: true });
}

function jointMarks(joints: ArrayLike<number>, view: BandView): Markish {
  const inside = Array.from(joints).filter((joint) => joint >= view.x[0] && joint <= view.x[1]);
  const foot = view.y[0] + (view.y[1] - view.y[0]) * (view.size === "third" ? 0.045 : 0.03);
  const ends = (end: number): number[] => inside.map(() => end);
  return verticalsMark(inside, ends(view.y[0]), ends(foot), markStyles.joint);
}
