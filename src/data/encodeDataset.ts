import { checkChoice, checkKeys, show } from "../errors/checks.ts";
import { DataError } from "../errors/errors.ts";
import type { Dataset } from "./dataset.ts";
import {
  encodeInputs,
  encodeTargets,
  encodeWeights,
  rowsWithValues,
  type Selection,
  type UnknownLevels,
} from "./encodeCells.ts";
import { checkUnknownLevels, type EncodeOptions, fittedOnNumbers } from "./encodeFeatures.ts";
import { checkEncoding, encodedNames, type TableEncoding } from "./encoding.ts";
import { checkTable, columnIndex, type Table } from "./table.ts";

/** A data set made from a table, and how it was made. */
export interface EncodedDataset extends Dataset {
  /** Pass it to {@link encodeFeatures} to encode new rows in the same way. Plain JSON. */
  readonly encoding: TableEncoding;
  /** The row number in the table (see {@link Table}) of every row of the data set. */
  readonly rowNumbers: readonly number[];
  /** How many rows of the table were left out because a cell was missing. */
  readonly droppedRows: number;
}

/** What becomes of a row with a missing cell: the whole table is refused, or the row is left out. */
export type MissingCells = "refuse" | "drop";

/** Options of {@link encodeDataset}. */
export interface EncodeDatasetOptions extends EncodeOptions {
  /** What becomes of rows with a missing cell in a column that is used. Default: "refuse". */
  readonly missing?: MissingCells;
}

/**
 * A further data set, targets included, encoded as the one was that the encoding belongs to: a test set from a file
 * of its own. It may have no rows.
 *
 * @throws DataError as {@link encodeFeatures}, and if the target is missing, or a class that is not known.
 * @example
 * ```ts
 * import { encodeDataset, readDataset, readTable } from "credence";
 * const train = readDataset("age,strength\n28,79.9\n90,40.2\n", { target: "strength" });
 * const test = encodeDataset(train.encoding, readTable("age,strength\n7,20.1\n"));
 * console.log(test.y.data); // [20.1]
 * ```
 */
export function encodeDataset(
  encoding: TableEncoding,
  table: Table,
  options: EncodeDatasetOptions = {},
): EncodedDataset {
  const where = "encodeDataset";
  checkKeys(where, options, ["unknownLevels", "missing"]);
  const unknown = checkUnknownLevels(where, options);
  checkEncoding(where, encoding);
  checkTable(where, table);
  const rows = usableRows(where, table, encoding, options.missing, DataError);
  return encodeRows({ where, table, rows }, encoding, unknown, fittedOnNumbers);
}

/** The rows in which no column of the encoding has a missing cell. */
export function usableRows(
  where: string,
  table: Table,
  encoding: TableEncoding,
  missing: MissingCells | undefined,
  Kind: Parameters<typeof columnIndex>[3],
): number[] {
  const drop = checkChoice(where, "missing", missing ?? "refuse", ["refuse", "drop"]) === "drop";
  const names = [...encoding.features, ...encoding.targets].map(({ column }) => column);
  if (encoding.weights !== undefined) names.push(encoding.weights);
  const columns = names.map((name) => columnIndex(where, table, name, Kind));
  const fix = 'Fill the cell in, or pass missing: "drop" to leave out the rows with missing cells.';
  return rowsWithValues(where, table, columns, drop, fix);
}

/** The data set of the chosen rows. `words` is advice for text where a number is needed. */
export function encodeRows(
  selection: Selection,
  encoding: TableEncoding,
  unknown: UnknownLevels,
  words: string,
): EncodedDataset {
  const { where, table, rows } = selection;
  const featureNames = encodedNames(encoding.features);
  checkDistinct(where, featureNames);
  const classes = encoding.targets[0]?.levels;
  return {
    x: encodeInputs(selection, encoding.features, unknown, words),
    y: encodeTargets(selection, encoding.targets),
    featureNames,
    targetNames: encoding.targets.map(({ column }) => column),
    ...(encoding.weights === undefined ? {} : { weights: encodeWeights(selection, encoding.weights) }),
    ...(classes === undefined ? {} : { classes }),
    encoding,
    rowNumbers: rows.map((i) => table.rowNumbers[i]!),
    droppedRows: table.rows.length - rows.length,
  };
}

function checkDistinct(where: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) {
      throw new DataError({
        where,
        problem: `two inputs would both be named ${show(name)}`,
        fix: "Rename one of the columns: a level is named column=level.",
      });
    }
    seen.add(name);
  }
}
