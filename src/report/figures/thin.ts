import type { Domain } from "./domain.ts";

/** The numbers at the given positions. */
export function take(values: ArrayLike<number>, positions: ArrayLike<number>): Float64Array {
  const result = new Float64Array(positions.length);
  for (let i = 0; i < positions.length; i++) result[i] = values[positions[i]!]!;
  return result;
}

/** `count` of the positions 0..length-1, evenly spaced, with both ends; all of them if there are no more. */
export function evenly(length: number, count: number): Int32Array {
  const kept = Math.min(length, count);
  const result = new Int32Array(kept);
  for (let i = 0; i < kept; i++) {
    result[i] = kept === 1 ? 0 : Math.round((i * (length - 1)) / (kept - 1));
  }
  return result;
}

/**
 * Positions of at most `count` points: in order of `by`, evenly spaced, so that every part of the axis keeps its
 * share. All positions, in their own order, if there are no more. Points where a coordinate is not finite are left
 * out.
 */
export function samplePoints(by: ArrayLike<number>, other: ArrayLike<number>, count: number): Int32Array {
  const finite: number[] = [];
  for (let i = 0; i < by.length; i++) {
    if (Number.isFinite(by[i]!) && Number.isFinite(other[i]!)) finite.push(i);
  }
  if (finite.length <= count) return Int32Array.from(finite);
  finite.sort((a, b) => by[a]! - by[b]! || a - b);
  return Int32Array.from(evenly(finite.length, count), (rank) => finite[rank]!);
}

/** The part of the plane that a panel shows, its size in the drawing, and the error allowed there. */
export interface CurveView {
  readonly x: Domain;
  readonly y: Domain;
  readonly width: number;
  readonly height: number;
  /** In units of the drawing. */
  readonly tolerance: number;
}

/**
 * Positions on the grid that are needed to draw the curve within the view's tolerance: corners of piecewise straight
 * curves stay exactly where they are (Ramer, Douglas and Peucker's subdivision). Values that are not finite and their
 * neighbours are kept.
 */
export function simplify(x: ArrayLike<number>, curve: ArrayLike<number>, view: CurveView): Int32Array {
  const n = x.length;
  const keep = new Uint8Array(n);
  if (n > 0) keep[0] = keep[n - 1] = 1;
  for (let i = 0; i < n; i++) {
    if (Number.isFinite(curve[i]!)) continue;
    for (let j = Math.max(0, i - 1); j <= Math.min(n - 1, i + 1); j++) keep[j] = 1;
  }
  const scaleX = view.width / (view.x[1] - view.x[0]);
  const scaleY = view.height / (view.y[1] - view.y[0]);
  keepCorners(x, curve, keep, scaleX, scaleY, view.tolerance);
  const result: number[] = [];
  for (let i = 0; i < n; i++) if (keep[i] === 1) result.push(i);
  return Int32Array.from(result);
}

function keepCorners(
  x: ArrayLike<number>,
  curve: ArrayLike<number>,
  keep: Uint8Array,
  scaleX: number,
  scaleY: number,
  tolerance: number,
): void {
  const pending: [number, number][] = [[0, x.length - 1]];
  while (pending.length > 0) {
    const [first, last] = pending.pop()!;
    const dx = (x[last]! - x[first]!) * scaleX;
    const dy = (curve[last]! - curve[first]!) * scaleY;
    const length = Math.sqrt(dx * dx + dy * dy);
    let farthest = -1;
    let distance = tolerance;
    for (let i = first + 1; i < last; i++) {
      const px = (x[i]! - x[first]!) * scaleX;
      const py = (curve[i]! - curve[first]!) * scaleY;
      const d = Math.abs(px * dy - py * dx) / length;
      if (d > distance) {
        distance = d;
        farthest = i;
      }
    }
    if (farthest < 0) {
      if (!Number.isFinite(length) && last - first > 1)
        pending.push([first, (first + last) >> 1], [(first + last) >> 1, last]);
      continue;
    }
    keep[farthest] = 1;
    pending.push([first, farthest], [farthest, last]);
  }
}
