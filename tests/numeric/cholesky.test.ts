import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cholesky,
  inverseFromCholesky,
  logDeterminant,
  solveLower,
  solveLowerTransposed,
} from "../../src/numeric/cholesky.ts";
import { createMatrix, type Matrix, matrixFromRows } from "../../src/numeric/matrix.ts";
import { addGram, transpose } from "../../src/numeric/products.ts";
import { invert, multiply, transposed } from "../support/denseAlgebra.ts";
import { largestDifference } from "../support/differences.ts";
import { anyMatrix, asRows, largestEntry } from "../support/matrices.ts";

/** A'A + I. */
const definite = (maxSize: number) =>
  anyMatrix(maxSize, maxSize).map((a) => {
    const gram = createMatrix(a.cols, a.cols);
    addGram(a, gram);
    for (let j = 0; j < a.cols; j++) gram.data[j * a.cols + j]! += 1;
    return gram;
  });

function factorOf(a: Matrix): Matrix {
  const result = cholesky(a);
  if ("failedPivot" in result) throw new Error(`pivot ${result.failedPivot}`);
  return result.factor;
}

describe("cholesky", () => {
  test("gives a lower triangle whose product is the matrix", () => {
    fc.assert(
      fc.property(definite(12), (a) => {
        const l = factorOf(a);
        asRows(l).forEach((row, i) => {
          expect(row.slice(i + 1).every((value) => value === 0)).toBe(true);
        });
        const product = multiply(asRows(l), transposed(asRows(l))).flat();
        expect(largestDifference(product, a.data)).toBeLessThan(1e-13 * largestEntry(a));
      }),
      { seed: 31 },
    );
  });

  test("solves, inverts and measures", () => {
    fc.assert(
      fc.property(definite(8), (a) => {
        const l = factorOf(a);
        const slow = invert(asRows(a));
        const size = Math.max(1, ...slow.inverse.flat().map(Math.abs)) * largestEntry(a);
        const inverse = inverseFromCholesky(l);
        expect(largestDifference(inverse.data, slow.inverse.flat())).toBeLessThan(1e-12 * size);
        expect(transpose(inverse)).toEqual(inverse);
        expect(logDeterminant(l)).toBeCloseTo(slow.logDeterminant, 9);
        const b = Float64Array.from({ length: a.rows }, (_, i) => Math.cos(i));
        const x = solveLowerTransposed(l, solveLower(l, b.slice()));
        const expected = slow.inverse.map((row) => row.reduce((sum, v, j) => sum + v * b[j]!, 0));
        expect(largestDifference(x, expected)).toBeLessThan(1e-12 * size);
      }),
      { seed: 32 },
    );
  });

  test("names the pivot that fails, and leaves the matrix alone", () => {
    const indefinite = matrixFromRows([
      [4, 2, 0],
      [2, 1, 0],
      [0, 0, 1],
    ]);
    const before = indefinite.data.slice();
    expect(cholesky(indefinite)).toEqual({ failedPivot: 1 });
    expect(indefinite.data).toEqual(before);
    expect(cholesky(matrixFromRows([[-1]]))).toEqual({ failedPivot: 0 });
    expect(cholesky(matrixFromRows([[0]]))).toEqual({ failedPivot: 0 });
    expect(
      cholesky(
        matrixFromRows([
          [1, 0],
          [0, Number.NaN],
        ]),
      ),
    ).toEqual({ failedPivot: 1 });
    expect(cholesky(matrixFromRows([[Number.POSITIVE_INFINITY]]))).toEqual({ failedPivot: 0 });
  });

  test("reads the lower triangle only", () => {
    const l = factorOf(
      matrixFromRows([
        [4, 99],
        [2, 10],
      ]),
    );
    expect([...l.data]).toEqual([2, 0, 1, 3]);
  });

  test("takes a matrix without rows", () => {
    expect(logDeterminant(factorOf(createMatrix(0, 0)))).toBe(0);
  });
});
