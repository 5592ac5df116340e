import { describe, expect, test } from "vitest";
import { standardNormalCdf } from "../../src/distributions/standardNormal.ts";
import { studentTVariance } from "../../src/distributions/studentT.ts";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { columnOf, createMatrix, type Matrix, matrixFromRows } from "../../src/numeric/matrix.ts";
import { classificationPredictive } from "../../src/predictive/classificationPredictive.ts";
import { mixturePredictive } from "../../src/predictive/combine.ts";
import { normalDrawsPredictive } from "../../src/predictive/normalDrawsPredictive.ts";
import { normalPredictive, studentTPredictive } from "../../src/predictive/normalPredictive.ts";
import { poissonDrawsPredictive } from "../../src/predictive/poissonDrawsPredictive.ts";
import type { RegressionPredictive } from "../../src/predictive/predictive.ts";
import { createRng } from "../../src/random/rng.ts";
import { maximumMeanDiscrepancy } from "../../src/study/maximumMeanDiscrepancy.ts";
import { totalVariation } from "../../src/study/totalVariation.ts";
import { wassersteinDistance } from "../../src/study/wassersteinDistance.ts";
import { wassersteinOfDraws } from "../../src/study/wassersteinOfDraws.ts";
import { readJson } from "../support/readFixture.ts";

interface Pair {
  readonly p: number[][];
  readonly q: number[][];
  readonly totalVariation: number;
  readonly wasserstein: number;
}

const reference = readJson<{
  draws: { a: number[][]; b: number[][] };
  wassersteinOfColumns: number[];
  median: number;
  mmdAtMedian: { biased: number; unbiased: number };
  mmdAtHalf: { biased: number; unbiased: number };
  mixtures: Pair;
  pointsAndNormal: { points: number[]; mean: number; sd: number; wasserstein: number };
  studentT: { p: number[]; q: number[]; totalVariation: number };
}>("comparison/distances.json");

const a = matrixFromRows(reference.draws.a);
const b = matrixFromRows(reference.draws.b);

/** N(mean, epistemic + aleatoric) at each row. */
const normals = (mean: number[], epistemic: number, noise: number): RegressionPredictive =>
  normalPredictive({
    mean: Float64Array.from(mean),
    epistemic: new Float64Array(mean.length).fill(epistemic),
    aleatoric: new Float64Array(mean.length).fill(noise),
  });
const bank = (draws: number[], variances: number[]): RegressionPredictive =>
  normalDrawsPredictive({
    values: matrixFromRows(draws.map((f) => [f])),
    noise: matrixFromRows(variances.map((v) => [v])),
  });
const mixture = ([means, sds]: number[][]): RegressionPredictive =>
  bank(
    means!,
    sds!.map((sd) => sd * sd),
  );
const counts = (...rates: number[]) =>
  poissonDrawsPredictive({ rates: matrixFromRows(rates.map((rate) => [rate])) });
const studentT = ([df, location, scale]: number[]) =>
  studentTPredictive({
    df: df!,
    location: Float64Array.of(location!),
    functionScale: new Float64Array(1),
    observationScale: Float64Array.of(scale!),
    aleatoric: Float64Array.of(studentTVariance(df!, scale!)),
  });

