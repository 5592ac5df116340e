import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { dawidSebastianiScore } from "../../src/metrics/dawidSebastianiScore.ts";
import { evaluate } from "../../src/metrics/evaluate.ts";
import { intervalScores } from "../../src/metrics/intervalScores.ts";
import { meanAbsoluteError } from "../../src/metrics/meanAbsoluteError.ts";
import { meanCrps } from "../../src/metrics/meanCrps.ts";
import { meanLogScore } from "../../src/metrics/meanLogScore.ts";
import { meanSquaredZ } from "../../src/metrics/meanSquaredZ.ts";
import { pinballLoss } from "../../src/metrics/pinballLoss.ts";
import { rmse } from "../../src/metrics/rmse.ts";
import { rSquared } from "../../src/metrics/rSquared.ts";
import { meanEntry } from "../../src/metrics/scoreEntry.ts";
import { normalPredictive, studentTPredictive } from "../../src/predictive/normalPredictive.ts";
import type { RegressionPredictive } from "../../src/predictive/predictive.ts";
import { createRng } from "../../src/random/rng.ts";
import metrics from "../fixtures/references/metrics.json" with { type: "json" };

const normal = (mean: ArrayLike<number>, sd: ArrayLike<number>, targets = 1): RegressionPredictive =>
  normalPredictive({
    mean: Float64Array.from(mean),
    epistemic: new Float64Array(mean.length),
    aleatoric: Float64Array.from(sd, (s) => s * s),
    targets,
  });

describe("evaluate against numpy and scipy", () => {
  const { inputs, ...expected } = metrics.regression_gaussian;
  const predictive = normal(inputs.mean, inputs.sd);
  const scores = evaluate(predictive, inputs.y, {
    levels: expected.intervals.map(({ alpha }) => 1 - alpha),
    quantiles: [0.05, 0.25, 0.5, 0.9],
    calibrationLevels: expected.kuleshov_19_levels.levels,
  });

  it("point errors, log score and crps", () => {
    expect(scores.rows).toBe(200);
    expect(scores.rmse.value).toBeCloseTo(expected.rmse, 10);
    expect(scores.meanAbsoluteError.value).toBeCloseTo(expected.mae, 10);
    expect(scores.rSquared.value).toBeCloseTo(expected.r2, 10);
    expect(scores.meanLogScore.value).toBeCloseTo(-expected.nll_mean, 10);
    expect(scores.meanCrps.value).toBeCloseTo(expected.crps_mean, 10);
  });

  it("coverage, width and interval score", () => {
    for (const [k, { coverage, mean_width, mean_interval_score }] of expected.intervals.entries()) {
      expect(scores.intervals[k]!.coverage.value).toBe(coverage);
      expect(scores.intervals[k]!.width.value).toBeCloseTo(mean_width, 10);
      expect(scores.intervals[k]!.intervalScore.value).toBeCloseTo(mean_interval_score, 10);
    }
  });

  it("pinball loss", () => {
    expect(Object.keys(expected.pinball)).toHaveLength(4);
    for (const { p, loss } of scores.pinball) {
      expect(loss.value).toBeCloseTo(expected.pinball[String(p) as keyof typeof expected.pinball], 10);
    }
  });

  it("sharpness", () => {
    expect(scores.sharpness.meanSd.value).toBeCloseTo(expected.sharpness_mean_sd, 10);
    expect(scores.sharpness.rootMeanVariance.value).toBeCloseTo(expected.sharpness_root_mean_variance, 10);
  });

  it("PIT histogram and Kolmogorov-Smirnov statistic", () => {
    expect(scores.pit.histogram).toEqual(expected.pit_histogram_10);
    expect(scores.pit.kolmogorovSmirnov).toBeCloseTo(expected.pit_ks_statistic, 10);
  });

  it("calibration of quantiles and of central intervals", () => {
    const { levels, observed, sum_squared, mean_absolute, root_mean_squared } = expected.kuleshov_19_levels;
    expect(scores.quantileCalibration).toEqual({
      levels,
      observed,
      sumSquared: expect.closeTo(sum_squared, 10),
      meanAbsolute: expect.closeTo(mean_absolute, 10),
      rootMeanSquared: expect.closeTo(root_mean_squared, 10),
    });
    const nine = evaluate(predictive, inputs.y, { calibrationLevels: expected.kuleshov_9_levels.levels });
    expect(nine.quantileCalibration.observed).toEqual(expected.kuleshov_9_levels.observed);
    const { sumSquared, meanAbsolute, rootMeanSquared } = nine.quantileCalibration;
    expect(meanAbsolute).toBeCloseTo(expected.kuleshov_9_levels.mean_absolute, 10);
    expect(sumSquared).toBeCloseTo(expected.kuleshov_9_levels.sum_squared, 10);
    expect(rootMeanSquared).toBeCloseTo(expected.kuleshov_9_levels.root_mean_squared, 10);
    expect(scores.intervalCalibration.observed).toEqual(expected.central_interval_curve.coverage);
    expect(scores.intervalCalibration.meanAbsolute).toBeCloseTo(
      expected.central_interval_curve.mean_absolute,
      10,
    );
  });

  it("is plain JSON", () => {
    expect(JSON.parse(JSON.stringify(scores))).toEqual(scores);
  });
});

