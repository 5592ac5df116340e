import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMatrix, type Matrix } from "../../src/numeric/matrix.ts";
import { triangularFactor } from "../../src/numeric/qr.ts";
import { multiply, transposed } from "../support/denseAlgebra.ts";
import { largestDifference, largestRelativeDifference } from "../support/differences.ts";
import { anyMatrix, asRows, largestEntry, normalMatrix } from "../support/matrices.ts";

const gramOf = (m: Matrix) => (m.rows === 0 ? [] : multiply(transposed(asRows(m)), asRows(m)).flat());

describe("triangularFactor", () => {
  test("is upper triangular with a diagonal of at least 0, and keeps the inner products", () => {
    fc.assert(
      fc.property(anyMatrix(15, 8), (a) => {
        const r = triangularFactor(a);
        expect([r.rows, r.cols]).toEqual([Math.min(a.rows, a.cols), a.cols]);
        asRows(r).forEach((row, i) => {
          expect(row.slice(0, i).every((value) => value === 0)).toBe(true);
          expect(row[i]).toBeGreaterThanOrEqual(0);
        });
        const size = largestEntry(a) * largestEntry(a) * a.rows;
        expect(largestDifference(gramOf(r), gramOf(a))).toBeLessThanOrEqual(1e-13 * size);
      }),
      { seed: 41 },
    );
  });

  test("does not square the condition number", () => {
    // Columns (1, e, 0) and (1, 0, e): the inner products lose e^2 = 1e-20 altogether.
    const e = 1e-10;
    const r = triangularFactor(createMatrix(3, 2, Float64Array.of(1, 1, e, 0, 0, e)));
    expect(r.data[3]! / (e * Math.SQRT2)).toBeCloseTo(1, 5);
  });

  test("scales with the matrix, to the ends of the floating-point numbers", () => {
    const a = normalMatrix(9, 4, "scale");
    const expected = triangularFactor(a).data;
    for (const unit of [1e-300, 1e-160, 1e-20, 1e20, 1e160, 1e300]) {
      const r = triangularFactor({ ...a, data: a.data.map((v) => v * unit) });
      expect(
        largestRelativeDifference(
          r.data.map((v) => v / unit),
          expected,
        ),
      ).toBeLessThan(1e-12);
    }
  });

  test("keeps rows of very different size apart", () => {
    // The rows of a nearly flat prior under rows of data with little noise.
    const a = createMatrix(4, 2, Float64Array.of(1e8, 1e8, 0, 1e-8, 1e-6, 0, 0, 1e-6));
    const r = triangularFactor(a);
    expect(r.data[0]! / 1e8).toBeCloseTo(1, 14);
    expect(r.data[3]! / Math.sqrt(2e-12 + 1e-16)).toBeCloseTo(1, 6);
  });

  test("takes zeros and single rows", () => {
    expect([...triangularFactor(createMatrix(3, 2)).data]).toEqual([0, 0, 0, 0]);
    expect([...triangularFactor(createMatrix(1, 2, Float64Array.of(-3, 4))).data]).toEqual([3, -4]);
  });
});
