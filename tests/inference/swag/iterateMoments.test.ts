import { describe, expect, test } from "vitest";
import {
  drawIterate,
  iterateCovariance,
  iterateMoments,
  noiseOf,
} from "../../../src/inference/swag/iterateMoments.ts";
import { lossExcess, lossRise } from "../../../src/inference/swag/lossChecks.ts";
import { createMatrix, rowOf } from "../../../src/numeric/matrix.ts";
import { createRng } from "../../../src/random/rng.ts";
import { worstMoment } from "../../support/drawMoments.ts";

const rng = createRng("iterates");
const [T, D, K] = [9, 4, 5];
const iterates = createMatrix(T, D);
for (let i = 0, at = 0; i < T; i++) {
  for (let j = 0; j < D; j++, at++) iterates.data[at] = 3 - j + 0.2 * i * (j - 1) + rng.normal();
}

/** The covariance by the book: 1/2 diag(mean th^2 - (mean th)^2) + 1/(2 (K - 1)) sum (th_i - centre_i)(...)'. */
function slowCovariance(centre: (i: number, j: number) => number): number[][] {
  const average = (f: (i: number) => number, n = T) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += f(i);
    return sum / n;
  };
  const th = (i: number, j: number) => iterates.data[i * D + j]!;
  return Array.from({ length: D }, (_, a) =>
    Array.from({ length: D }, (_, b) => {
      let sum = 0;
      for (let i = T - K; i < T; i++) sum += (th(i, a) - centre(i, a)) * (th(i, b) - centre(i, b));
      const mean = average((i) => th(i, a));
      const variance = a === b ? average((i) => th(i, a) * th(i, a)) - mean * mean : 0;
      return 0.5 * variance + sum / (2 * (K - 1));
    }),
  );
}

/** Mean of the first i + 1 iterates. */
function runningMean(i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k <= i; k++) sum += iterates.data[k * D + j]!;
  return sum / (i + 1);
}

const gap = (found: Float64Array, wanted: number[][]) =>
  Math.max(...wanted.flat().map((value, k) => Math.abs(value - found[k]!)));

describe("from given iterates", () => {
  const moments = iterateMoments(iterates, K);
  const covariance = iterateCovariance(moments);

  test("mean and covariance are the published formula", () => {
    moments.mean.forEach((value, j) => void expect(value).toBeCloseTo(runningMean(T - 1, j), 12));
    expect(gap(covariance.data, slowCovariance(runningMean))).toBeLessThan(1e-12);
  });

  test("deviations from the last mean, or halves forgotten, would be seen", () => {
    expect(
      gap(
        covariance.data,
        slowCovariance((_, j) => runningMean(T - 1, j)),
      ),
    ).toBeGreaterThan(0.01);
    const whole = slowCovariance(runningMean).map((row) => row.map((value) => 2 * value));
    expect(gap(covariance.data, whole)).toBeGreaterThan(0.1);
  });

  test("draws have these moments", () => {
    const draws = Array.from({ length: 20_000 }, () =>
      drawIterate(moments, rng.fillNormal(new Float64Array(noiseOf(moments))), new Float64Array(D)),
    );
    expect(worstMoment(draws, { mean: moments.mean, covariance: covariance.data })).toBeLessThan(4.5);
    // Without the low rank, the directions in which parameters move together are lost.
    const diagonal = covariance.data.map((value, k) => (k % (D + 1) === 0 ? value : 0));
    expect(worstMoment(draws, { mean: moments.mean, covariance: diagonal })).toBeGreaterThan(6);
  });

  test("a small variance around a large mean keeps its digits", () => {
    const far = createMatrix(
      T,
      D,
      iterates.data.map((value) => 1e9 + value),
    );
    const { variances } = iterateMoments(far, K);
    variances.forEach((value, j) => void expect(value / moments.variances[j]!).toBeCloseTo(1, 5));
    expect(rowOf(iterateMoments(far, K).deviations, 0)[0]).toBeCloseTo(rowOf(moments.deviations, 0)[0]!, 5);
  });
});

describe("a loss that rises", () => {
  const noise = Float64Array.from({ length: 40 }, () => rng.normal());

  test("is told by how much, and chance is not", () => {
    expect(lossRise(noise)).toBeUndefined();
    expect(lossRise(noise.map((value, i) => value - 0.2 * i))).toBeUndefined();
    expect(lossRise(noise.map((value, i) => value + (i < 20 ? 0 : 5)))).toBeCloseTo(5, 0);
    // Less than a nat is nothing to speak of, however sure.
    expect(lossRise(noise.map((value, i) => 1e-3 * value + 0.01 * i))).toBeUndefined();
    expect(lossRise(noise.subarray(0, 3))).toBeUndefined();
  });

  test("lies above the mode by more than draws of a posterior would", () => {
    const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
    expect(lossExcess(noise, mean - 8, 8)).toBeUndefined();
    expect(lossExcess(noise, mean - 11, 8)).toBeCloseTo(11, 9);
    expect(lossExcess(noise, mean + 8, 8)).toBeUndefined();
  });
});
