import { describe, expect, it } from "vitest";
import { integrate } from "../../src/numeric/quadrature.ts";

const phi = (z: number) => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);

describe("integrate", () => {
  it.each<[string, (x: number) => number, number, number, number]>([
    ["x^22, which one panel integrates exactly", (x) => x ** 22, -1, 2, (2 ** 23 + 1) / 23],
    ["exp", Math.exp, 0, 1, Math.E - 1],
    ["a normal density over all its mass", phi, -40, 60, 1],
    ["a narrow peak, a thousandth of the range", (x) => phi((x - 0.3) / 0.001) / 0.001, 0, 1, 1],
    ["Cauchy over a long range", (x) => 1 / (1 + x * x), -1e4, 1e4, 2 * Math.atan(1e4)],
    ["40 oscillations", (x) => Math.cos(80 * Math.PI * x) + 1, 0, 1, 1],
    ["an infinite slope at the end", Math.sqrt, 0, 1, 2 / 3],
    ["a pole at the end", (x) => 1 / Math.sqrt(x), 0, 1, 2],
    ["a logarithm", Math.log, 0, 1, -1],
    ["a kink", (x) => Math.abs(x - 1 / 3), 0, 1, 5 / 18],
    ["a jump", (x) => (x < 1 / 3 ? 0 : 1), 0, 1, 2 / 3],
    ["heavy tails brought to [0, 1)", (u) => 1 / (u * u + (1 - u) * (1 - u)), 0, 1, Math.PI / 2],
  ])("%s", (_, f, low, high, expected) => {
    expect(Math.abs(integrate(f, low, high, 1e-12) - expected)).toBeLessThan(
      1e-11 * Math.max(1, Math.abs(expected)),
    );
  });

  it("a looser tolerance takes fewer values, and is kept", () => {
    const calls = (tolerance: number) => {
      let count = 0;
      const value = integrate(
        (x) => {
          count++;
          return 1 / (1e-4 + x * x);
        },
        -1,
        1,
        tolerance,
      );
      expect(Math.abs(value - 200 * Math.atan(100))).toBeLessThan(Math.max(tolerance, 1e-10));
      return count;
    };
    expect(calls(1e-2)).toBeLessThan(calls(1e-11));
  });

  it("backwards it is the negative, over nothing it is 0", () => {
    expect(integrate(Math.exp, 1, 0, 1e-13)).toBeCloseTo(1 - Math.E, 13);
    expect(integrate(Math.exp, 2, 2, 1e-13)).toBe(0);
  });

  it("the ends are never asked for", () => {
    const seen: number[] = [];
    integrate(
      (x) => {
        seen.push(x);
        return 1;
      },
      0,
      1,
      1e-12,
    );
    expect(seen).toHaveLength(15);
    expect(seen.every((x) => x > 0 && x < 1)).toBe(true);
  });

  it("ends after 400 panels where there is no integral to find", () => {
    let count = 0;
    integrate(
      (x) => {
        count++;
        return Math.sin(1 / x) / x;
      },
      1e-9,
      1,
      1e-12,
    );
    expect(count).toBe(15 * (2 * 400 - 1));
  });
});
