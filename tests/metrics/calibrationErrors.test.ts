import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { calibrationErrors } from "../../src/metrics/calibrationErrors.ts";
import { smallestLevels } from "../../src/metrics/intervalCalibration.ts";
import { varianceCalibration } from "../../src/metrics/varianceCalibration.ts";
import { integrate } from "../../src/numeric/quadrature.ts";
import { normalPredictive, studentTPredictive } from "../../src/predictive/normalPredictive.ts";
import { createRng } from "../../src/random/rng.ts";

const off = { replicates: 0 } as const;
const area = (pit: ArrayLike<number>) => calibrationErrors(pit, off).area.value!;

describe("miscalibration area", () => {
  it("by hand: everything at one end is 1/2, in the middle 1/4, evenly spread 1/(4 n)", () => {
    expect([area([0]), area([1, 1, 1]), area([0.5])]).toEqual([0.5, 0.5, 0.25]);
    const even = Array.from({ length: 10 }, (_, i) => (i + 0.5) / 10);
    expect(area(even)).toBeCloseTo(1 / 40, 15);
  });

  it("is the integral of |F(z) - z|, whatever the order", () => {
    const rng = createRng("area");
    const pit = Array.from({ length: 9 }, () => rng.uniform());
    const distance = (z: number) => Math.abs(pit.filter((u) => u <= z).length / 9 - z);
    const ends = [0, ...[...pit].sort((a, b) => a - b), 1];
    const slow = ends
      .slice(1)
      .reduce((sum, to, k) => sum + integrate(distance, ends[k]!, to - 1e-15, 1e-9), 0);
    expect(area(pit)).toBeCloseTo(slow, 8);
    expect(area([...pit].reverse())).toBe(area(pit));
  });

  it("of calibrated predictions is 0.31/sqrt(n) on average: chance alone", () => {
    const rng = createRng("chance");
    const [n, count] = [400, 300];
    const areas = Array.from({ length: count }, () => area(Array.from({ length: n }, () => rng.uniform())));
    const mean = areas.reduce((a, b) => a + b) / count;
    // The area of a Brownian bridge has mean sqrt(pi/32) and sd 0.13.
    const expected = Math.sqrt(Math.PI / 32 / n);
    expect(Math.abs(mean - expected)).toBeLessThan(4 * (0.14 / Math.sqrt(n * count)) + 0.2 / n);
  });

  it("intervals: folded transforms", () => {
    expect([...smallestLevels([0, 0.25, 0.5, 1])]).toEqual([1, 0.5, 0, 1]);
    // Two distributions that are off to either side have the right quantiles, not the right intervals.
    const pit = [0.125, 0.375, 0.625, 0.875];
    expect(area(pit)).toBeLessThan(area([0.01, 0.01, 0.99, 0.99]));
    expect(area(smallestLevels([0.01, 0.01, 0.99, 0.99]))).toBeCloseTo(0.48, 2);
  });

  it("levels may come in any order", () => {
    const pit = [0.1, 0.3, 0.35, 0.8];
    const one = calibrationErrors(pit, { ...off, levels: [0.9, 0.2, 0.5] });
    const other = calibrationErrors(pit, { ...off, levels: [0.2, 0.5, 0.9] });
    expect(one.sumSquared.value).toBeCloseTo(other.sumSquared.value!, 15);
    expect(one.sumSquared.value).toBeCloseTo(0.1 * 0.1 + 0.05 * 0.05 + 0.25 * 0.25, 15);
  });

  it("refuses what is no probability, no level, unknown", () => {
    expect(() => calibrationErrors([1.5])).toThrow(ArgumentError);
    expect(() => calibrationErrors([])).toThrow(/at least one row/);
    expect(() => calibrationErrors([0.5], { levels: [] })).toThrow(ArgumentError);
    expect(() => calibrationErrors([0.5], { bins: 3 } as never)).toThrow(/unknown option/);
  });
});

