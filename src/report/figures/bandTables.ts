import { rowOf } from "../../numeric/matrix.ts";
import type { Table } from "../page/table.ts";
import type { BandData, Points } from "./bandData.ts";
import { evenly, samplePoints } from "./thin.ts";

/** Most rows that a table under a figure lists. */
export const TABLE_ROWS = 30;

/** Names of the columns of a figure with one input. */
export interface BandNames {
  readonly x: string;
  readonly y: string;
}

/** The drawn curves on an evenly thinned grid. */
export function curveTable(data: BandData, names: BandNames, rows: number = TABLE_ROWS): Table {
  const columns = curveColumns(data, names);
  const shown = evenly(data.x.length, rows);
  return {
    caption: "Curves and bands",
    columns: columns.map(([name]) => name),
    rows: Array.from(shown, (i) => columns.map(([, values]) => values[i]!)),
    of: data.x.length,
  };
}

/** Names and values of the drawn curves, the grid first. */
export function curveColumns(data: BandData, names: BandNames): [name: string, values: ArrayLike<number>][] {
  const columns: [string, ArrayLike<number>][] = [[names.x, data.x]];
  if (data.mean !== undefined) columns.push(["mean", data.mean]);
  if (data.functionBand !== undefined) {
    columns.push(["function, lower", data.functionBand.lower], ["function, upper", data.functionBand.upper]);
  }
  if (data.observationBand !== undefined) {
    columns.push(
      ["observation, lower", data.observationBand.lower],
      ["observation, upper", data.observationBand.upper],
    );
  }
  if (data.truth !== undefined) columns.push(["truth", data.truth]);
  for (let i = 0; i < Math.min(data.draws?.rows ?? 0, 4); i++)
    columns.push([`draw ${i + 1}`, rowOf(data.draws!, i)]);
  return columns;
}

/** The drawn points, evenly thinned. */
export function pointTable(caption: string, points: Points, names: BandNames, drawn: number): Table {
  const shown = samplePoints(points.x, points.y, Math.min(drawn, TABLE_ROWS));
  return {
    caption,
    columns: [names.x, names.y],
    rows: Array.from(shown, (i) => [points.x[i]!, points.y[i]!]),
    of: points.x.length,
  };
}