describe("1-Wasserstein distance", () => {
  test("between draws, by scipy", () => {
    reference.wassersteinOfColumns.forEach((expected, j) => {
      expect(wassersteinOfDraws(columnOf(a, j), columnOf(b, j))).toBeCloseTo(expected, 12);
    });
  });

  test("of as many draws it is the mean difference of the sorted ones, and a shift is its length", () => {
    const draws = [3, 1, 2, -4];
    expect(wassersteinOfDraws(draws, [2, 2, 2, 2])).toBeCloseTo((6 + 1 + 0 + 1) / 4, 14);
    expect(
      wassersteinOfDraws(
        draws,
        draws.map((v) => v + 0.5),
      ),
    ).toBeCloseTo(0.5, 14);
    expect(wassersteinOfDraws(draws, [...draws].reverse())).toBe(0);
    expect(wassersteinOfDraws([1], [1, 1, 1])).toBeCloseTo(0, 15);
  });

  test("between normal distributions: of equal spread the difference of means, of equal means sqrt(2/pi) |s - t|", () => {
    expect([...wassersteinDistance(normals([0, 3], 1, 3), normals([0.7, 1], 2, 2))]).toEqual([0.7, 2]);
    const [found] = wassersteinDistance(normals([1], 1, 0.44), normals([1], 2.5, 1.5));
    expect(found).toBeCloseTo(Math.sqrt(2 / Math.PI) * 0.8, 14);
    expect(wassersteinDistance(normals([0], 1, 3), normals([0], 1, 1), "function")[0]).toBe(0);
  });

  test("of mixtures, by scipy, and of mixtures that are one normal distribution", () => {
    const { p, q, wasserstein } = reference.mixtures;
    expect(wassersteinDistance(mixture(p), mixture(q))[0]).toBeCloseTo(wasserstein, 5);
    const [found] = wassersteinDistance(bank([0, 0], [1, 1]), bank([0.3, 0.3], [1.44, 1.44]));
    expect(found).toBeCloseTo(wassersteinDistance(normals([0], 0, 1), normals([0.3], 0, 1.44))[0]!, 6);
  });

  test("of functions of two banks it is that of the draws; of a bank and a normal distribution, by scipy", () => {
    const [one, two] = [columnOf(a, 0), columnOf(b, 0)];
    const of = (draws: Float64Array) => bank([...draws], [...draws.map(() => 1)]);
    expect(wassersteinDistance(of(one), of(two), "function")[0]).toBeCloseTo(
      wassersteinOfDraws(one, two),
      12,
    );
    const { points, mean, sd, wasserstein } = reference.pointsAndNormal;
    const staircase = bank(
      points,
      points.map(() => 1),
    );
    const line = normals([mean], sd * sd, 1);
    expect(wassersteinDistance(staircase, line, "function")[0]).toBeCloseTo(wasserstein, 6);
    expect(wassersteinDistance(line, staircase, "function")[0]).toBeCloseTo(wasserstein, 6);
  });

  test("of counts: rates of ordered distributions are their distance", () => {
    expect(wassersteinDistance(counts(2), counts(5))[0]).toBeCloseTo(3, 9);
    expect(wassersteinDistance(counts(2, 4), counts(6, 8))[0]).toBeCloseTo(4, 9);
    expect(wassersteinDistance(counts(1e8), counts(1.00001e8))[0]! / 1000).toBeCloseTo(1, 4);
  });

  test("is infinite without a mean, and a ShapeError between other rows", () => {
    expect(wassersteinDistance(studentT([1, 0, 1]), normals([0], 1, 1))[0]).toBe(Number.POSITIVE_INFINITY);
    expect(() => wassersteinDistance(normals([0, 1], 1, 1), normals([0], 1, 1))).toThrow(ShapeError);
    expect(() => wassersteinOfDraws([], [1])).toThrow(ArgumentError);
  });
});

describe("total variation", () => {
  test("between normal distributions of equal spread is 2 Phi(d/2) - 1", () => {
    const shifts = [0, 0.1, 1, 3, 30];
    const found = totalVariation(normals(shifts, 1, 3), normals([0, 0, 0, 0, 0], 2, 2));
    shifts.forEach((shift, i) => {
      expect(found[i]).toBeCloseTo(2 * standardNormalCdf(shift / 4) - 1, 6);
    });
  });

  test("does not step over a narrow peak far away, nor inside", () => {
    expect(totalVariation(normals([0], 0, 1), normals([1e4], 0, 1e-8))[0]).toBeCloseTo(1, 6);
    const [inside] = totalVariation(normals([0], 0, 1), normals([0.5], 0, 1e-8));
    // Where the narrow one is the larger: about c sd to both sides with exp(-c^2/2)/sd = the density of the wide one.
    expect(inside).toBeGreaterThan(0.999);
    expect(inside).toBeLessThan(1);
  });

  test("of mixtures and Student t distributions, by scipy", () => {
    const { p, q, totalVariation: expected } = reference.mixtures;
    expect(totalVariation(mixture(p), mixture(q))[0]).toBeCloseTo(expected, 6);
    const t = reference.studentT;
    expect(totalVariation(studentT(t.p), studentT(t.q))[0]).toBeCloseTo(t.totalVariation, 5);
  });

  test("of counts and classes are half the sums of absolute differences", () => {
    const poisson = (k: number, rate: number) => {
      let value = Math.exp(-rate);
      for (let j = 1; j <= k; j++) value *= rate / j;
      return value;
    };
    let sum = 0;
    for (let k = 0; k < 60; k++) sum += Math.abs(poisson(k, 2) - poisson(k, 5)) / 2;
    expect(totalVariation(counts(2), counts(5))[0]).toBeCloseTo(sum, 11);
    const classes = (rows: number[]) =>
      classificationPredictive({
        probabilities: createMatrix(1, rows.length, Float64Array.from(rows)),
        classes: ["a", "b", "c"],
      });
    const found = totalVariation(classes([0.2, 0.3, 0.5, 1, 0, 0]), classes([0.5, 0.3, 0.2, 0, 0, 1]));
    expect(found[0]).toBeCloseTo(0.3, 14);
    expect(found[1]).toBe(1);
  });

  test("refuses what has no density, and counts beside numbers", () => {
    expect(() => totalVariation(normals([0], 0, 0), normals([0], 0, 1))).toThrow(/point mass/);
    expect(() => totalVariation(counts(2), normals([0], 0, 1))).toThrow(ArgumentError);
  });

  test("of mixtures is at most the average over their members", () => {
    const rng = createRng("members");
    const member = () => normals([rng.normal()], 0.5, 0.2 + rng.uniform());
    const [p, q] = [
      [member(), member()],
      [member(), member()],
    ];
    const whole = totalVariation(mixturePredictive(p), mixturePredictive(q))[0]!;
    const parts = p.map((one, k) => totalVariation(one, q[k]!)[0]!);
    expect(whole).toBeLessThanOrEqual((parts[0]! + parts[1]!) / 2 + 1e-6);
  });
});

