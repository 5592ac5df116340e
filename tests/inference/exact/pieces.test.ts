import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createPieces,
  distanceFrom,
  lineFromParameters,
  locate,
} from "../../../src/inference/exact/pieces.ts";
import { shallowRelu } from "../../../src/model/shallowRelu.ts";

const piecesAt = (at: ArrayLike<number>) => createPieces(shallowRelu(Array.from(at)))!;

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
        const pieces = piecesAt(at);
        expect(locate(pieces, x, start)).toBe(locateSlowly(at, x));
        expect(locate(pieces, Math.round(x), start)).toBe(locateSlowly(at, Math.round(x)));
      }),
      { seed: 1 },
    );
  });

  test("finds evenly spaced joints, at them and between them", () => {
    const pieces = piecesAt(Float64Array.from({ length: 1000 }, (_, k) => k / 1000));
    for (let k = 0; k < 1000; k++) {
      expect(locate(pieces, k / 1000, 0)).toBe(k);
      expect(locate(pieces, (k + 0.5) / 1000, 999)).toBe(k);
    }
    expect(locate(pieces, -1, 500)).toBe(0);
    expect(locate(pieces, 7, 0)).toBe(999);
  });

  test("finds joints that crowd at one end, or whose range overflows", () => {
    const crowded = Float64Array.from({ length: 300 }, (_, k) => 10 ** (k - 290));
    const wide = Float64Array.of(-1.5e308, -1, -1, 0, 3, 1.5e308);
    for (const at of [crowded, wide]) {
      const pieces = piecesAt(at);
      at.forEach((joint) => {
        for (const x of [joint, joint * 1.5, joint * 0.9])
          expect(locate(pieces, x, 0)).toBe(locateSlowly(at, x));
      });
    }
  });
});

describe("lineFromParameters", () => {
  test("is the function the network stands for", () => {
    const at = Float64Array.of(-1, 0, 0, 2);
    const slopes = Float64Array.of(1, 2, 0.5, 1);
    const pieces = createPieces(shallowRelu(Array.from(at), Array.from(slopes)))!;
    const parameters = Float64Array.of(0.5, -1, 2, 3, 0.25);
    const line = lineFromParameters(pieces, parameters);
    for (const x of [-2, -1, -0.5, 0, 1, 2, 5]) {
      const k = locate(pieces, x, 0);
      const units = at.reduce((sum, t, j) => sum + parameters[j]! * Math.max(0, slopes[j]! * (x - t)), 0.25);
      expect(line.values[k]! + distanceFrom(at, k, x) * line.slopes[k]!).toBeCloseTo(units, 14);
    }
  });
});