describe("evaluate where numbers do not exist", () => {
  it("one row: values, no standard errors, no R2; the binomial error still stands", () => {
    const scores = evaluate(normal([1], [2]), [3]);
    for (const entry of [scores.rmse, scores.meanCrps, scores.meanLogScore, scores.sharpness.meanSd]) {
      expect(entry).toEqual({
        value: expect.any(Number),
        standardError: null,
        note: "one row has no standard error",
      });
    }
    expect(scores.rSquared).toEqual({ value: null, standardError: null, note: "all observations are equal" });
    expect(scores.intervals[3]!.coverage).toEqual({ value: 1, standardError: Math.sqrt(0.75 * 0.25) });
  });

  it("no spread: crps is the absolute error, there is no log score, and the note says so", () => {
    const scores = evaluate(normal([1, 2, 3], [0, 0, 1]), [1, 4, 3]);
    expect(scores.meanLogScore).toEqual({
      value: null,
      standardError: null,
      note: "2 of 3 rows have no finite value: a distribution without spread has no density",
    });
    expect(evaluate(normal([1, 2], [0, 0]), [1, 4]).meanCrps.value).toBe(1);
    expect(evaluate(normal([1, 2], [0, 0]), [1, 4]).intervals[0]!.coverage.value).toBe(0.5);
  });

  it("perfect point predictions have an error of 0 with standard error 0", () => {
    const scores = evaluate(normal([1, 2], [1, 1]), [1, 2]);
    expect(scores.rmse).toEqual({ value: 0, standardError: 0 });
    expect(scores.rSquared).toEqual({ value: 1, standardError: 0 });
  });

  it("Student t with one degree of freedom: what has no mean is null, the proper scores are not", () => {
    const scores = evaluate(
      studentTPredictive({
        df: 1,
        location: Float64Array.of(0, 1),
        functionScale: Float64Array.of(1, 1),
        observationScale: Float64Array.of(2, 2),
        aleatoric: Float64Array.of(Infinity, Infinity),
      }),
      [0.5, 3],
    );
    expect(scores.rmse.value).toBeNull();
    expect(scores.rmse.note).toMatch(/mean does not exist/);
    expect(scores.sharpness.meanSd.note).toMatch(/variance is infinite/);
    for (const entry of [scores.meanCrps, scores.meanLogScore, scores.intervals[0]!.width]) {
      expect(entry.value).toEqual(expect.any(Number));
    }
    expect(JSON.parse(JSON.stringify(scores))).toEqual(scores);
  });

  it("several targets are scored one at a time", () => {
    const predictive = normal([1, 10, 2, 20, 3, 30], [1, 2, 1, 2, 1, 2], 2);
    const y = [1.5, 12, 1, 19, 3, 31];
    expect(() => evaluate(predictive, y)).toThrow(/target must be given/);
    expect(() => evaluate(predictive, y, { target: 2 })).toThrow(ArgumentError);
    const { energyScore, ...scores } = evaluate(predictive, y, { target: 1 });
    expect(scores).toEqual({ ...evaluate(normal([10, 20, 30], [2, 2, 2]), [12, 19, 31]), target: 1 });
    expect(energyScore).toEqual(evaluate(predictive, y, { target: 0 }).energyScore);
  });

  it("wrong arguments are refused with typed errors", () => {
    const predictive = normal([1, 2], [1, 1]);
    expect(() => evaluate(predictive, [1])).toThrow(ShapeError);
    expect(() => evaluate(predictive, [1, Number.NaN])).toThrow(ArgumentError);
    expect(() => evaluate(predictive, [1, 2], { level: 0.9 } as never)).toThrow(/unknown option "level"/);
    for (const wrong of [
      { levels: [1] },
      { quantiles: [0] },
      { calibrationLevels: [] },
      { bins: 0 },
      { target: 1 },
    ]) {
      expect(() => evaluate(predictive, [1, 2], wrong)).toThrow(ArgumentError);
    }
    expect(() => evaluate(normal([], []), [])).toThrow(/at least one row/);
  });
});

