import { checkChoice } from "../errors/checks.ts";
import { NumericError, ShapeError } from "../errors/errors.ts";
import { createMatrix, type Matrix } from "../numeric/matrix.ts";
import type { Dataset } from "./dataset.ts";

/** Which variables are brought to mean 0 and standard deviation 1 before a model sees them. */
export type Standardise = "none" | "inputs" | "target" | "both";

/** An affine map per column: standardised = (value - shift) / scale. Plain JSON. */
export interface ColumnScaler {
  readonly shift: readonly number[];
  readonly scale: readonly number[];
}

/** The affine maps of inputs and targets; `none` is the identity. */
export interface Scaler {
  readonly x: ColumnScaler;
  readonly y: ColumnScaler;
}

/** The identity on `cols` columns. */
export function identityScaler(cols: number): ColumnScaler {
  return { shift: new Array(cols).fill(0), scale: new Array(cols).fill(1) };
}

/** The smallest normal number: below it division loses digits. */
const smallestNormal = 2.2250738585072014e-308;

/**
 * Mean and population standard deviation of every column.
 *
 * A column is called constant when its *range* is 0 (a standard deviation computed from equal numbers may come out
 * as 1e-13 instead of 0); it is only shifted. Squares are taken of values divided by the range, so that neither
 * 1e-200 nor 1e200 leaves the floating-point numbers. A matrix without rows gives the identity.
 *
 * @throws NumericError if a column's largest and smallest value differ by more than the largest number.
 */
export function fitColumnScaler(matrix: Matrix): ColumnScaler {
  const shift: number[] = [];
  const scale: number[] = [];
  for (let j = 0; j < matrix.cols; j++) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < matrix.rows; i++) {
      const value = matrix.data[i * matrix.cols + j]!;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    const range = high - low;
    if (range === Number.POSITIVE_INFINITY) {
      throw new NumericError({
        where: "fitColumnScaler",
        problem: `the range of column ${j} (counted from 0) must be below 1.8e308, got values from ${low} to ${high}`,
        fix: "Give the column in another unit.",
      });
    }
    if (!(range > smallestNormal)) {
      shift.push(matrix.rows === 0 ? 0 : low);
      scale.push(1);
      continue;
    }
    let sum = 0;
    for (let i = 0; i < matrix.rows; i++) sum += (matrix.data[i * matrix.cols + j]! - low) / range;
    const mean = sum / matrix.rows;
    let squares = 0;
    for (let i = 0; i < matrix.rows; i++) {
      const centred = (matrix.data[i * matrix.cols + j]! - low) / range - mean;
      squares += centred * centred;
    }
    shift.push(low + mean * range);
    scale.push(Math.max(range * Math.sqrt(squares / matrix.rows), smallestNormal));
  }
  return { shift, scale };
}

/** The scaler that `standardise` asks for, fitted on the data. A class index is never scaled. */
export function fitScaler(standardise: Standardise, data: Dataset): Scaler {
  checkChoice("fitScaler", "standardise", standardise, ["none", "inputs", "target", "both"]);
  const inputs = standardise === "inputs" || standardise === "both";
  const target = (standardise === "target" || standardise === "both") && data.classes === undefined;
  return {
    x: inputs ? fitColumnScaler(data.x) : identityScaler(data.x.cols),
    y: target ? fitColumnScaler(data.y) : identityScaler(data.y.cols),
  };
}

/** (value - shift) / scale, column by column. Throws a ShapeError if the number of columns differs. */
export function scaleColumns(scaler: ColumnScaler, matrix: Matrix): Matrix {
  return mapColumns("scaleColumns", scaler, matrix, (value, shift, scale) => (value - shift) / scale);
}

/** shift + scale * value: undoes {@link scaleColumns}. Throws a ShapeError if the number of columns differs. */
export function unscaleColumns(scaler: ColumnScaler, matrix: Matrix): Matrix {
  return mapColumns("unscaleColumns", scaler, matrix, (value, shift, scale) => shift + scale * value);
}

function mapColumns(
  where: string,
  scaler: ColumnScaler,
  matrix: Matrix,
  map: (value: number, shift: number, scale: number) => number,
): Matrix {
  const cols = scaler.shift.length;
  if (matrix.cols !== cols) {
    throw new ShapeError({
      where,
      problem: `the matrix must have ${cols} columns, got ${matrix.cols}`,
      details: { expected: cols, found: matrix.cols },
    });
  }
  const result = createMatrix(matrix.rows, cols);
  for (let k = 0, j = 0; k < matrix.data.length; k++) {
    result.data[k] = map(matrix.data[k]!, scaler.shift[j]!, scaler.scale[j]!);
    if (++j === cols) j = 0;
  }
  return result;
}

/** The data in standardised units. Nothing is copied where the scaler is the identity. */
export function scaleDataset(scaler: Scaler, data: Dataset): Dataset {
  return {
    ...data,
    x: isIdentity(scaler.x) ? data.x : scaleColumns(scaler.x, data.x),
    y: isIdentity(scaler.y) ? data.y : scaleColumns(scaler.y, data.y),
  };
}

/** Whether the scaler changes nothing. */
export function isIdentity(scaler: ColumnScaler): boolean {
  return scaler.shift.every((value) => value === 0) && scaler.scale.every((value) => value === 1);
}
