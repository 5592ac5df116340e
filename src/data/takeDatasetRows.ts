import { show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { takeRows } from "../numeric/matrix.ts";
import type { Dataset } from "./dataset.ts";

/**
 * The chosen rows, counted from 0, in the given order, as a new data set. A row may be taken more than once.
 *
 * @throws ArgumentError if a row is not a whole number from 0 to n - 1.
 */
export function takeDatasetRows(data: Dataset, rows: ArrayLike<number>): Dataset {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (Number.isInteger(row) && row >= 0 && row < data.x.rows) continue;
    throw new ArgumentError({
      where: "takeDatasetRows",
      problem: `rows must be whole numbers from 0 to ${data.x.rows - 1}, got ${show(row)} at position ${i}`,
    });
  }
  const { weights, classes } = data;
  return {
    x: takeRows(data.x, rows),
    y: takeRows(data.y, rows),
    ...(weights === undefined ? {} : { weights: Float64Array.from(rows, (row) => weights[row]!) }),
    featureNames: data.featureNames,
    targetNames: data.targetNames,
    ...(classes === undefined ? {} : { classes }),
  };
}
