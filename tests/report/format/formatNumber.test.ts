import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatFixed,
  formatNumber,
  formatPercent,
  formatPlain,
  formatWithError,
  powerOfTen,
  scaleByPowerOfTen,
} from "../../../src/report/format/formatNumber.ts";

/** Reads a formatted number back. */
function parse(text: string): number {
  const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const [mantissa, power] = text.split(" × 10") as [string, string | undefined];
  const plain = Number(mantissa.replaceAll(",", "").replace("−", "-"));
  if (power === undefined) {
    if (!/^−?10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]/.test(text)) return plain;
    return (text.startsWith("−") ? -1 : 1) * parse(`1 × ${text.replace("−", "")}`);
  }
  const digits = Array.from(power, (c) => (c === "⁻" ? "-" : superscripts.indexOf(c))).join("");
  return Number(`${plain}e${digits}`);
}

describe("formatNumber", () => {
  test.each([
    [0, "0"],
    [-0, "0"],
    [12.3456, "12.35"],
    [-0.5, "−0.5"],
    [1000, "1000"],
    [12_345.6, "12,350"],
    [1_000_000, "10⁶"],
    [-2_500_000, "−2.5 × 10⁶"],
    [3.2e-7, "3.2 × 10⁻⁷"],
    [1e-7, "10⁻⁷"],
    [0.0001, "0.0001"],
    [5e-324, "4.941 × 10⁻³²⁴"],
    [Number.MAX_VALUE, "1.798 × 10³⁰⁸"],
    [Number.NaN, "—"],
    [Number.POSITIVE_INFINITY, "∞"],
    [Number.NEGATIVE_INFINITY, "−∞"],
  ])("%d is %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  test("keeps four significant digits of every number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (value) => {
        if (Math.abs(value) < 1e-300) return;
        expect(Math.abs(parse(formatNumber(value)) - value)).toBeLessThanOrEqual(Math.abs(value) * 5.0001e-4);
      }),
    );
  });
});

describe("formatWithError", () => {
  test.each([
    [0.86213, 0.0213, "0.862 ± 0.021"],
    [12.3456, 0.5, "12.35 ± 0.50"],
    [-3.14321, 1.234, "−3.1 ± 1.2"],
    [1234.5, 99.7, "1230 ± 100"],
    [12_345, 2130, "12,300 ± 2100"],
    [0, 0.0456, "0.000 ± 0.046"],
    [1.5, Number.NaN, "1.5"],
    [1.5, 0, "1.5"],
    [1.5, undefined, "1.5"],
    [Number.NaN, 1, "—"],
  ])("%d with error %d is %s", (value, error, text) => {
    expect(formatWithError(value, error)).toBe(text);
  });

  test("very small and very large values share one power of ten", () => {
    expect(formatWithError(1.2345e-9, 2.1e-11)).toBe("(1.234 ± 0.021) × 10⁻⁹");
    expect(formatWithError(2.232484880375978, 5.7e-17)).toBe("2.232");
    expect(formatWithError(7.5738482637, 4.9e-9)).toBe("7.5738482637 ± 0.0000000049");
    expect(formatWithError(1.2345e12, 2.1e10)).toBe("(1.234 ± 0.021) × 10¹²");
  });

  test("rounds the value no coarser than its error supports", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e5, noNaN: true }),
        (value, error) => {
          const text = formatWithError(value, error);
          if (text.startsWith("(")) return;
          const [shown] = text.split(" ± ");
          expect(Math.abs(parse(shown!) - value)).toBeLessThanOrEqual(
            0.0501 * error + 1e-12 * Math.abs(value),
          );
        },
      ),
    );
  });
});

test("fixed decimals, powers, percentages and plain numbers", () => {
  expect(formatFixed(-0.0001, 2)).toBe("0.00");
  expect(formatFixed(1234567.891, 1)).toBe("1,234,567.9");
  expect(powerOfTen(-12)).toBe("10⁻¹²");
  expect(formatPercent(0.995)).toBe("99.5 %");
  expect(formatPlain(-1.23456)).toBe("-1.235");
  expect(formatPlain(Number.NaN)).toBe("NaN");
  expect(scaleByPowerOfTen(1e-7, 7)).toBe(1);
});
