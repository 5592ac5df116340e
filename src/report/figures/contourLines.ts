import { exp, log } from "../../numeric/special.ts";
import type { Surface, SurfaceAxes } from "./surface.ts";

/** A straight piece of a contour. */
export type ContourPiece = readonly [x1: number, y1: number, x2: number, y2: number];

/**
 * Where a surface crosses a level: within each square of four neighbouring positions the ends lie on its sides, where the
 * straight line between two values crosses the level (marching squares; Lorensen & Cline 1987 in two dimensions). A square
 * whose opposite corners lie on the same side is parted as the mean of its corners says. Squares with a value that is not
 * finite have no contour.
 */
export function contourLines(surface: Surface, axes: SurfaceAxes, level: number): ContourPiece[] {
  const along = (axis: ArrayLike<number>, logarithmic: boolean) =>
    Float64Array.from(axis, (value) => (logarithmic ? log(value) : value));
  const [xs, ys] = [along(surface.x, axes.logX), along(surface.y, axes.logY)];
  const { cols, data } = surface.values;
  const back = ([x1, y1, x2, y2]: ContourPiece): ContourPiece => [
    axes.logX ? exp(x1) : x1,
    axes.logY ? exp(y1) : y1,
    axes.logX ? exp(x2) : x2,
    axes.logY ? exp(y2) : y2,
  ];
  const pieces: ContourPiece[] = [];
  for (let i = 0; i + 1 < ys.length; i++) {
    for (let j = 0; j + 1 < xs.length; j++) {
      const p = i * cols + j;
      // Around the square: lower left, lower right, upper right, upper left.
      const values = [data[p]!, data[p + 1]!, data[p + cols + 1]!, data[p + cols]!];
      if (!values.every(Number.isFinite)) continue;
      const corners = [
        [xs[j]!, ys[i]!],
        [xs[j + 1]!, ys[i]!],
        [xs[j + 1]!, ys[i + 1]!],
        [xs[j]!, ys[i + 1]!],
      ] as const;
      const ends = crossings(values, corners, level);
      const middle = 0.25 * (values[0]! + values[1]! + values[2]! + values[3]!);
      const same = middle >= level === values[0]! >= level;
      const pairs =
        ends.length < 4
          ? [[0, 1]]
          : same
            ? [
                [0, 1],
                [2, 3],
              ]
            : [
                [3, 0],
                [1, 2],
              ];
      if (ends.length > 0)
        for (const [a, b] of pairs)
          pieces.push(back([...ends[a!]!, ...ends[b!]!] as unknown as ContourPiece));
    }
  }
  return pieces;
}

/** Where the level is crossed on the way around a square. */
function crossings(
  values: readonly number[],
  corners: readonly (readonly [number, number])[],
  level: number,
): [number, number][] {
  const ends: [number, number][] = [];
  for (let k = 0; k < 4; k++) {
    const [a, b] = [values[k]!, values[(k + 1) % 4]!];
    if (a >= level === b >= level) continue;
    const t = (level - a) / (b - a);
    const [from, to] = [corners[k]!, corners[(k + 1) % 4]!];
    ends.push([from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])]);
  }
  return ends;
}
