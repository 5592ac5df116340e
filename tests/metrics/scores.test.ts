import { describe, expect, it } from "vitest";
import { ArgumentError } from "../../src/errors/errors.ts";
import { coverage } from "../../src/metrics/coverage.ts";
import { intervalCalibration } from "../../src/metrics/intervalCalibration.ts";
import { intervalScores, shareEntry } from "../../src/metrics/intervalScores.ts";
import { kolmogorovSmirnov } from "../../src/metrics/kolmogorovSmirnov.ts";
import { meanCrps } from "../../src/metrics/meanCrps.ts";
import { pinballLoss } from "../../src/metrics/pinballLoss.ts";
import { pitHistogram } from "../../src/metrics/pitHistogram.ts";
import { pitValues } from "../../src/metrics/pitValues.ts";
import { quantileCalibration } from "../../src/metrics/quantileCalibration.ts";
import { integrate } from "../../src/numeric/quadrature.ts";
import { mixturePredictive } from "../../src/predictive/combine.ts";
import { normalPredictive } from "../../src/predictive/normalPredictive.ts";
import { selectPredictive } from "../../src/predictive/selectPredictive.ts";
import { createRng } from "../../src/random/rng.ts";

const rng = createRng("scores");
const n = 500;
const mean = rng.fillNormal(new Float64Array(n));
const normal = (sd: number) =>
  normalPredictive({
    mean,
    epistemic: new Float64Array(n).fill(0.36 * sd * sd),
    aleatoric: new Float64Array(n).fill(0.64 * sd * sd),
  });
const y = mean.map((m) => m + rng.normal());

describe("interval scores", () => {
  it("by hand: width plus 2/alpha times the distance outside", () => {
    const p = normalPredictive({
      mean: Float64Array.of(0, 0),
      epistemic: new Float64Array(2),
      aleatoric: Float64Array.of(1, 1),
    });
    const z = p.quantile(0.9)[0]!;
    const scores = intervalScores(p, [1, 3], 0.8);
    expect(scores.level).toBe(0.8);
    expect(scores.width.value).toBeCloseTo(2 * z, 14);
    expect(scores.intervalScore.value).toBeCloseTo(2 * z + (10 * (3 - z)) / 2, 13);
    expect(scores.coverage).toEqual({ value: 0.5, standardError: Math.sqrt(0.125) });
    expect(coverage(p, [1, 3], 0.8)).toEqual(scores.coverage);
  });

  it("is 2/alpha times the sum of the pinball losses of both ends", () => {
    const p = mixturePredictive([normal(1), normal(2)]);
    for (const level of [0.5, 0.9]) {
      const sum = pinballLoss(p, y, 0.5 - level / 2).value! + pinballLoss(p, y, 0.5 + level / 2).value!;
      expect(intervalScores(p, y, level).intervalScore.value).toBeCloseTo((2 / (1 - level)) * sum, 11);
    }
  });

  it("coverage of the right model lies within four standard errors of the level; half the sd does not", () => {
    for (const level of [0.5, 0.8, 0.9, 0.95]) {
      const off = (sd: number) => Math.abs(coverage(normal(sd), y, level).value - level);
      expect(off(1)).toBeLessThan(4 * Math.sqrt((level * (1 - level)) / n));
      expect(off(0.5)).toBeGreaterThan(4 * Math.sqrt((level * (1 - level)) / n));
    }
  });

  it("a share of all or nothing is not certain", () => {
    const expected = Math.sqrt(((20.5 / 21) * (0.5 / 21)) / 20);
    expect([shareEntry(20, 20).value, shareEntry(0, 20).value]).toEqual([1, 0]);
    expect(shareEntry(20, 20).standardError).toBeCloseTo(expected, 15);
    expect(shareEntry(0, 20).standardError).toBeCloseTo(expected, 15);
    expect(shareEntry(5, 20).standardError).toBe(Math.sqrt((0.25 * 0.75) / 20));
  });
});

describe("proper scores", () => {
  it("crps is twice the integral of the pinball loss over the quantiles", () => {
    const p = selectPredictive(mixturePredictive([normal(0.5), normal(2)]), { rows: [0, 1, 2] });
    const three = y.slice(0, 3);
    const integral = integrate((q) => pinballLoss(p, three, q).value!, 1e-12, 1 - 1e-12, 1e-9);
    expect(meanCrps(p, three).value).toBeCloseTo(2 * integral, 7);
  });

  it("are best for the distribution that the observations come from", () => {
    for (const score of [
      (sd: number) => meanCrps(normal(sd), y).value!,
      (sd: number) => intervalScores(normal(sd), y, 0.9).intervalScore.value!,
    ]) {
      expect(score(1)).toBeLessThan(score(0.6));
      expect(score(1)).toBeLessThan(score(1.6));
    }
  });
});

describe("probability integral transforms", () => {
  it("are uniform for the right model, and not for half its sd", () => {
    // 1.95/sqrt(n) is exceeded once in a thousand data sets.
    expect(kolmogorovSmirnov(pitValues(normal(1), y))).toBeLessThan(1.95 / Math.sqrt(n));
    expect(kolmogorovSmirnov(pitValues(normal(0.5), y))).toBeGreaterThan(1.95 / Math.sqrt(n));
  });

  it("histogram: closed on the left, the last bin on both sides", () => {
    expect(pitHistogram([0, 0.1, 0.25, 0.5, 0.99, 1], 4)).toEqual([2, 1, 1, 2]);
    expect(pitHistogram([0.3], 1)).toEqual([1]);
  });

  it("Kolmogorov-Smirnov statistic by hand, in any order", () => {
    expect(kolmogorovSmirnov([0.5])).toBe(0.5);
    expect(kolmogorovSmirnov([0.75, 0.25])).toBe(0.25);
    expect(kolmogorovSmirnov([1, 1])).toBe(1);
  });

  it("refuse values that are no probabilities, and none at all", () => {
    for (const f of [pitHistogram, kolmogorovSmirnov, quantileCalibration, intervalCalibration]) {
      expect(() => f([0.5, 1.1])).toThrow(ArgumentError);
      expect(() => f([Number.NaN])).toThrow(ArgumentError);
      expect(() => f([])).toThrow(/at least one row/);
    }
  });
});

describe("calibration curves", () => {
  it("by hand", () => {
    const pit = [0.1, 0.4, 0.6, 0.7];
    expect(quantileCalibration(pit, [0.25, 0.5])).toEqual({
      levels: [0.25, 0.5],
      observed: [0.25, 0.5],
      sumSquared: 0,
      meanAbsolute: 0,
      rootMeanSquared: 0,
    });
    const curve = intervalCalibration(pit, [0.5, 0.3]);
    expect(curve.observed).toEqual([0.75, 0.5]);
    expect(curve.meanAbsolute).toBeCloseTo(0.225, 15);
    expect(curve.sumSquared).toBeCloseTo(0.1025, 15);
    expect(curve.rootMeanSquared).toBeCloseTo(Math.sqrt(0.05125), 15);
  });

  it("the share inside central intervals is the coverage", () => {
    const p = normal(0.8);
    const curve = intervalCalibration(pitValues(p, y), [0.5, 0.8, 0.9]);
    expect(curve.observed).toEqual([0.5, 0.8, 0.9].map((level) => coverage(p, y, level).value));
  });
});
