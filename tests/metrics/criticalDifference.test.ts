import { expect, test } from "vitest";
import { standardNormalQuantile } from "../../src/distributions/normal.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import { criticalDifference } from "../../src/metrics/criticalDifference.ts";

/** q of the formula: the critical difference without its root. */
const q = (k: number, alpha: number) => criticalDifference(k, 1, alpha) / Math.sqrt((k * (k + 1)) / 6);

test("of two methods q is the two-sided normal quantile, exactly", () => {
  for (const alpha of [0.01, 0.05, 0.1, 0.5]) {
    expect(q(2, alpha)).toBeCloseTo(standardNormalQuantile(1 - alpha / 2), 7);
  }
});

test("q is that of table 5 of Demsar (2006)", () => {
  const five = [1.96, 2.343, 2.569, 2.728, 2.85, 2.949, 3.031, 3.102, 3.164];
  const ten = [1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.78, 2.855, 2.92];
  five.forEach((value, i) => {
    expect(Math.abs(q(i + 2, 0.05) - value)).toBeLessThan(1.1e-3);
    expect(Math.abs(q(i + 2, 0.1) - ten[i]!)).toBeLessThan(1.1e-3);
  });
});

test("falls with the root of the number of data sets; refuses what has no meaning", () => {
  expect(criticalDifference(5, 20)).toBeCloseTo(criticalDifference(5, 5) / 2, 12);
  for (const [k, n, alpha] of [
    [1, 5, 0.05],
    [3, 0, 0.05],
    [3, 5, 0],
    [3, 5, 1],
  ] as const) {
    expect(() => criticalDifference(k, n, alpha)).toThrow(ArgumentError);
  }
});
