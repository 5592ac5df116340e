import { checkChoice, checkKeys } from "../errors/checks.ts";
import { DataError } from "../errors/errors.ts";
import type { Matrix } from "../numeric/matrix.ts";
import { encodeInputs, rowsWithValues, type UnknownLevels } from "./encodeCells.ts";
import { checkEncoding, type TableEncoding } from "./encoding.ts";
import { checkTable, columnIndex, type Table } from "./table.ts";

/** Options of {@link encodeFeatures}. */
export interface EncodeOptions {
  /** A level that was not among the rows the encoding was made from: refuse it (the default), or all zeros. */
  readonly unknownLevels?: UnknownLevels;
}

/**
 * The inputs [n, d] of new rows, encoded as the data set was that the encoding belongs to. Columns are found by
 * name, in any order; columns that are not inputs are ignored, and the target need not be there.
 *
 * @throws DataError naming what is wrong and where: a missing column (listing the columns there are), a missing
 *   cell, text in a column of numbers, an unknown level. FormatError if `encoding` is not an encoding.
 * @example
 * ```ts
 * import { encodeFeatures, readDataset, readTable } from "credence";
 * const data = readDataset("age,mix,strength\n28,a,79.9\n90,b,40.2\n", {
 *   target: "strength",
 *   categorical: "one-hot",
 * });
 * const x = encodeFeatures(data.encoding, readTable("mix,age\nb,7\n"));
 * console.log(x.data); // [7, 0, 1]: age, mix=a, mix=b
 * ```
 */
export function encodeFeatures(encoding: TableEncoding, table: Table, options: EncodeOptions = {}): Matrix {
  return encodeFeaturesOf("encodeFeatures", encoding, table, options);
}

/** {@link encodeFeatures}, complaining in the name of `where`. */
export function encodeFeaturesOf(
  where: string,
  encoding: TableEncoding,
  table: Table,
  options: EncodeOptions,
): Matrix {
  checkKeys(where, options, ["unknownLevels"]);
  const unknown = checkUnknownLevels(where, options);
  checkEncoding(where, encoding);
  checkTable(where, table);
  const columns = encoding.features.map(({ column }) => columnIndex(where, table, column, DataError));
  const rows = rowsWithValues(where, table, columns, false, "Fill the cell in, or delete the row.");
  return encodeInputs({ where, table, rows }, encoding.features, unknown, fittedOnNumbers);
}

/** What to say about text in a column that held numbers when the encoding was made. */
export const fittedOnNumbers = "The encoding was made from a column of numbers.";

/** The option's value, checked. */
export function checkUnknownLevels(where: string, options: EncodeOptions): UnknownLevels {
  return checkChoice(where, "unknownLevels", options.unknownLevels ?? "error", ["error", "zeros"]);
}
