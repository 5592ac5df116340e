import { ArgumentError, DataError } from "../errors/errors.ts";
import { checkOptions, columnRoles, type DatasetOptions, datasetOptionNames } from "./datasetOptions.ts";
import { type EncodedDataset, encodeRows, usableRows } from "./encodeDataset.ts";
import type { TableEncoding } from "./encoding.ts";
import { fitFeature, fitLevels } from "./fitEncoding.ts";
import { parseTable, type TableOptions } from "./readTable.ts";
import { checkTable, type Table } from "./table.ts";

/** Options of {@link readDataset}. */
export interface ReadDatasetOptions extends DatasetOptions, TableOptions {}

/**
 * A data set from a table of at least one row. Numbers must be finite and in plain decimal notation.
 *
 * @throws ArgumentError if an option is wrong or names a column that is not there; DataError naming row, column and
 *   cell if a cell cannot be used.
 */
export function datasetFromTable(table: Table, options: DatasetOptions): EncodedDataset {
  return encodeTable("datasetFromTable", table, options);
}

/**
 * A data set from the text of a CSV file: {@link readTable}, then {@link datasetFromTable}.
 *
 * @example
 * ```ts
 * import { readDataset } from "credence";
 * const data = readDataset("age,water,strength\n28,162,79.9\n90,228,40.2\n", { target: "strength" });
 * console.log(data.featureNames, data.x.rows); // ["age", "water"] 2
 * ```
 */
export function readDataset(csvText: string, options: ReadDatasetOptions): EncodedDataset {
  const where = "readDataset";
  checkOptions(where, options, [...datasetOptionNames, "delimiter"]);
  const { delimiter, ...rest } = options;
  const table = parseTable(where, csvText, delimiter === undefined ? {} : { delimiter });
  return encodeTable(where, table, rest);
}

/** {@link datasetFromTable}, complaining in the name of `where`. */
export function encodeTable(where: string, table: Table, options: DatasetOptions): EncodedDataset {
  checkTable(where, table);
  checkOptions(where, options, datasetOptionNames);
  const { features, targets, weights, categorical, classes } = columnRoles(where, table, options);
  const plain: TableEncoding = {
    features: features.map((column) => ({ column })),
    targets: targets.map((column) => ({ column })),
    ...(weights === undefined ? {} : { weights }),
  };
  const rows = usableRows(where, table, plain, options.missing, ArgumentError);
  if (rows.length === 0) throw noRows(where, table);
  const selection = { where, table, rows };
  const indexOf = (name: string): number => table.columns.indexOf(name);
  const encoding: TableEncoding = {
    ...plain,
    features: features.map((name) => fitFeature(selection, indexOf(name), categorical)),
    targets: classes ? targets.map((name) => fitLevels(selection, indexOf(name))) : plain.targets,
  };
  const words =
    'If the column holds categories, pass categorical: "one-hot"; if it is of no use, leave it out of features.';
  return encodeRows(selection, encoding, "error", words);
}

function noRows(where: string, table: Table): DataError {
  const found = table.rows.length;
  if (found === 0) return new DataError({ where, problem: "the table must have at least one row, got none" });
  return new DataError({
    where,
    problem: `each of the ${found} rows has a missing cell, so none is left`,
    fix: "Choose features without missing cells.",
  });
}
