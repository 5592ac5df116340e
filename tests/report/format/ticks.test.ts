import fc from "fast-check";
import { expect, test } from "vitest";
import { linearTicks, logTicks } from "../../../src/report/format/ticks.ts";

test("linear ticks are round, have equal decimals and a true minus sign", () => {
  expect(linearTicks(0, 1, 5)).toEqual({
    values: [0, 0.2, 0.4, 0.6, 0.8, 1],
    labels: ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"],
  });
  expect(linearTicks(-177.5, 134.9, 6).labels).toEqual(["−150", "−100", "−50", "0", "50", "100"]);
  expect(linearTicks(0, 2_000_000, 4).labels).toEqual(["0", "0.5×10⁶", "1.0×10⁶", "1.5×10⁶", "2.0×10⁶"]);
});

test("linear ticks lie in the domain, are few and equally spaced, for every domain", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
      (low, span) => {
        const high = low + span;
        fc.pre(span > 1e-7 * Math.abs(low));
        const { values, labels } = linearTicks(low, high, 5);
        expect(values.length).toBeGreaterThanOrEqual(2);
        expect(values.length).toBeLessThanOrEqual(11);
        expect(new Set(labels).size).toBe(labels.length);
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(low - 1e-6 * span);
          expect(value).toBeLessThanOrEqual(high + 1e-6 * span);
        }
      },
    ),
  );
});

test("logarithmic ticks are powers of ten, thinned over many decades", () => {
  expect(logTicks(0.01, 10_000, 8)).toEqual({
    values: [0.01, 0.1, 1, 10, 100, 1000, 10_000],
    labels: ["0.01", "0.1", "1", "10", "100", "1000", "10,000"],
  });
  expect(logTicks(1e-9, 1e9, 8).labels).toEqual(["10⁻⁹", "10⁻⁶", "10⁻³", "10⁰", "10³", "10⁶", "10⁹"]);
  expect(logTicks(2, 60, 8).labels).toEqual(["2", "5", "10", "20", "50"]);
  expect(logTicks(2e-5, 6e-4, 8).labels).toContain("5 × 10⁻⁵");
});

test("a domain as small as the rounding of its ends has few ticks all the same", () => {
  for (const [low, high] of [
    [46.5, 46.5 + 1e-14],
    [1e300, 1.0000000000000002e300],
    [-1e-300, 1e-300],
  ] as const) {
    expect(linearTicks(low, high, 5).values.length).toBeLessThanOrEqual(21);
  }
});

test("nothing is written as a multiple of one", () => {
  expect(linearTicks(-1.0170979, -1.0170941, 4).labels).toEqual(["−1.017097", "−1.017096", "−1.017095"]);
  expect(linearTicks(-1.0170979, -1.0170941, 4).labels.join()).not.toContain("10⁰");
});
