import { expect, it } from "vitest";
import { chiSquareTail } from "../../src/distributions/chiSquare.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import { erfc, exp } from "../../src/numeric/special.ts";

// Critical values of SciPy 1.17.1 (chi2.isf).
it.each([
  [3.841458820694124, 1, 0.05],
  [5.991464547107979, 2, 0.05],
  [11.070497693516351, 5, 0.05],
  [18.307038053275146, 10, 0.05],
  [36.19086912927004, 19, 0.01],
])("P(X > %d) for %i degrees of freedom", (x, df, p) => {
  expect(Math.abs(chiSquareTail(x, df) / p - 1)).toBeLessThan(1e-12);
});

it("is e^(-x/2) for two degrees of freedom and erfc(sqrt(x/2)) for one", () => {
  for (const x of [0.1, 1, 30]) {
    expect(chiSquareTail(x, 2)).toBeCloseTo(exp(-x / 2), 15);
    expect(chiSquareTail(x, 1)).toBeCloseTo(erfc(Math.sqrt(x / 2)), 15);
  }
  expect(chiSquareTail(0, 7)).toBe(1);
});

it("refuses a negative x and degrees of freedom that are no whole number", () => {
  expect(() => chiSquareTail(-1, 2)).toThrow(ArgumentError);
  expect(() => chiSquareTail(1, 0)).toThrow(ArgumentError);
  expect(() => chiSquareTail(1, 1.5)).toThrow(ArgumentError);
});
