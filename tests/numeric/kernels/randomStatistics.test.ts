import stdlibQuantile from "@stdlib/stats-base-dists-normal-quantile";
import { beforeAll, describe, expect, it } from "vitest";
import { createBulkRandom } from "../../../src/numeric/kernels/random.ts";
import { selectKernels } from "../../../src/numeric/kernels/select.ts";
import { TAIL_START, zigguratTables } from "../../../src/numeric/kernels/zigguratTables.ts";

// Every statistic below is standard normal under the hypothesis, or nearly so (chi-square by the cube-root of Wilson
// and Hilferty). The limit of 5 raises a false alarm with probability 6e-7 each for a fresh key; the keys are fixed, so
// the tests are repeatable. The broken twins must exceed the limit.
const LIMIT = 5;
const COUNT = 2_000_000;

/** (X^2 / k)^(1/3), centred and scaled, from the counts of equally probable cells. */
function uniformity(counts: ArrayLike<number>): number {
  const cells = Array.from(counts);
  const expected = cells.reduce((sum, count) => sum + count, 0) / cells.length;
  const square = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const degrees = cells.length - 1;
  const spread = 2 / (9 * degrees);
  return (Math.cbrt(square / degrees) - (1 - spread)) / Math.sqrt(spread);
}

/** Counts of u in equal cells of [0, 1). */
function cellCounts(u: Float64Array, cells: number): Float64Array {
  const counts = new Float64Array(cells);
  for (const value of u) counts[Math.floor(value * cells)]! += 1;
  return counts;
}

/** The sum of x_i y_{i+lag} as a z score, for independent numbers of mean 0 and the given variance. */
function correlation(x: Float64Array, y: Float64Array, lag: number, variance: number): number {
  let sum = 0;
  for (let i = lag; i < x.length; i++) sum += x[i - lag]! * y[i]!;
  return sum / (variance * Math.sqrt(x.length - lag));
}

/** Counts of standard normals in cells of equal probability. */
function normalCells(x: Float64Array, cells: number): Float64Array {
  const edges = Float64Array.from({ length: cells - 1 }, (_, k) => stdlibQuantile((k + 1) / cells, 0, 1));
  const counts = new Float64Array(cells);
  for (const value of x) {
    let low = 0;
    let high = cells - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value < edges[middle]!) high = middle;
      else low = middle + 1;
    }
    counts[low]! += 1;
  }
  return counts;
}

/** z scores of the first four moments: E x^p is 0, 1, 0, 3 with variances 1, 2, 15, 96. */
function momentScores(x: Float64Array): number[] {
  const sums = [0, 0, 0, 0];
  for (const value of x) {
    const square = value * value;
    sums[0]! += value;
    sums[1]! += square - 1;
    sums[2]! += square * value;
    sums[3]! += square * square - 3;
  }
  return sums.map((sum, p) => sum / Math.sqrt(x.length * [1, 2, 15, 96][p]!));
}

/** z score of the number beyond a limit, which has the given probability. */
function tailScore(x: Float64Array, limit: number, probability: number): number {
  const found = x.filter((value) => Math.abs(value) > limit).length;
  return (found - x.length * probability) / Math.sqrt(x.length * probability * (1 - probability));
}

const worst = (scores: readonly number[]): number => Math.max(...scores.map(Math.abs));

// P(|x| > TAIL_START) = erfc(TAIL_START / sqrt 2), from mpmath 1.3.0.
const BEYOND = 0.000258032487653901;

