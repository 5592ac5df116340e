import { checkKeys, show } from "../errors/checks.ts";
import { ArgumentError, DataError } from "../errors/errors.ts";
import type { MissingCells } from "./encodeDataset.ts";
import type { Categorical } from "./fitEncoding.ts";
import { columnIndex, listNames, type Table } from "./table.ts";

/** Which columns of a table are what. Either `target` or `targets` must be given. */
export interface DatasetOptions {
  /** The column to be predicted. */
  readonly target?: string;
  /** The columns to be predicted, if there are several. */
  readonly targets?: readonly string[];
  /** The input columns, in this order. Default: all columns but the targets and the weights, as they stand. */
  readonly features?: readonly string[];
  /** The column of precision weights: a row of weight w has noise variance sigma^2 / w. */
  readonly weights?: string;
  /**
   * What becomes of rows with a missing cell in a column that is used. Default: "refuse". Missing are, in CSV text,
   * an empty cell, `NA`, `NaN`, `null` and `?` (in capitals or not), in records null, undefined and an absent key.
   */
  readonly missing?: MissingCells;
  /**
   * What becomes of text among the inputs. "refuse", the default, allows numbers only. "one-hot" turns every column
   * in which all cells are words into one input per level, named `column=level`. A list of names does so with the
   * columns listed, even if they hold numbers, and with no others. Levels are sorted: by value if all are numbers,
   * by code unit otherwise.
   */
  readonly categorical?: Categorical;
  /** Whether the target is a class: it becomes the index into `classes`, the sorted labels. Default: false. */
  readonly classes?: boolean;
}

/** The roles of the columns, checked against the table. */
export interface ColumnRoles {
  readonly features: readonly string[];
  readonly targets: readonly string[];
  readonly weights?: string;
  readonly categorical: Categorical;
  readonly classes: boolean;
}

/** The names of the options of a data set. */
export const datasetOptionNames: readonly string[] = [
  "target",
  "targets",
  "features",
  "weights",
  "missing",
  "categorical",
  "classes",
];

/** Throws an ArgumentError unless options are given as an object with known keys. */
export function checkOptions(where: string, options: object, known: readonly string[]): void {
  if (typeof options !== "object" || options === null) {
    const problem = `options must be an object such as { target: "y" }, got ${show(options)}`;
    throw new ArgumentError({ where, problem });
  }
  checkKeys(where, options, known);
}

/** The columns that the options name. Throws an ArgumentError if one is not there or has two roles. */
export function columnRoles(where: string, table: Table, options: DatasetOptions): ColumnRoles {
  const targets = targetColumns(where, options);
  const { weights } = options;
  const taken = weights === undefined ? targets : [...targets, weights];
  checkNames(where, "targets and weights", taken);
  // Before the inputs: if a target is misspelt, the column that was meant would be taken for an input.
  for (const name of taken) columnIndex(where, table, name, ArgumentError);
  const features = featureColumns(where, table, options, taken);
  return {
    features,
    targets,
    ...(weights === undefined ? {} : { weights }),
    categorical: checkCategorical(where, options, features),
    classes: checkClasses(where, options, targets),
  };
}

function targetColumns(where: string, { target, targets }: DatasetOptions): readonly string[] {
  const names = target === undefined ? targets : [target];
  if (names === undefined || (target !== undefined && targets !== undefined)) {
    throw new ArgumentError({
      where,
      problem: "either target or targets must be given",
      fix: 'Name the column to be predicted, as in { target: "y" }.',
    });
  }
  return names;
}

function featureColumns(
  where: string,
  table: Table,
  options: DatasetOptions,
  taken: readonly string[],
): readonly string[] {
  if (options.features === undefined) {
    const rest = table.columns.filter((name) => !taken.includes(name));
    if (rest.length > 0) return rest;
    const problem = `no column is left as an input; the columns are ${listNames(table.columns)}`;
    throw new DataError({ where, problem });
  }
  const { features } = options;
  checkNames(where, "features", features);
  const both = features.find((name) => taken.includes(name));
  if (both === undefined) return features;
  const problem = `column ${show(both)} must not be both an input and a target or weight`;
  throw new ArgumentError({ where, problem });
}

function checkCategorical(where: string, options: DatasetOptions, features: readonly string[]): Categorical {
  const categorical = options.categorical ?? "refuse";
  if (categorical === "refuse" || categorical === "one-hot") return categorical;
  if (!Array.isArray(categorical)) {
    const problem = `categorical must be "refuse", "one-hot" or an array of columns, got ${show(categorical)}`;
    throw new ArgumentError({ where, problem });
  }
  const stray = categorical.find((name) => !features.includes(name));
  if (stray === undefined) return categorical;
  const problem = `categorical names ${show(stray)}, which is not an input; the inputs are ${listNames(features)}`;
  throw new ArgumentError({ where, problem });
}

function checkClasses(where: string, { classes }: DatasetOptions, targets: readonly string[]): boolean {
  if (classes !== undefined && typeof classes !== "boolean") {
    throw new ArgumentError({ where, problem: `classes must be true or false, got ${show(classes)}` });
  }
  if (classes && targets.length > 1) {
    const problem = `with classes: true there must be one target, got ${targets.length}`;
    throw new ArgumentError({ where, problem });
  }
  return classes === true;
}

function checkNames(where: string, name: string, names: readonly string[]): void {
  if (!Array.isArray(names) || names.length === 0 || names.some((column) => typeof column !== "string")) {
    const problem = `${name} must be one or more names of columns, got ${show(names)}`;
    throw new ArgumentError({ where, problem });
  }
  const twice = names.find((column, k) => names.indexOf(column) !== k);
  if (twice === undefined) return;
  throw new ArgumentError({ where, problem: `${name} must name each column once, got ${show(twice)} twice` });
}
