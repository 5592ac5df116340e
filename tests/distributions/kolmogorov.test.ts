import { describe, expect, it } from "vitest";
import { kolmogorovUpperTail } from "../../src/distributions/kolmogorov.ts";
import scores from "../fixtures/metrics/scores.json" with { type: "json" };

describe("Kolmogorov-Smirnov statistic", () => {
  it.each(scores.kolmogorov)("P(D >= $d) of $n numbers against scipy", ({ n, d, p }) => {
    expect(kolmogorovUpperTail(d, n)).toBeCloseTo(p, 12);
  });

  it("closed forms of one and two numbers", () => {
    // One number: D = max(u, 1 - u). Two: P(D < d) = 2 (2 d - 1/2)^2 up to d = 1/2, and 1 - 2 (1 - d)^2 above.
    for (const d of [0.5, 0.6, 0.75, 0.99]) expect(kolmogorovUpperTail(d, 1)).toBeCloseTo(2 * (1 - d), 13);
    for (const d of [0.3, 0.4, 0.5]) {
      expect(kolmogorovUpperTail(d, 2)).toBeCloseTo(1 - 2 * (2 * d - 0.5) * (2 * d - 0.5), 13);
    }
    for (const d of [0.6, 0.9]) expect(kolmogorovUpperTail(d, 2)).toBeCloseTo(2 * (1 - d) * (1 - d), 13);
  });

  it("the expansion for many numbers takes over where the exact sum ends", () => {
    for (const t of [0.3, 0.6, 0.9, 1.2, 1.6, 2.2]) {
      const [exact, expansion] = [2000, 2001].map((n) => kolmogorovUpperTail(t / Math.sqrt(n), n));
      expect(Math.abs(exact! - expansion!)).toBeLessThan(3e-5);
    }
  });

  it("is a probability at the ends", () => {
    expect(kolmogorovUpperTail(0.05, 10)).toBe(1);
    expect(kolmogorovUpperTail(1, 10)).toBe(0);
    expect(kolmogorovUpperTail(0.3, 1000)).toBeLessThan(1e-70);
    expect(kolmogorovUpperTail(1e-4, 100000)).toBe(1);
  });
});
