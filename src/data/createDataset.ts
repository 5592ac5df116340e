import { checkKeys, checkLength, show } from "../errors/checks.ts";
import { ArgumentError, DataError, ShapeError } from "../errors/errors.ts";
import type { Matrix } from "../numeric/matrix.ts";
import type { Dataset } from "./dataset.ts";
import { isList, type Numbers, numbersToMatrix } from "./numbersToMatrix.ts";

/** What {@link createDataset} takes. Everything is copied. */
export interface DatasetArrays {
  /** Inputs [n, d]. */
  readonly x: Numbers;
  /** Targets [n, t]; class indices if `classes` is given. */
  readonly y: Numbers;
  /** Precision weights [n], positive: row i has noise variance sigma^2 / weights[i]. */
  readonly weights?: ArrayLike<number>;
  /** Default: "x" for one input, "x1", "x2", ... for several. */
  readonly featureNames?: readonly string[];
  /** Default: "y" for one target, "y1", "y2", ... for several. */
  readonly targetNames?: readonly string[];
  /** The names of the classes, if y holds class indices. */
  readonly classes?: readonly string[];
}

const where = "createDataset";

/**
 * A data set from arrays. There may be no rows as long as the number of inputs is known, from a matrix or from
 * `featureNames`.
 *
 * @throws ShapeError if sizes do not fit, DataError naming row and column (both counted from 0) of a value that is
 *   not a finite number, a positive weight or a class index, ArgumentError if names are not distinct texts.
 * @example
 * ```ts
 * import { createDataset } from "credence";
 * const line = createDataset({ x: [0, 1, 2], y: [0.1, 0.9, 2.2] });
 * const plane = createDataset({ x: [[0, 1], [1, 1]], y: [3, 4], featureNames: ["width", "height"] });
 * console.log(line.x.cols, plane.x.cols); // 1 2
 * ```
 */
export function createDataset(arrays: DatasetArrays): Dataset {
  if (typeof arrays !== "object" || arrays === null) {
    throw new ArgumentError({ where, problem: `an object { x, y } is needed, got ${show(arrays)}` });
  }
  checkKeys(where, arrays, ["x", "y", "weights", "featureNames", "targetNames", "classes"]);
  const { weights, classes } = arrays;
  const x = numbersToMatrix(where, "x", arrays.x, arrays.featureNames?.length);
  const y = numbersToMatrix(where, "y", arrays.y, arrays.targetNames?.length ?? 1);
  if (x.rows !== y.rows) {
    throw new ShapeError({
      where,
      problem: `x and y must have the same number of rows, got ${x.rows} and ${y.rows}`,
      details: { x: x.rows, y: y.rows },
    });
  }
  if (classes !== undefined) checkClasses(y, classes);
  return {
    x,
    y,
    ...(weights === undefined ? {} : { weights: copyWeights(weights, x.rows) }),
    featureNames: columnNames("featureNames", arrays.featureNames, "x", x.cols),
    targetNames: columnNames("targetNames", arrays.targetNames, "y", y.cols),
    ...(classes === undefined ? {} : { classes: [...classes] }),
  };
}

function copyWeights(weights: ArrayLike<number>, rows: number): Float64Array {
  if (!isList(weights)) {
    throw new ArgumentError({ where, problem: `weights must be an array of numbers, got ${show(weights)}` });
  }
  checkLength(where, "weights", weights, rows, "one for each row");
  return Float64Array.from(weights, (weight, i) => {
    if (typeof weight === "number" && Number.isFinite(weight) && weight > 0) return weight;
    throw new DataError({
      where,
      problem: `weights must be finite and above 0, got ${show(weight)} in row ${i} (counted from 0)`,
      fix: "Leave the row out if it is to count for nothing.",
      details: { row: i, value: weight },
    });
  });
}

function checkClasses(y: Matrix, classes: readonly string[]): void {
  checkTexts("classes", classes);
  if (y.cols !== 1) {
    throw new ShapeError({ where, problem: `with classes y must have one column, got ${y.cols}` });
  }
  const row = y.data.findIndex((k) => !Number.isInteger(k) || k < 0 || k >= classes.length);
  if (row < 0) return;
  throw new DataError({
    where,
    problem: `y must be class indices, whole numbers from 0 to ${classes.length - 1}, got ${y.data[row]} in row ${row} (counted from 0)`,
    details: { row, value: y.data[row] },
  });
}

function columnNames(
  name: string,
  names: readonly string[] | undefined,
  prefix: string,
  cols: number,
): readonly string[] {
  if (names === undefined) {
    return cols === 1 ? [prefix] : Array.from({ length: cols }, (_, j) => `${prefix}${j + 1}`);
  }
  checkTexts(name, names);
  checkLength(where, name, names, cols, "one for each column");
  return [...names];
}

function checkTexts(name: string, texts: readonly string[]): void {
  if (!Array.isArray(texts) || texts.some((text) => typeof text !== "string")) {
    throw new ArgumentError({ where, problem: `${name} must be an array of texts, got ${show(texts)}` });
  }
  const twice = texts.find((text, k) => texts.indexOf(text) !== k);
  if (twice === undefined) return;
  throw new ArgumentError({
    where,
    problem: `${name} must differ from each other, got ${show(twice)} twice`,
  });
}
