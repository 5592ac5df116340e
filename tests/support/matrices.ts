import fc from "fast-check";
import { createMatrix, type Matrix } from "../../src/numeric/matrix.ts";
import { createRng } from "../../src/random/rng.ts";

/** A matrix of standard normal numbers. */
export function normalMatrix(rows: number, cols: number, seed: string | number): Matrix {
  return createMatrix(rows, cols, createRng(seed).fillNormal(new Float64Array(rows * cols)));
}

/** Matrices of moderate numbers and any shape up to the given sizes. */
export function anyMatrix(maxRows: number, maxCols: number, minRows = 1): fc.Arbitrary<Matrix> {
  const entry = fc.double({ min: -10, max: 10, noNaN: true });
  return fc
    .tuple(fc.integer({ min: minRows, max: maxRows }), fc.integer({ min: 1, max: maxCols }))
    .chain(([rows, cols]) =>
      fc
        .array(entry, { minLength: rows * cols, maxLength: rows * cols })
        .map((values) => createMatrix(rows, cols, Float64Array.from(values))),
    );
}

/** The matrix as an array of rows. */
export function asRows(m: Matrix): number[][] {
  return Array.from({ length: m.rows }, (_, i) => [...m.data.subarray(i * m.cols, (i + 1) * m.cols)]);
}

/** The largest absolute entry, at least 1e-300. */
export function largestEntry(m: Matrix): number {
  return m.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);
}
