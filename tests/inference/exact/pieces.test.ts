import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distanceFrom, lineFromParameters, locate } from "../../../src/inference/exact/pieces.ts";

const joints = fc
  .array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 30 })
  .map((values) => Float64Array.from(values.sort((a, b) => a - b)));

/** The largest k with joint k <= x, at least 0, by looking at all of them. */
const locateSlowly = (at: Float64Array, x: number) =>
  Math.max(
    0,
    at.findLastIndex((joint) => joint <= x),
  );

describe("locate", () => {
  test("finds the last joint not beyond x, from any hint", () => {
    fc.assert(
      fc.property(joints, fc.double({ min: -25, max: 25, noNaN: true }), fc.nat(29), (at, x, hint) => {
        const start = Math.min(hint, at.length - 1);
        expect(locate(at, x, start)).toBe(locateSlowly(at, x));
        expect(locate(at, Math.round(x), start)).toBe(locateSlowly(at, Math.round(x)));
      }),
      { seed: 1 },
    );
  });

  test("finds evenly spaced joints, at them and between them", () => {
    const at = Float64Array.from({ length: 1000 }, (_, k) => k / 1000);
    for (let k = 0; k < 1000; k++) {
      expect(locate(at, k / 1000, 0)).toBe(k);
      expect(locate(at, (k + 0.5) / 1000, 999)).toBe(k);
    }
    expect(locate(at, -1, 500)).toBe(0);
    expect(locate(at, 7, 0)).toBe(999);
  });
});

describe("lineFromParameters", () => {
  test("is the function the network stands for", () => {
    const at = Float64Array.of(-1, 0, 0, 2);
    const slopes = Float64Array.of(1, 2, 0.5, 1);
    const pieces = { joints: at, slopes, widths: Float64Array.of(1, 0, 2, 0) };
    const parameters = Float64Array.of(0.5, -1, 2, 3, 0.25);
    const line = lineFromParameters(pieces, parameters);
    for (const x of [-2, -1, -0.5, 0, 1, 2, 5]) {
      const k = locate(at, x, 0);
      const units = at.reduce((sum, t, j) => sum + parameters[j]! * Math.max(0, slopes[j]! * (x - t)), 0.25);
      expect(line.values[k]! + distanceFrom(at, k, x) * line.slopes[k]!).toBeCloseTo(units, 14);
    }
  });
});
