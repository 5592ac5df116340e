import { describe, expect, test } from "vitest";
import { NumericError } from "../../src/errors/errors.ts";
import { createMatrix, type Matrix, matrixFromRows } from "../../src/numeric/matrix.ts";
import { addGram } from "../../src/numeric/products.ts";
import { symmetricEigen } from "../../src/numeric/symmetricEigen.ts";
import { multiply, transposed } from "../support/denseAlgebra.ts";
import { largestDifference } from "../support/differences.ts";
import { asRows, normalMatrix } from "../support/matrices.ts";

function identity(n: number): Matrix {
  return matrixFromRows(
    Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => (i === j ? 1 : 0))),
  );
}

function gram(a: Matrix): Matrix {
  const result = createMatrix(a.cols, a.cols);
  addGram(a, result);
  return result;
}

const MATRICES: readonly [string, Matrix][] = [
  ["of a random symmetric matrix", gram(normalMatrix(20, 12, "eigen"))],
  ["of a singular matrix", gram(normalMatrix(5, 12, "eigen"))],
  [
    "of a diagonal matrix",
    matrixFromRows([
      [3, 0, 0],
      [0, -1, 0],
      [0, 0, 2],
    ]),
  ],
  ["of one number", matrixFromRows([[7]])],
  ["of zeros", createMatrix(4, 4)],
  ["of repeated values", identity(5)],
  [
    "of a graded matrix",
    matrixFromRows([
      [1e8, 1e4, 1],
      [1e4, 1, 1e-4],
      [1, 1e-4, 1e-8],
    ]),
  ],
];

describe("eigenvalues and eigenvectors", () => {
  test.each(MATRICES)("%s rebuild it", (_, a) => {
    const n = a.rows;
    const { values, rotated } = symmetricEigen(a, identity(n));
    const size = Math.max(1, ...a.data.map(Math.abs));
    for (let j = 1; j < n; j++) expect(values[j]).toBeGreaterThanOrEqual(values[j - 1]!);
    const u = asRows(rotated);
    const orthogonal = multiply(u, transposed(u)).flat();
    expect(largestDifference(orthogonal, identity(n).data)).toBeLessThan(1e-13 * n);
    const scaled = u.map((row) => row.map((value, j) => value * values[j]!));
    expect(largestDifference(multiply(scaled, transposed(u)).flat(), a.data)).toBeLessThan(1e-13 * n * size);
  });

  test("other rows come out in the basis of eigenvectors", () => {
    const a = gram(normalMatrix(20, 9, "rotate"));
    const b = normalMatrix(3, 9, "b");
    const u = asRows(symmetricEigen(a, identity(9)).rotated);
    const { rotated } = symmetricEigen(a, b);
    // Signs of eigenvectors are arbitrary, but the same in both.
    const expected = multiply(asRows(b), u).flat().map(Math.abs);
    expect(largestDifference(rotated.data.map(Math.abs), expected)).toBeLessThan(1e-12);
  });

  test("known values: the chain with neighbours -1 and diagonal 2 has 4 sin^2(k pi / (2 (n + 1)))", () => {
    const n = 50;
    const entry = (i: number, j: number) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0);
    const a = matrixFromRows(
      Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => entry(i, j))),
    );
    const expected = Array.from(
      { length: n },
      (_, k) => 4 * Math.sin(((k + 1) * Math.PI) / (2 * (n + 1))) ** 2,
    );
    expect(largestDifference(symmetricEigen(a, createMatrix(0, n)).values, expected)).toBeLessThan(1e-13);
  });

  test("a matrix with NaN is refused", () => {
    const a = matrixFromRows([
      [1, Number.NaN],
      [Number.NaN, 1],
    ]);
    expect(() => symmetricEigen(a, createMatrix(0, 2))).toThrow(NumericError);
  });
});
