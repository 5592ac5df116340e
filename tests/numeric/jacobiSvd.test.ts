import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jacobiSvd } from "../../src/numeric/jacobiSvd.ts";
import { createMatrix, type Matrix } from "../../src/numeric/matrix.ts";
import { multiply, transposed } from "../support/denseAlgebra.ts";
import { largestDifference, largestRelativeDifference } from "../support/differences.ts";
import { anyMatrix, asRows, largestEntry, normalMatrix } from "../support/matrices.ts";

function rebuilt(a: Matrix): number[] {
  const { s, leftRows, rightRows } = jacobiSvd(a);
  const left = transposed(asRows(leftRows)).map((row) => row.map((value, j) => value * s[j]!));
  return multiply(left, asRows(rightRows)).flat();
}

describe("jacobiSvd", () => {
  test("rebuilds the matrix from descending values and orthogonal vectors", () => {
    fc.assert(
      fc.property(anyMatrix(10, 6), (a) => {
        const { s, leftRows, rightRows } = jacobiSvd(a);
        for (let j = 1; j < s.length; j++) expect(s[j]).toBeLessThanOrEqual(s[j - 1]!);
        expect(largestDifference(rebuilt(a), a.data)).toBeLessThanOrEqual(1e-12 * largestEntry(a));
        const right = multiply(asRows(rightRows), transposed(asRows(rightRows)));
        right.forEach((row, i) => {
          row.forEach((value, j) => {
            expect(Math.abs(value - (i === j ? 1 : 0))).toBeLessThan(1e-13);
          });
        });
        const left = multiply(asRows(leftRows), transposed(asRows(leftRows)));
        left.forEach((row, i) => {
          row.forEach((value, j) => {
            // Vectors of negligible values are not determined.
            if (s[Math.max(i, j)]! <= 1e-10 * s[0]!) return;
            expect(Math.abs(value - (i === j ? 1 : 0))).toBeLessThan(1e-9);
          });
        });
      }),
      { seed: 51, numRuns: 60 },
    );
  });

  test("keeps small singular values accurate where columns differ in scale", () => {
    const base = normalMatrix(12, 5, "graded");
    const scale = [1, 1e-6, 1e-12, 1e-18, 1e-24];
    const graded = createMatrix(
      12,
      5,
      base.data.map((value, p) => value * scale[p % 5]!),
    );
    const { s } = jacobiSvd(graded);
    // The j-th value is near the length of column j outside the span of the ones before it.
    const columns = transposed(asRows(base));
    const expected = columns.map((column, j) => {
      let rest = column;
      const basis: number[][] = [];
      for (let k = 0; k < j; k++) {
        const v = basis.reduce((w, q) => minus(w, q), columns[k]!);
        basis.push(v.map((x) => x / Math.hypot(...v)));
      }
      rest = basis.reduce((w, q) => minus(w, q), column);
      return Math.hypot(...rest) * scale[j]!;
    });
    expect(largestRelativeDifference(s, expected)).toBeLessThan(1e-10);
  });

  test("scales with the matrix, to the ends of the floating-point numbers", () => {
    const a = normalMatrix(6, 3, "scale");
    const expected = jacobiSvd(a).s;
    for (const unit of [1e-300, 1e-160, 1e160, 1e300]) {
      const { s } = jacobiSvd({ ...a, data: a.data.map((v) => v * unit) });
      expect(
        largestRelativeDifference(
          s.map((v) => v / unit),
          expected,
        ),
      ).toBeLessThan(1e-12);
    }
  });

  test("takes zeros, one column and more columns than rows", () => {
    expect([...jacobiSvd(createMatrix(3, 2)).s]).toEqual([0, 0]);
    expect(jacobiSvd(createMatrix(2, 1, Float64Array.of(3, 4))).s[0]).toBeCloseTo(5, 14);
    const wide = normalMatrix(3, 5, "wide");
    expect(largestDifference(rebuilt(wide), wide.data)).toBeLessThan(1e-12);
  });
});

/** w without its part along the unit vector q. */
function minus(w: number[], q: number[]): number[] {
  const along = w.reduce((sum, value, i) => sum + value * q[i]!, 0);
  return w.map((value, i) => value - along * q[i]!);
}
