import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findRoot } from "../../src/numeric/rootFinding.ts";

/** Calls are counted: a slow case is a failure too. */
const counted = (f: (x: number) => number) => {
  const counter = Object.assign(
    (x: number) => {
      counter.calls++;
      return f(x);
    },
    { calls: 0 },
  );
  return counter;
};

describe("findRoot", () => {
  it.each<[string, (x: number) => number, number, number, number]>([
    ["a line", (x) => 3 * x - 1, -5, 4, 1 / 3],
    ["x^2 - 2", (x) => x * x - 2, 0, 100, Math.SQRT2],
    ["exp", (x) => Math.exp(x) - 5, -700, 700, Math.log(5)],
    ["arc tangent, flat on both sides", (x) => Math.atan(x - 3), -1e6, 1e8, 3],
    ["a normal cdf far in its tail", (x) => x - 6, -1e300, 1e300, 6],
    ["a cube root, vertical at the zero", (x) => Math.cbrt(x - 0.7), -10, 1000, 0.7],
    ["x^9, flat at the zero", (x) => (x - 2) ** 9, -3, 50, 2],
    ["next to a pole", (x) => -1 / x - 1e8, -1, -1e-12, -1e-8],
  ])("%s", (_, f, low, high, root) => {
    const g = counted(f);
    const found = findRoot(g, low, high);
    // A ninth power is below the smallest number within 1e-35 of its root, and rounds earlier.
    const tolerance = root === 2 ? 1e-7 : 4e-16 * Math.max(1, Math.abs(root));
    expect(Math.abs(found - root)).toBeLessThanOrEqual(tolerance);
    expect(g.calls).toBeLessThan(205);
  });

  it("smooth functions take no more steps than bisection to the last digit", () => {
    const g = counted((x) => Math.tanh(x - 0.3) + 0.1 * x);
    findRoot(g, -4, 9);
    expect(g.calls).toBeLessThan(65);
  });

  it("a jump is located to the last digit", () => {
    const found = findRoot((x) => (x < 0.3 ? -1 : 1), -2, 5);
    expect(Math.abs(found - 0.3)).toBeLessThan(1e-16);
  });

  it("without a change of sign the end nearer to zero is returned", () => {
    expect(findRoot((x) => x, 1, 2)).toBe(1);
    expect(findRoot((x) => x, -2, -1)).toBe(-1);
    expect(findRoot((x) => x, 0, 1)).toBe(0);
  });

  it("the ends may be the same", () => {
    expect(findRoot((x) => x - 3, 3, 3)).toBe(3);
  });

  it("finds the root of any increasing cubic, anywhere in the bracket", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -100, max: 100, noNaN: true }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        fc.double({ min: 0, max: 200, noNaN: true }),
        fc.double({ min: 0, max: 200, noNaN: true }),
        (root, slope, below, above) => {
          const f = (x: number) => (x - root) * (slope + (x - root) * (x - root));
          const found = findRoot(f, root - below, root + above);
          expect(Math.abs(found - root)).toBeLessThanOrEqual(4e-16 * (1 + Math.abs(root)));
        },
      ),
      { seed: 3 },
    );
  });
});
