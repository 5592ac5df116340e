import { describe, expect, it } from "vitest";
import { binomialQuantile } from "../../src/distributions/binomial.ts";
import { uniformCountsProbability } from "../../src/distributions/uniformCounts.ts";
import { type EcdfBand, uniformEcdfBand } from "../../src/distributions/uniformEcdfBand.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import { createRng } from "../../src/random/rng.ts";
import bands from "../fixtures/metrics/ecdfBand.json" with { type: "json" };

const points = (parts: number) => Array.from({ length: parts - 1 }, (_, k) => (k + 1) / parts);

describe("probability that counts keep their bounds", () => {
  it.each(bands)(
    "$count numbers in $parts parts against bayesplot",
    ({ count, parts, lower, upper, probability }) => {
      const found = uniformCountsProbability(count, { points: points(parts), lower, upper });
      expect(found).toBeCloseTo(probability, 12);
    },
  );

  it("by hand: one point is the binomial distribution, two numbers in three parts a sum of squares", () => {
    // Of three numbers, one or two below 0.3: 3 0.3 0.49 + 3 0.09 0.7.
    const one = { points: [0.3], lower: [1], upper: [2] };
    expect(uniformCountsProbability(3, one)).toBeCloseTo(0.63, 14);
    // Exactly one number in the first half and none in the third quarter: 2 1/2 1/4.
    const two = { points: [0.5, 0.75], lower: [1, 1], upper: [1, 1] };
    expect(uniformCountsProbability(2, two)).toBeCloseTo(0.25, 14);
    expect(uniformCountsProbability(2, { points: [0.5], lower: [0], upper: [2] })).toBeCloseTo(1, 14);
    expect(uniformCountsProbability(2, { points: [0.5], lower: [3], upper: [2] })).toBe(0);
  });
});

describe("simultaneous band", () => {
  it.each(bands)(
    "of $count numbers in $parts parts at level $level: as bayesplot's where that keeps its level",
    (theirs) => {
      const { count, parts, level } = theirs;
      const band = uniformEcdfBand(count, parts, level);
      const probability = uniformCountsProbability(count, { points: points(parts), ...band });
      expect(probability).toBeGreaterThanOrEqual(level);
      // bayesplot takes the nearest probability, this the smallest one that is no less than the level.
      if (theirs.probability >= level) expect(probability).toBeLessThanOrEqual(theirs.probability + 1e-12);
      if (Math.abs(probability - theirs.probability) < 1e-9) {
        expect([[...band.lower], [...band.upper]]).toEqual([theirs.lower, theirs.upper]);
      }
    },
  );

  it("some of these bands are the same", () => {
    const same = bands.filter(({ count, parts, level, lower }) => {
      return String(uniformEcdfBand(count, parts, level).lower) === String(lower);
    });
    expect(same.length).toBeGreaterThanOrEqual(2);
  });

  it("holds uniform numbers as often as it says; intervals of single points do not", () => {
    const count = 60;
    const rng = createRng("band");
    const inside = (band: EcdfBand, u: Float64Array) =>
      points(20).every((z, k) => {
        const below = u.filter((v) => v <= z).length;
        return below >= band.lower[k]! && below <= band.upper[k]!;
      });
    const band = uniformEcdfBand(count, 20, 0.9);
    // The broken twin has the right interval at every single point.
    const end = (q: number) => Float64Array.from(points(20), (z) => binomialQuantile(q, count, z));
    const pointwise = { lower: end(0.05), upper: end(0.95) };
    const runs = Array.from({ length: 1000 }, () =>
      Float64Array.from({ length: count }, () => rng.uniform()),
    );
    const share = runs.filter((u) => inside(band, u)).length / runs.length;
    const exact = uniformCountsProbability(count, { points: points(20), ...band });
    expect(Math.abs(share - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / runs.length));
    expect(runs.filter((u) => inside(pointwise, u)).length / runs.length).toBeLessThan(0.7);
    // Numbers that huddle in the middle leave the band.
    const huddled = runs.slice(0, 200).map((u) => u.map((v) => 0.5 + 0.6 * (v - 0.5)));
    expect(huddled.filter((u) => inside(band, u)).length).toBeLessThan(40);
  });

  it("of very many numbers nearly keeps its level", () => {
    const count = 20_000;
    const band = uniformEcdfBand(count, 20, 0.95);
    const probability = uniformCountsProbability(count, { points: points(20), ...band });
    expect(Math.abs(probability - 0.95)).toBeLessThan(0.003);
  });

  it("of a single number is as wide as it can be", () => {
    const { lower, upper } = uniformEcdfBand(1, 10, 0.95);
    expect([...lower]).toEqual(Array(9).fill(0));
    expect([...upper]).toEqual(Array(9).fill(1));
  });

  it("refuses what is out of range", () => {
    expect(() => uniformEcdfBand(0, 10, 0.9)).toThrow(ArgumentError);
    expect(() => uniformEcdfBand(5, 10, 1)).toThrow(ArgumentError);
    expect(() => uniformEcdfBand(5, 1, 0.9)).toThrow(ArgumentError);
  });
});
