import { describe, expect, it } from "vitest";
import { uniformityPValue } from "../../src/diagnostics/uniformRanks.ts";
import { uniformEcdfBand } from "../../src/distributions/uniformEcdfBand.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import { createRng } from "../../src/random/rng.ts";

/** Counts of uniform ranks. */
function simulate(ranks: number, values: number, count: number, power = 1): number[][] {
  const rng = createRng(11);
  return Array.from({ length: count }, () => {
    const counts = new Array<number>(values).fill(0);
    for (let i = 0; i < ranks; i++) {
      let u = rng.uniform();
      if (power === 2) u *= u;
      counts[Math.floor(u * values)]!++;
    }
    return counts;
  });
}

/** All ways to share ranks among values, with their probabilities. */
function everyCounts(ranks: number, values: number): { counts: number[]; probability: number }[] {
  const total = values ** ranks;
  const found = new Map<string, { counts: number[]; probability: number }>();
  for (let code = 0; code < total; code++) {
    const counts = new Array<number>(values).fill(0);
    for (let i = 0, rest = code; i < ranks; i++, rest = Math.floor(rest / values)) counts[rest % values]!++;
    const entry = found.get(String(counts)) ?? { counts, probability: 0 };
    entry.probability += 1 / total;
    found.set(String(counts), entry);
  }
  return [...found.values()];
}

const cumulative = (counts: readonly number[]) => {
  let sum = 0;
  return counts.slice(0, -1).map((count) => (sum += count));
};

function inside(counts: readonly number[], ranks: number, level: number): boolean {
  const { lower, upper } = uniformEcdfBand(ranks, counts.length, level);
  return cumulative(counts).every((c, i) => c >= lower[i]! && c <= upper[i]!);
}

describe("uniformityPValue", () => {
  const all = everyCounts(7, 4).map((entry) => ({ ...entry, p: uniformityPValue(entry.counts) }));

  it("is the probability of a p-value as small, over every outcome of seven ranks on four values", () => {
    for (const { p } of all) {
      const share = all.reduce((sum, other) => sum + (other.p <= p * (1 + 1e-6) ? other.probability : 0), 0);
      expect(Math.abs(share - p)).toBeLessThan(1e-12);
    }
  });

  it("is 1 for the most even counts and tiny for ranks that are all equal", () => {
    expect(Math.max(...all.map(({ p }) => p))).toBeGreaterThan(0.999);
    expect(uniformityPValue([100, ...new Array(9).fill(0)])).toBeLessThan(1e-12);
  });

  it("is uniform for 100 ranks on 32 values, and small for squared ones", () => {
    const found = simulate(100, 32, 300).map(uniformityPValue);
    const share = found.filter((p) => p < 0.1).length / 300;
    expect(Math.abs(share - 0.1)).toBeLessThan(3.5 * Math.sqrt(0.09 / 300));
    expect(Math.max(...simulate(100, 32, 20, 2).map(uniformityPValue))).toBeLessThan(1e-3);
  });

  it("refuses what is no histogram", () => {
    for (const counts of [[3], [0, 0], [1, -1], [1, 0.5]])
      expect(() => uniformityPValue(counts)).toThrow(ArgumentError);
  });
});

describe("uniformEcdfBand", () => {
  it.each([0.5, 0.9, 0.99])("of level %d holds the outcomes whose p-value is above the rest", (level) => {
    for (const { counts } of everyCounts(7, 4))
      expect(inside(counts, 7, level)).toBe(uniformityPValue(counts) > 1 - level);
  });

  it("holds 95 % of simulated ranks", () => {
    const { lower, upper } = uniformEcdfBand(200, 64, 0.95);
    const held = simulate(200, 64, 2000).filter((counts) =>
      cumulative(counts).every((c, i) => c >= lower[i]! && c <= upper[i]!),
    ).length;
    expect(Math.abs(held / 2000 - 0.95)).toBeLessThan(0.003 + 3.5 * Math.sqrt(0.0475 / 2000));
    expect(lower).toHaveLength(63);
  });

  it("is the same from both ends", () => {
    const { lower, upper } = uniformEcdfBand(50, 10, 0.9);
    expect([...lower].map((c) => 50 - c).reverse()).toEqual([...upper]);
  });

  it("refuses a level that is none", () => {
    expect(() => uniformEcdfBand(10, 4, 1)).toThrow(ArgumentError);
    expect(() => uniformEcdfBand(0, 4, 0.9)).toThrow(ArgumentError);
    expect(() => uniformEcdfBand(10, 1, 0.9)).toThrow(ArgumentError);
  });
});