describe("the distribution of bulk draws", () => {
  beforeAll(() => void selectKernels("wasm"));
  const random = createBulkRandom([20240, 501]);

  it("uniforms fill the interval evenly and do not follow one another", () => {
    const u = random.fillUniform(0, new Float64Array(COUNT));
    const centred = u.map((value) => value - 0.5);
    const scores = [
      uniformity(cellCounts(u, 1000)),
      uniformity(
        cellCounts(
          u.map((v) => (v * 4096) % 1),
          1000,
        ),
      ),
    ];
    for (const lag of [1, 2, 3, 8]) scores.push(correlation(centred, centred, lag, 1 / 12));
    expect(worst(scores)).toBeLessThan(LIMIT);
    // Broken twins: a slight bend, and neighbours that share a little.
    expect(
      worst([
        uniformity(
          cellCounts(
            u.map((value) => value ** 1.01),
            1000,
          ),
        ),
      ]),
    ).toBeGreaterThan(LIMIT);
    const shared = centred.map((value, i) => value + 0.01 * (centred[i - 1] ?? 0));
    expect(worst([correlation(shared, shared, 1, 1 / 12)])).toBeGreaterThan(LIMIT);
  });

  it("normals have the normal's cells, moments and tails", () => {
    const scoresOf = (x: Float64Array): number[] => [
      uniformity(normalCells(x, 500)),
      ...momentScores(x),
      tailScore(x, TAIL_START, BEYOND),
      correlation(x, x, 1, 1),
      correlation(x, x, 2, 1),
    ];
    expect(worst(scoresOf(random.fillNormal(0, new Float64Array(COUNT))))).toBeLessThan(LIMIT);
    // Broken twin: a ziggurat that accepts whatever it draws, without wedges and tail.
    const { widths } = zigguratTables();
    const u = random.fillUniform(0, new Float64Array(2 * COUNT));
    const blocks = Float64Array.from({ length: COUNT }, (_, i) => {
      const layer = Math.floor(u[2 * i]! * 256);
      const sign = (u[2 * i]! * 512) % 2 < 1 ? 1 : -1;
      return sign * u[2 * i + 1]! * 2 ** 53 * widths[layer]!;
    });
    expect(worst(scoresOf(blocks))).toBeGreaterThan(LIMIT);
    // Broken twin: a sum of twelve uniforms, which has the right variance and no tails.
    const sums = Float64Array.from({ length: COUNT / 10 }, (_, i) =>
      u.subarray(12 * i, 12 * i + 12).reduce((sum, value) => sum + value, -6),
    );
    expect(worst(scoresOf(sums))).toBeGreaterThan(LIMIT);
  });

  it("trials succeed as often as they should, one by one and in pairs", () => {
    const scoresOf = (mask: Float64Array, p: number): number[] => {
      const centred = mask.map((value) => value - p);
      const sum = centred.reduce((total, value) => total + value, 0);
      return [sum / Math.sqrt(mask.length * p * (1 - p)), correlation(centred, centred, 1, p * (1 - p))];
    };
    for (const p of [0.1, 0.5, 0.95]) {
      expect(worst(scoresOf(random.fillBernoulli(0, p, new Float64Array(COUNT)), p))).toBeLessThan(LIMIT);
    }
    // Broken twin: a probability that is off by one part in 256.
    expect(
      worst(scoresOf(random.fillBernoulli(0, 0.5 + 1 / 256, new Float64Array(COUNT)), 0.5)),
    ).toBeGreaterThan(LIMIT);
  });

  it("kinds of draws, keys and positions have nothing to do with one another", () => {
    const n = COUNT / 4;
    const x = random.fillNormal(0, new Float64Array(n));
    const u = random.fillUniform(0, new Float64Array(n)).map((value) => value - 0.5);
    const mask = random.fillBernoulli(0, 0.5, new Float64Array(n)).map((value) => value - 0.5);
    const nextKey = createBulkRandom([20241, 501]).fillNormal(0, new Float64Array(n));
    const far = random.fillNormal(2 ** 40, new Float64Array(n));
    const scores = [
      correlation(x, u, 0, Math.sqrt(1 / 12)),
      correlation(x, mask, 0, 0.5),
      correlation(u, mask, 0, Math.sqrt(1 / 12) / 2),
      correlation(x, nextKey, 0, 1),
      correlation(x, far, 0, 1),
    ];
    expect(worst(scores)).toBeLessThan(LIMIT);
    expect(
      correlation(
        x,
        x.map((value, i) => 0.99 * nextKey[i]! + 0.01 * value),
        0,
        1,
      ),
    ).toBeGreaterThan(LIMIT);
  });
});