const normal = (sd: ArrayLike<number>) =>
  normalPredictive({
    mean: new Float64Array(sd.length),
    epistemic: new Float64Array(sd.length),
    aleatoric: Float64Array.from(sd, (s) => s * s),
  });

describe("calibration of variances", () => {
  it("by hand in two bins", () => {
    const { bins, ence } = varianceCalibration(normal([1, 2, 1.5, 4]), [1, 3, 3, 0], { ...off, bins: 2 });
    expect(bins).toEqual([
      { rows: 2, rootMeanVariance: Math.sqrt(3.25 / 2), rootMeanSquaredError: Math.sqrt(5) },
      { rows: 2, rootMeanVariance: Math.sqrt(10), rootMeanSquaredError: Math.sqrt(4.5) },
    ]);
    const expected = ((Math.sqrt(5) - Math.sqrt(1.625)) / Math.sqrt(1.625) + 1 - Math.sqrt(0.45)) / 2;
    expect(ence.value).toBeCloseTo(expected, 14);
  });

  it("equal variances are one bin, whatever the order of the rows", () => {
    const { bins } = varianceCalibration(normal([2, 2, 2, 2, 2]), [1, 2, 3, 4, 5], off);
    expect(bins).toEqual([{ rows: 5, rootMeanVariance: 2, rootMeanSquaredError: Math.sqrt(11) }]);
    const y = [3, 1, 2, 5, 4, 0];
    const sd = [1, 2, 2, 2, 3, 1];
    const turned = varianceCalibration(normal([...sd].reverse()), [...y].reverse(), { ...off, bins: 3 });
    expect(turned.bins).toEqual(varianceCalibration(normal(sd), y, { ...off, bins: 3 }).bins);
  });

  it("is what chance makes of the right variances, and no less than 1 for half the sd", () => {
    const rng = createRng("ence");
    const [n, count] = [500, 100];
    let right = 0;
    let twin = 0;
    for (let r = 0; r < count; r++) {
      const sd = Float64Array.from({ length: n }, () => 0.5 + rng.uniform());
      const y = sd.map((s) => s * rng.normal());
      right += varianceCalibration(normal(sd), y, off).ence.value! / count;
      twin += varianceCalibration(normal(sd.map((s) => s / 2)), y, off).ence.value! / count;
    }
    // sqrt(2/pi) sqrt(bins/(2 n)) to first order; a bin's |gap| has 0.76 times its mean as sd.
    const chance = Math.sqrt(10 / (Math.PI * n));
    expect(Math.abs(right / chance - 1)).toBeLessThan((4 * 0.76) / Math.sqrt(10 * count) + 0.02);
    expect(Math.abs(twin - 1)).toBeLessThan(0.05);
  });

  it("no spread has no ENCE, an infinite variance neither, and both say so", () => {
    const none = varianceCalibration(normal([0, 1]), [1, 2], { bins: 2 });
    expect(none.ence).toEqual({
      value: null,
      standardError: null,
      lower: null,
      upper: null,
      note: "the predictive variance of a bin is 0",
    });
    const heavy = studentTPredictive({
      df: 1.5,
      location: Float64Array.of(0, 1),
      functionScale: Float64Array.of(1, 1),
      observationScale: Float64Array.of(2, 2),
      aleatoric: Float64Array.of(Infinity, Infinity),
    });
    const { bins, ence } = varianceCalibration(heavy, [1, 2]);
    expect([bins, ence.value]).toEqual([[], null]);
    expect(ence.note).toMatch(/not finite/);
  });

  it("refuses wrong arguments", () => {
    expect(() => varianceCalibration(normal([1]), [1, 2])).toThrow(ShapeError);
    expect(() => varianceCalibration(normal([1]), [1], { bins: 0 })).toThrow(ArgumentError);
    expect(() => varianceCalibration(normal([1]), [1], { levels: [] } as never)).toThrow(/unknown option/);
  });
});