describe("maximum mean discrepancy", () => {
  test("by numpy, at the median distance and at a given length scale", () => {
    const found = maximumMeanDiscrepancy(a, b);
    expect(found.bandwidth).toBeCloseTo(reference.median, 12);
    expect(found.biased).toBeCloseTo(reference.mmdAtMedian.biased, 12);
    expect(found.unbiased).toBeCloseTo(reference.mmdAtMedian.unbiased, 12);
    const half = maximumMeanDiscrepancy(a, b, { bandwidth: 0.5 });
    expect(half.biased).toBeCloseTo(reference.mmdAtHalf.biased, 12);
    expect(half.unbiased).toBeCloseTo(reference.mmdAtHalf.unbiased, 12);
  });

  test("between normal distributions in the closed form of a Gaussian kernel, without bias", () => {
    // E k = h/sqrt(h^2 + s^2 + t^2) exp(-d^2/(2 (h^2 + s^2 + t^2))) for independent draws of sds s and t, means d apart.
    const [h, s, t, d] = [1.3, 1, 1.5, 0.6];
    const kernel = (v: number, shift: number) =>
      (h / Math.sqrt(h * h + v)) * Math.exp((-shift * shift) / (2 * (h * h + v)));
    const truth = kernel(2 * s * s, 0) + kernel(2 * t * t, 0) - 2 * kernel(s * s + t * t, d);
    const sets = Array.from({ length: 400 }, (_, k) => {
      const rng = createRng("mmd").fork(k);
      const draw = (mean: number, sd: number): Matrix =>
        createMatrix(
          12,
          1,
          rng.fillNormal(new Float64Array(12)).map((z) => mean + sd * z),
        );
      return maximumMeanDiscrepancy(draw(0, s), draw(d, t), { bandwidth: h });
    });
    const average = (of: "biased" | "unbiased") => {
      const values = sets.map((set) => set[of]);
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
      const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
      return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
    };
    const right = average("unbiased");
    expect(Math.abs(right.mean - truth)).toBeLessThan(4 * right.error);
    // The broken twin: with the pairs of a draw and itself.
    const wrong = average("biased");
    expect(Math.abs(wrong.mean - truth)).toBeGreaterThan(4 * wrong.error);
  });

  test("of equal sets is zero, whatever they are", () => {
    expect(maximumMeanDiscrepancy(a, a).biased).toBeCloseTo(0, 14);
    const point = createMatrix(5, 2);
    expect(maximumMeanDiscrepancy(point, point)).toEqual({ unbiased: 0, biased: 0, bandwidth: 1 });
    const most = createMatrix(6, 1, Float64Array.of(0, 0, 0, 0, 0, 1));
    expect(maximumMeanDiscrepancy(most, most).bandwidth).toBeGreaterThan(0);
    expect(() => maximumMeanDiscrepancy(a, point)).toThrow(ShapeError);
    expect(() => maximumMeanDiscrepancy(createMatrix(1, 3), a)).toThrow(ArgumentError);
  });
});
