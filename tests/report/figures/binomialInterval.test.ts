import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../../src/errors/errors.ts";
import { binomialInterval } from "../../../src/report/figures/binomialInterval.ts";

/** Slow twin in whole numbers: P(K <= k) >= tail with p = a / b and tail = c / d, without any rounding. */
function exactQuantile(n: number, [a, b]: [bigint, bigint], [c, d]: [bigint, bigint]): number {
  const total = b ** BigInt(n);
  let ways = 1n;
  let sum = 0n;
  for (let k = 0; k <= n; k++) {
    sum += ways * a ** BigInt(k) * (b - a) ** BigInt(n - k);
    if (sum * d >= c * total) return k;
    ways = (ways * BigInt(n - k)) / BigInt(k + 1);
  }
  return n;
}

const broken = (n: number, p: number): { lower: number; upper: number } => {
  const sd = Math.sqrt(n * p * (1 - p));
  return { lower: Math.max(0, Math.ceil(n * p - 1.96 * sd)), upper: Math.floor(n * p + 1.96 * sd) };
};

describe("binomialInterval", () => {
  const cases: [number, [bigint, bigint]][] = [];
  for (const n of [1, 2, 7, 10, 27, 133, 400]) {
    for (const p of [1n, 3n, 10n, 25n, 50n, 60n, 95n, 99n]) cases.push([n, [p, 100n]]);
  }

  test("agrees with exact rational arithmetic", () => {
    for (const [n, p] of cases) {
      const { lower, upper } = binomialInterval(n, Number(p[0]) / 100, 0.95);
      expect([n, p[0], lower]).toEqual([n, p[0], exactQuantile(n, p, [25n, 1000n])]);
      expect([n, p[0], upper]).toEqual([n, p[0], exactQuantile(n, p, [975n, 1000n])]);
    }
  });

  test("the comparison catches a normal approximation", () => {
    const wrong = cases.filter(([n, p]) => {
      const { lower, upper } = broken(n, Number(p[0]) / 100);
      return lower !== exactQuantile(n, p, [25n, 1000n]) || upper !== exactQuantile(n, p, [975n, 1000n]);
    });
    expect(wrong.length).toBeGreaterThan(cases.length / 4);
  });

  test("many trials: near the normal limit, and inside the range", () => {
    const { lower, upper } = binomialInterval(1_000_000, 0.1, 0.95);
    expect(Math.abs(lower - (100_000 - 1.959964 * 300))).toBeLessThan(2);
    expect(Math.abs(upper - (100_000 + 1.959964 * 300))).toBeLessThan(2);
  });

  test("certain and impossible events", () => {
    expect(binomialInterval(10, 0, 0.95)).toEqual({ lower: 0, upper: 0 });
    expect(binomialInterval(10, 1, 0.95)).toEqual({ lower: 10, upper: 10 });
    expect(binomialInterval(0, 0.5, 0.95)).toEqual({ lower: 0, upper: 0 });
  });

  test("refuses what is not a binomial count", () => {
    expect(() => binomialInterval(1.5, 0.5, 0.95)).toThrow(ArgumentError);
    expect(() => binomialInterval(10, 1.1, 0.95)).toThrow(/probability must be .* at most 1/);
    expect(() => binomialInterval(10, 0.5, 1)).toThrow(/level/);
  });
});
