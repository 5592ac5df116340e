import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maximise, type ValueAndSlope } from "../../src/numeric/maximise.ts";

const wide = { low: [-50, -50], high: [50, 50] };

/** -(x - a)^2 - c (y - b)^2 - d (x - a)(y - b), a concave quadratic for d^2 < 4 c. */
function quadratic(a: number, b: number, c: number, d: number) {
  return ([x, y]: readonly number[]): ValueAndSlope => {
    const [u, v] = [x! - a, y! - b];
    return { value: -(u * u + c * v * v + d * u * v), slope: [-(2 * u + d * v), -(2 * c * v + d * u)] };
  };
}

describe("maximise", () => {
  test("finds the top of any concave quadratic", () => {
    const place = fc.double({ min: -20, max: 20, noNaN: true });
    const steep = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(place, place, steep, fc.double({ min: -0.9, max: 0.9, noNaN: true }), (a, b, c, tilt) => {
        const found = maximise(quadratic(a, b, c, 2 * tilt * Math.sqrt(c)), [0, 0], wide, 1e-9);
        expect(found.at[0]).toBeCloseTo(a, 5);
        expect(found.at[1]).toBeCloseTo(b, 5);
        expect(found.side).toEqual(["inside", "inside"]);
      }),
      { seed: 61 },
    );
  });

  test("climbs a curved ridge", () => {
    // Minus the function of Rosenbrock (1960).
    const ridge = ([x, y]: readonly number[]): ValueAndSlope => {
      const gap = y! - x! * x!;
      return {
        value: -(1 - x!) * (1 - x!) - 100 * gap * gap,
        slope: [2 * (1 - x!) + 400 * x! * gap, -200 * gap],
      };
    };
    const found = maximise(ridge, [-1.2, 1], wide, 1e-8);
    expect(found.at[0]).toBeCloseTo(1, 6);
    expect(found.at[1]).toBeCloseTo(1, 6);
  });

  test("stops at bounds and says at which", () => {
    const found = maximise(quadratic(100, -7, 1, 0), [0, 0], wide, 1e-9);
    expect(found.at[0]).toBe(50);
    expect(found.at[1]).toBeCloseTo(-7, 6);
    expect(found.side).toEqual(["high", "inside"]);
    const low = maximise(([x]) => ({ value: -x!, slope: [-1] }), [3], { low: [-2], high: [9] }, 1e-9);
    expect(low).toEqual({ at: [-2], value: 2, side: ["low"] });
  });

  test("comes back from a bound where the maximum is inside along the other axis", () => {
    const tilted = quadratic(60, 0, 1, 1.2);
    const found = maximise(tilted, [49, -49], wide, 1e-9);
    expect(found.at[0]).toBe(50);
    // On the edge x = 50 the best y is -d (x - a) / (2 c).
    expect(found.at[1]).toBeCloseTo(6, 6);
  });

  test("starts inside the box even when asked not to", () => {
    const found = maximise(quadratic(1, 1, 1, 0), [500, -500], wide, 1e-9);
    expect(found.at[0]).toBeCloseTo(1, 6);
  });
});
