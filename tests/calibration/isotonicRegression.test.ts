import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isotonicRegression } from "../../src/calibration/isotonicRegression.ts";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { largestDifference } from "../support/differences.ts";
import { readJson } from "../support/readFixture.ts";

interface Case {
  readonly y: number[];
  readonly weights: number[];
  readonly plain: number[];
  readonly weighted: number[];
}

const cases = readJson<{ isotonic: Case[] }>("calibration/calibration.json").isotonic;

describe("isotonic regression", () => {
  test("agrees with scikit-learn", () => {
    expect(cases.map(({ y }) => y.length)).toEqual([1, 2, 7, 40]);
    for (const { y, weights, plain, weighted } of cases) {
      expect(largestDifference(isotonicRegression(y), plain)).toBeLessThan(1e-13);
      expect(largestDifference(isotonicRegression(y, weights), weighted)).toBeLessThan(1e-13);
    }
  });

  test("is the largest over starts of the smallest over ends of the means between", () => {
    const values = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 4 })), {
      maxLength: 12,
    });
    const slow = (y: number[], w: number[]) =>
      y.map((_, i) => {
        let best = Number.NEGATIVE_INFINITY;
        for (let a = 0; a <= i; a++) {
          let least = Number.POSITIVE_INFINITY;
          for (let b = i; b < y.length; b++) {
            const part = w.slice(a, b + 1);
            const sum = part.reduce((s, v) => s + v, 0);
            least = Math.min(least, part.reduce((s, v, k) => s + v * y[a + k]!, 0) / sum);
          }
          best = Math.max(best, least);
        }
        return best;
      });
    fc.assert(
      fc.property(values, (pairs) => {
        const [y, w] = [pairs.map(([v]) => v), pairs.map(([, v]) => v)];
        expect(largestDifference(isotonicRegression(y, w), slow(y, w))).toBeLessThan(1e-12);
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  test("refuses weights that are not positive or not one per value", () => {
    expect(() => isotonicRegression([1, 2], [1])).toThrow(ShapeError);
    expect(() => isotonicRegression([1, 2], [1, 0])).toThrow(ArgumentError);
    expect(() => isotonicRegression([1, Number.NaN])).toThrow(ArgumentError);
  });
});