describe("standard errors", () => {
  it("that of a mean is sd/sqrt(n)", () => {
    expect(meanEntry([1, 2, 3, 4])).toEqual({ value: 2.5, standardError: Math.sqrt(5 / 3 / 4) });
  });

  it("that of R2 knows that error and deviation go together: for a constant prediction they cancel", () => {
    const y = createRng("constant").fillNormal(new Float64Array(500));
    const { value, standardError } = evaluate(
      normal(new Float64Array(500), new Float64Array(500).fill(1)),
      y,
    ).rSquared;
    expect(Math.abs(value!)).toBeLessThan(16 / 500);
    expect(standardError).toBeLessThan(0.25 * Math.sqrt(2 / 500));
  });

  it("agree with the spread of the scores over 400 fresh data sets", () => {
    const rng = createRng("standard errors");
    const n = 100;
    const runs = Array.from({ length: 400 }, () => {
      const mean = rng.fillNormal(new Float64Array(n));
      const y = mean.map((m) => m + 1.3 * rng.normal());
      const predictive = normal(mean, new Float64Array(n).fill(1));
      const { coverage, intervalScore } = intervalScores(predictive, y, 0.9);
      return [
        rmse(predictive, y),
        meanAbsoluteError(predictive, y),
        rSquared(predictive, y),
        meanLogScore(predictive, y),
        meanCrps(predictive, y),
        dawidSebastianiScore(predictive, y),
        meanSquaredZ(predictive, y),
        coverage,
        intervalScore,
        pinballLoss(predictive, y, 0.25),
      ];
    });
    const pick = runs[0]!.map((_, k) => runs.map((entries) => entries[k]!));
    for (const entries of pick) {
      const spread = meanEntry(entries.map((e) => e.value!)).standardError! * Math.sqrt(400);
      const stated = meanEntry(entries.map((e) => e.standardError!)).value!;
      // Relative standard error of a sd from 400 near-normal values: 1/sqrt(800) = 3.5 %; four of them.
      expect(stated / spread).toBeGreaterThan(0.86);
      expect(stated / spread).toBeLessThan(1.16);
      // A twin that forgets the square root of n is a factor of ten away.
      expect((stated * Math.sqrt(n)) / spread).toBeGreaterThan(1.16);
    }
  });
});
