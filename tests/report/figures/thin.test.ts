import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evenly, samplePoints, simplify } from "../../../src/report/figures/thin.ts";

const view = (tolerance: number) => ({ x: [0, 1], y: [0, 1], width: 500, height: 300, tolerance }) as const;

/** Largest distance, in the drawing, between the curve and the chain through the kept points. */
function deviation(x: Float64Array, y: Float64Array, kept: Int32Array): number {
  let most = 0;
  for (let k = 1; k < kept.length; k++) {
    const [a, b] = [kept[k - 1]!, kept[k]!];
    const [dx, dy] = [(x[b]! - x[a]!) * 500, (y[b]! - y[a]!) * 300];
    for (let i = a; i <= b; i++) {
      const [px, py] = [(x[i]! - x[a]!) * 500, (y[i]! - y[a]!) * 300];
      most = Math.max(most, Math.abs(px * dy - py * dx) / Math.hypot(dx, dy));
    }
  }
  return most;
}

describe("simplify", () => {
  test("keeps exactly the corners of a piecewise straight curve", () => {
    const x = Float64Array.from({ length: 1001 }, (_, i) => i / 1000);
    const y = x.map((v) => Math.abs(v - 0.25) + 2 * Math.max(0, v - 0.6));
    expect([...simplify(x, y, view(0.1))]).toEqual([0, 250, 600, 1000]);
  });

  test("stays within its tolerance on any curve, with both ends", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 80 }),
        (values) => {
          const y = Float64Array.from(values);
          const x = y.map((_, i) => i / (y.length - 1));
          const kept = simplify(x, y, view(0.5));
          expect(kept[0]).toBe(0);
          expect(kept[kept.length - 1]).toBe(y.length - 1);
          expect(deviation(x, y, kept)).toBeLessThanOrEqual(0.5 + 1e-9);
        },
      ),
    );
  });

  test("keeps gaps and what stands beside them", () => {
    const x = Float64Array.from({ length: 11 }, (_, i) => i / 10);
    const y = x.map((v, i) => (i === 5 ? Number.NaN : v));
    expect([...simplify(x, y, view(0.1))]).toEqual(expect.arrayContaining([0, 4, 5, 6, 10]));
  });
});

test("even positions have both ends and no repetition", () => {
  expect([...evenly(5, 10)]).toEqual([0, 1, 2, 3, 4]);
  expect([...evenly(101, 5)]).toEqual([0, 25, 50, 75, 100]);
  expect([...evenly(3, 1)]).toEqual([0]);
  expect([...evenly(0, 4)]).toEqual([]);
});

test("sampled points span the axis in order; points that are not finite are left out", () => {
  const x = Float64Array.from({ length: 1000 }, (_, i) => (i * 617) % 1000);
  const shown = samplePoints(x, x, 11);
  expect(Array.from(shown, (i) => x[i])).toEqual([0, 100, 200, 300, 400, 500, 599, 699, 799, 899, 999]);
  expect([...samplePoints([1, Number.NaN, 3], [1, 2, Number.POSITIVE_INFINITY], 10)]).toEqual([0]);
});
