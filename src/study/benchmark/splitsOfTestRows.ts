import { checkNumber, show } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { RowSplit } from "../rowSplit.ts";

/**
 * Splits from the rows of their test parts, counted from 0: the training part is all others, in the order of the data. Throws an
 * ArgumentError for what is no row.
 */
export function splitsOfTestRows(rows: number, testRows: readonly (readonly number[])[]): RowSplit[] {
  const where = "splitsOfTestRows";
  return testRows.map((list, s) => {
    if (!Array.isArray(list)) {
      throw new ArgumentError({ where, problem: `split ${s} must be a list of rows, got ${show(list)}` });
    }
    for (const row of list)
      checkNumber(where, `row of split ${s}`, row, { integer: true, min: 0, below: rows });
    const tested = new Set(list);
    return {
      trainRows: Uint32Array.from({ length: rows }, (_, i) => i).filter((row) => !tested.has(row)),
      testRows: Uint32Array.from(list),
    };
  });
}
