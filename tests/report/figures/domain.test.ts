import { expect, test } from "vitest";
import { bandDomain, padDomain } from "../../../src/report/figures/domain.ts";

test("a domain is widened by a share of its span", () => {
  expect(padDomain([0, 10], 0.1)).toEqual([-1, 11]);
});

test("a single value, or one and its rounding, gets room on either side", () => {
  expect(padDomain([5, 5], 0.1)).toEqual([4.5, 5.5]);
  expect(padDomain([0, 0], 0.1)).toEqual([-1, 1]);
  const [low, high] = padDomain([46.5, 46.5 + 1e-13], 0);
  expect(low).toBeCloseTo(41.85, 10);
  expect(high).toBeCloseTo(51.15, 10);
});

test("bands are followed a little beyond the core, and all the way where the core has no span", () => {
  expect(bandDomain([0, 1], [-10, 10], 0.5)).toEqual({ domain: padDomain([-0.5, 1.5], 0.03), cut: true });
  expect(bandDomain([1, 1 + 1e-15], [-10, 10], 0.5)).toEqual({
    domain: padDomain([-10, 10], 0.03),
    cut: false,
  });
});
