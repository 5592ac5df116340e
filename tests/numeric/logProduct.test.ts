import fc from "fast-check";
import { expect, test } from "vitest";
import { logProduct } from "../../src/numeric/logProduct.ts";

test("is the sum of the logarithms", () => {
  const positive = fc.double({ min: 5e-324, max: 1.7e308, noNaN: true });
  fc.assert(
    fc.property(fc.array(positive, { maxLength: 50 }), (values) => {
      const expected = values.reduce((sum, value) => sum + Math.log(value), 0);
      const size = values.reduce((sum, value) => sum + Math.abs(Math.log(value)), 1);
      expect(Math.abs(logProduct(Float64Array.from(values)) - expected)).toBeLessThan(1e-14 * size);
    }),
    { seed: 1 },
  );
});

test("stays exact where the product itself leaves the floating-point numbers", () => {
  expect(logProduct(new Float64Array(10_000).fill(2))).toBeCloseTo(10_000 * Math.LN2, 9);
  expect(logProduct(new Float64Array(10_000).fill(1e-200))).toBeCloseTo(-2_000_000 * Math.LN10, 6);
  expect(logProduct(Float64Array.of(1e149, 1e149, 1e-149, 1e-149))).toBeCloseTo(0, 12);
});

test("of nothing is 0, and what is not positive shows", () => {
  expect(logProduct(new Float64Array(0))).toBe(0);
  expect(logProduct(Float64Array.of(2, 0, 3))).toBe(Number.NEGATIVE_INFINITY);
  expect(logProduct(Float64Array.of(2, -1))).toBeNaN();
});
