import { show } from "../errors/checks.ts";
import { FormatError } from "../errors/errors.ts";

/** How one column becomes numbers: as it is, or through the list of its levels. */
export interface ColumnEncoding {
  readonly column: string;
  /** The categories in order. Absent: the column holds numbers. */
  readonly levels?: readonly string[];
}

/**
 * How a table becomes inputs and targets, as plain JSON: kept beside a fitted model, it lets new rows be encoded as
 * the rows were that the model has seen.
 *
 * A feature with levels is one-hot encoded: one input per level, 1 in the rows of that level and 0 in all others. A
 * target with levels is a class: its value is the index of the level.
 */
export interface TableEncoding {
  readonly features: readonly ColumnEncoding[];
  readonly targets: readonly ColumnEncoding[];
  /** The column of precision weights. */
  readonly weights?: string;
}

/** The names of the inputs: the column's, or `column=level` for every level of a one-hot encoded column. */
export function encodedNames(features: readonly ColumnEncoding[]): string[] {
  return features.flatMap(({ column, levels }) => levels?.map((level) => `${column}=${level}`) ?? [column]);
}

/** Throws a FormatError unless the value has the form of a {@link TableEncoding}. */
export function checkEncoding(where: string, encoding: TableEncoding): void {
  const isText = (value: unknown): boolean => typeof value === "string";
  const isColumn = (value: ColumnEncoding | undefined): boolean =>
    isText(value?.column) &&
    (value?.levels === undefined || (Array.isArray(value.levels) && value.levels.every(isText)));
  const isColumns = (value: unknown): boolean => Array.isArray(value) && value.every(isColumn);
  const weights = encoding?.weights;
  if (
    isColumns(encoding?.features) &&
    isColumns(encoding.targets) &&
    (weights === undefined || isText(weights))
  ) {
    return;
  }
  throw new FormatError({
    where,
    problem: `encoding must be an object { features, targets, weights? }, got ${show(encoding)}`,
    fix: "Pass the encoding of the data set the model was fitted on, unchanged.",
  });
}
