import { checkLength, checkNumber } from "../../errors/checks.ts";
import type { Matrix } from "../../numeric/matrix.ts";
import { formatCount } from "../format/formatNumber.ts";
import type { Table } from "../page/table.ts";
import { evenly, take } from "./thin.ts";

/** A function of two inputs on a grid. */
export interface Surface {
  /** Positions along the horizontal axis, ascending. */
  readonly x: ArrayLike<number>;
  /** Positions along the vertical axis, ascending. */
  readonly y: ArrayLike<number>;
  /** Values [y.length, x.length]; what is not finite is left blank. */
  readonly values: Matrix;
}

/** Which axes of a surface are logarithmic. */
export interface SurfaceAxes {
  readonly logX: boolean;
  readonly logY: boolean;
}

/** Most cells drawn along an axis. */
const MOST_CELLS = 60;

/** Rows and columns of the table under a surface. */
const TABLE_CELLS = 9;

/** Throws unless both axes ascend, are positive where they are logarithmic, and the values fit them. */
export function checkSurface(where: string, { x, y, values }: Surface, { logX, logY }: SurfaceAxes): void {
  for (const [name, axis, log] of [["x", x, logX] as const, ["y", y, logY] as const]) {
    checkNumber(where, `number of positions in ${name}`, axis.length, { min: 2 });
    for (let i = 0; i < axis.length; i++) {
      const above = i > 0 ? axis[i - 1]! : log ? 0 : undefined;
      checkNumber(where, `${name}[${i}]`, axis[i], above === undefined ? {} : { above });
    }
  }
  checkLength(where, "columns of values", { length: values.cols }, x.length, "one per position in x");
  checkLength(where, "rows of values", { length: values.rows }, y.length, "one per position in y");
  checkLength(where, "values", values.data, x.length * y.length, "rows times columns");
}

/** The surface on at most {@link MOST_CELLS} positions of each axis, evenly chosen with both ends. */
export function thinSurface({ x, y, values }: Surface, most: number = MOST_CELLS): Surface {
  if (x.length <= most && y.length <= most) return { x, y, values };
  const [columns, rows] = [evenly(x.length, most), evenly(y.length, most)];
  const data = new Float64Array(columns.length * rows.length);
  rows.forEach((row, i) => {
    columns.forEach((column, j) => {
      data[i * columns.length + j] = values.data[row * values.cols + column]!;
    });
  });
  return { x: take(x, columns), y: take(y, rows), values: { rows: rows.length, cols: columns.length, data } };
}

/** Says what is drawn of a surface, and what of it is blank. */
export function surfaceSentences(surface: Surface, drawn: Surface): string[] {
  const { rows, cols, data } = drawn.values;
  const blank = data.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);
  return [
    ...(drawn === surface || drawn.values.data.length === surface.values.data.length
      ? []
      : [
          `${cols} × ${rows} of ${formatCount(surface.x.length)} × ${formatCount(surface.y.length)} values are drawn, evenly chosen.`,
        ]),
    ...(blank === 0 ? [] : [`${formatCount(blank)} cells have no finite value and are blank.`]),
  ];
}

/** The values on a coarse grid, one row for each position along the vertical axis, highest first as in the drawing. */
export function surfaceTable(surface: Surface, verticalName: string): Table {
  const { x, y, values } = thinSurface(surface, TABLE_CELLS);
  const rows = Array.from({ length: y.length }, (_, i) => y.length - 1 - i);
  return {
    caption: "Values: columns are positions along the horizontal axis, rows along the vertical one",
    columns: [verticalName, ...Array.from(x, (value) => String(Number(value.toPrecision(3))))],
    rows: rows.map((i) => [y[i]!, ...values.data.subarray(i * values.cols, (i + 1) * values.cols)]),
    of: surface.y.length,
  };
}
