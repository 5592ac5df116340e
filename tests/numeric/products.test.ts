import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMatrix } from "../../src/numeric/matrix.ts";
import {
  addGram,
  dot,
  hypot,
  timesVector,
  transpose,
  transposeTimesVector,
} from "../../src/numeric/products.ts";
import { multiply, transposed } from "../support/denseAlgebra.ts";
import { largestDifference } from "../support/differences.ts";
import { anyMatrix, asRows, normalMatrix } from "../support/matrices.ts";

describe("products", () => {
  test("of vectors and matrices are sums of products", () => {
    fc.assert(
      fc.property(anyMatrix(9, 9), (a) => {
        const b = Float64Array.from({ length: a.cols }, (_, j) => j - 2);
        const c = Float64Array.from({ length: a.rows }, (_, i) => 1 + i);
        const right = asRows(a).map((row) => row.reduce((sum, v, j) => sum + v * b[j]!, 0));
        const left = transposed(asRows(a)).map((row) => row.reduce((sum, v, i) => sum + v * c[i]!, 0));
        expect(largestDifference(timesVector(a, b), right)).toBeLessThan(1e-11);
        expect(largestDifference(transposeTimesVector(a, c), left)).toBeLessThan(1e-11);
        expect(Math.abs(dot(timesVector(a, b), c) - dot(b, transposeTimesVector(a, c)))).toBeLessThan(1e-9);
        expect(transpose(transpose(a))).toEqual(a);
        expect(asRows(transpose(a))).toEqual(transposed(asRows(a)));
      }),
      { seed: 21 },
    );
  });

  // Sizes on both sides of the tiles.
  test.each([
    [1, 1],
    [3, 4],
    [7, 5],
    [30, 8],
    [50, 13],
    [129, 33],
  ])("A'A of %i x %i is added, exactly symmetric", (n, d) => {
    const a = normalMatrix(n, d, `gram ${n} ${d}`);
    const out = createMatrix(d, d, new Float64Array(d * d).fill(1));
    addGram(a, out);
    const expected = multiply(transposed(asRows(a)), asRows(a))
      .flat()
      .map((v) => v + 1);
    expect(largestDifference(out.data, expected)).toBeLessThan(1e-11);
    expect(transpose(out)).toEqual(out);
  });

  test("of no rows are zero", () => {
    const out = createMatrix(2, 2);
    addGram(createMatrix(0, 2), out);
    expect([...out.data]).toEqual([0, 0, 0, 0]);
    expect([...transposeTimesVector(createMatrix(0, 2), new Float64Array(0))]).toEqual([0, 0]);
  });
});

describe("hypot", () => {
  test("is the length of (a, b) at any scale", () => {
    for (const unit of [5e-324, 1e-200, 1e-150, 1, 1e150, 1e200]) {
      expect(hypot(3 * unit, -4 * unit) / unit).toBeCloseTo(5, 12);
    }
    expect(hypot(0, 0)).toBe(0);
    expect(hypot(-2, 0)).toBe(2);
    expect(hypot(1e308, 1)).toBe(1e308);
    expect(hypot(Number.NaN, 1)).toBeNaN();
  });

  test("agrees with the built-in to the last place but one", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }),
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }),
        (a, b) => {
          const expected = Math.hypot(a, b);
          expect(Math.abs(hypot(a, b) - expected)).toBeLessThanOrEqual(4 * Number.EPSILON * expected);
        },
      ),
      { seed: 22 },
    );
  });
});
