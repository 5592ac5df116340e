import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { detection } from "../../src/metrics/detection.ts";
import { outOfDistribution } from "../../src/metrics/outOfDistribution.ts";
import { retentionCurve } from "../../src/metrics/retentionCurve.ts";
import { createRng } from "../../src/random/rng.ts";

const off = { replicates: 0 } as const;
const values = (scores: number[], positive: number[], options = {}) => {
  const found = detection(scores, positive, { ...off, ...options });
  return [found.auroc.value, found.averagePrecision.value, found.falsePositiveRate.value];
};

describe("detection", () => {
  it("by hand: five of six pairs in order", () => {
    // In falling order: + - + - -, so precision is 1 at the first positive and 2/3 at the second.
    expect(values([5, 4, 3, 2, 1], [1, 0, 1, 0, 0])).toEqual([5 / 6, (1 + 2 / 3) / 2, 1 / 3]);
    expect(values([1, 2, 3], [0, 0, 1])).toEqual([1, 1, 0]);
    expect(values([3, 2, 1], [0, 0, 1])).toEqual([0, 1 / 3, 1]);
  });

  it("equal scores are one threshold, whatever the order of the rows", () => {
    expect(values([1, 1, 1, 1], [1, 0, 1, 0])).toEqual([0.5, 0.5, 1]);
    expect(values([2, 1, 1, 0], [1, 0, 1, 0])).toEqual(values([1, 2, 0, 1], [1, 1, 0, 0]));
  });

  it("is the share of pairs in order, by the slow way", () => {
    const rng = createRng("pairs");
    const positive = Array.from({ length: 60 }, () => (rng.uniform() < 0.4 ? 1 : 0));
    const scores = positive.map((p) => Math.round(3 * (p + rng.normal())));
    let [ordered, pairs] = [0, 0];
    for (const [i, a] of scores.entries()) {
      for (const [j, b] of scores.entries()) {
        if (positive[i] !== 1 || positive[j] !== 0) continue;
        pairs++;
        ordered += a > b ? 1 : a === b ? 0.5 : 0;
      }
    }
    expect(values(scores, positive)[0]).toBeCloseTo(ordered / pairs, 14);
  });

  it("the false positive rate is read where the wanted share of positives is found", () => {
    const scores = [9, 8, 7, 6, 5, 4];
    const positive = [1, 0, 1, 0, 0, 1];
    expect(values(scores, positive, { truePositiveRate: 0.3 })[2]).toBe(0);
    expect(values(scores, positive, { truePositiveRate: 0.6 })[2]).toBe(1 / 3);
    expect(values(scores, positive, { truePositiveRate: 1 })[2]).toBe(1);
    // 95 % of 20 k positives are 19 k of them, whatever 0.95 is in binary.
    for (let k = 1; k <= 50; k++) {
      const found = Array.from({ length: 20 * k + 2 }, (_, i) => (i === 0 || i === 19 * k + 1 ? 0 : 1));
      const falling = found.map((_, i) => -i);
      expect(values(falling, found)[2]).toBe(0.5);
    }
  });

  it("rows of one kind only: null with a note", () => {
    const { auroc, positives, negatives } = detection([1, 2], [1, 1]);
    expect([positives, negatives]).toEqual([2, 0]);
    expect(auroc).toMatchObject({ value: null, note: "there are no rows of both kinds" });
    // With a single positive among three, 30 % of the samples have none.
    expect(detection([3, 2, 1], [1, 0, 0]).auroc).toMatchObject({
      value: 1,
      standardError: 0,
      lower: 1,
      upper: 1,
    });
  });

  it("refuses wrong arguments", () => {
    expect(() => detection([1], [1, 0])).toThrow(ShapeError);
    expect(() => detection([], [])).toThrow(/at least one row/);
    expect(() => detection([Number.NaN], [1])).toThrow(ArgumentError);
    expect(() => detection([1], [2])).toThrow(/positive in row 0/);
    expect(() => detection([1], [1], { truePositiveRate: 0 })).toThrow(ArgumentError);
    expect(() => detection([1], [1], { level: 1 } as never)).toThrow(/unknown option/);
  });
});

describe("out-of-distribution detection", () => {
  it("rows from elsewhere are the positive ones", () => {
    const found = outOfDistribution([0.1, 0.4, 0.2], Float64Array.of(0.3, 0.9), off);
    expect(found).toMatchObject({ positives: 2, negatives: 3, auroc: { value: 5 / 6 } });
    expect(found.falsePositiveRate.value).toBe(1 / 3);
    expect(outOfDistribution([0.1], [], off).auroc.value).toBeNull();
  });
});

describe("error-retention curve", () => {
  it("by hand: what is kept, least uncertain first", () => {
    const curve = retentionCurve([4, 0, 2, 2], [9, 1, 3, 2], { ...off, points: 5 });
    expect(curve.retained).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(curve.error).toEqual([0, 0, 0.5, 1, 2]);
    expect(curve.area.value).toBe(0.25 * (0 + 0.25 + 0.75 + 1.5));
    // This uncertainty has the order of the errors.
    expect(curve.oracleArea).toBe(curve.area.value);
    expect(curve.randomArea).toBe(1);
  });

  it("equal uncertainties are a straight line: half the mean error", () => {
    const curve = retentionCurve([5, 1, 0], [2, 2, 2], { ...off, points: 3 });
    expect(curve.error).toEqual([0, 1, 2]);
    expect([curve.area.value, curve.randomArea]).toEqual([1, 1]);
  });

  it("lies between that of the oracle and that of chance, and above it where the uncertainty is turned round", () => {
    const rng = createRng("retention");
    const sd = Array.from({ length: 300 }, () => 0.2 + rng.uniform());
    const errors = sd.map((s) => s * s * rng.normal() * rng.normal()).map(Math.abs);
    const right = retentionCurve(errors, sd);
    const turned = retentionCurve(
      errors,
      sd.map((s) => -s),
    );
    expect(right.area.upper!).toBeLessThan(right.randomArea!);
    expect(right.area.value!).toBeGreaterThan(right.oracleArea!);
    expect(turned.area.lower!).toBeGreaterThan(right.randomArea!);
  });

  it("refuses wrong arguments", () => {
    expect(() => retentionCurve([1], [1, 2])).toThrow(ShapeError);
    expect(() => retentionCurve([], [])).toThrow(/at least one row/);
    for (const [errors, uncertainty] of [
      [[-1], [1]],
      [[Number.NaN], [1]],
      [[1], [Infinity]],
    ] as const) {
      expect(() => retentionCurve(errors, uncertainty)).toThrow(ArgumentError);
    }
    expect(() => retentionCurve([1], [1], { points: 1 })).toThrow(ArgumentError);
  });
});
