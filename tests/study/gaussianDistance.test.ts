import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NumericError } from "../../src/errors/errors.ts";
import { createMatrix, type Matrix, matrixFromRows } from "../../src/numeric/matrix.ts";
import { createRng, type Rng } from "../../src/random/rng.ts";
import { drawFloor } from "../../src/study/drawFloor.ts";
import { gaussianDistance, momentsOfRows, rootedNormal } from "../../src/study/gaussianDistance.ts";
import { invert, multiply, transposed } from "../support/denseAlgebra.ts";

const diagonal = (...values: number[]): Matrix =>
  matrixFromRows(values.map((value, i) => values.map((_, j) => (i === j ? value : 0))));
const rowsOf = ({ rows, cols, data }: Matrix): number[][] =>
  Array.from({ length: rows }, (_, i) => [...data.subarray(i * cols, (i + 1) * cols)]);

function randomNormal(rng: Rng, size: number) {
  const root = Array.from({ length: size + 2 }, () => Array.from({ length: size }, () => rng.normal()));
  const covariance = matrixFromRows(multiply(transposed(root), root));
  return { mean: rng.fillNormal(new Float64Array(size)), covariance };
}

describe("closed forms", () => {
  test("of one dimension", () => {
    const q = rootedNormal(Float64Array.of(3), diagonal(4));
    const { divergence, wasserstein } = gaussianDistance(q, {
      mean: Float64Array.of(1),
      covariance: diagonal(9),
    });
    // log(s/t) + (t^2 + d^2)/(2 s^2) - 1/2 from sd t = 2 to sd s = 3, means d = 2 apart.
    expect(divergence).toBeCloseTo(Math.log(3 / 2) + (4 + 4) / 18 - 0.5, 12);
    // In units of s: means 2/3 apart, standard deviations 1/3 apart.
    expect(wasserstein).toBeCloseTo(Math.hypot(2 / 3, 1 / 3), 12);
  });

  test("of independent directions: divergences and squared lengths add up", () => {
    const p = { mean: new Float64Array(3), covariance: diagonal(1, 4, 0.25) };
    const found = gaussianDistance(rootedNormal(Float64Array.of(1, 0, 0), diagonal(1, 1, 1)), p);
    expect(found.divergence).toBeCloseTo(0.5 * (1 + (0.25 - 1 - Math.log(0.25)) + (4 - 1 - Math.log(4))), 12);
    expect(found.wasserstein).toBeCloseTo(Math.sqrt(1 + 0.25 + 1), 12);
  });

  test("of correlated ones: the trace formula by another route", () => {
    const rng = createRng("trace");
    const [p, q] = [randomNormal(rng, 4), randomNormal(rng, 4)];
    const { inverse, logDeterminant } = invert(rowsOf(p.covariance));
    const product = multiply(inverse, rowsOf(q.covariance));
    const shift = [...q.mean].map((value, j) => [value - p.mean[j]!]);
    const square = multiply(transposed(shift), multiply(inverse, shift))[0]![0]!;
    const trace = product.reduce((sum, row, i) => sum + row[i]!, 0);
    const logs = logDeterminant - invert(rowsOf(q.covariance)).logDeterminant;
    const found = gaussianDistance(rootedNormal(q.mean, q.covariance), p);
    expect(found.divergence).toBeCloseTo(0.5 * (trace + square - 4 + logs), 9);
  });

  test("of one that is flat in some directions: they cost what a point there costs", () => {
    const p = { mean: new Float64Array(3), covariance: diagonal(1, 4, 0.25) };
    const found = gaussianDistance(rootedNormal(Float64Array.of(0, 0, 0), diagonal(4, 0, 0)), p);
    expect(found.divergence).toBe(Number.POSITIVE_INFINITY);
    expect(found.wasserstein).toBeCloseTo(Math.sqrt(1 + 1 + 1), 12);
    // Along the diagonal of the plane: variance 2 in one direction, none across it.
    const { root } = rootedNormal(
      Float64Array.of(0, 0),
      matrixFromRows([
        [1, 1],
        [1, 1],
      ]),
    );
    const rebuilt = multiply(transposed(rowsOf(root)), rowsOf(root));
    for (const value of rebuilt.flat()) expect(value).toBeCloseTo(1, 12);
    expect(() => rootedNormal(Float64Array.of(0, 0), diagonal(1, -1))).toThrow(NumericError);
  });

  test("a distribution is at no distance from itself", () => {
    const p = randomNormal(createRng("itself"), 6);
    const { divergence, wasserstein } = gaussianDistance(rootedNormal(p.mean, p.covariance), p);
    expect(Math.abs(divergence)).toBeLessThan(1e-12);
    expect(wasserstein).toBeLessThan(1e-6);
  });

  test("a point mass: no finite divergence, and sqrt(D + |b|^2) to carry the mass to it", () => {
    const p = { mean: new Float64Array(5), covariance: diagonal(1, 2, 3, 4, 5) };
    const point = momentsOfRows(createMatrix(1, 5, Float64Array.of(0, 0, 0, 2, 0)));
    expect(gaussianDistance(point, p).divergence).toBe(Number.POSITIVE_INFINITY);
    expect(gaussianDistance(point, p).wasserstein).toBeCloseTo(Math.sqrt(5 + 1), 12);
  });
});

test("linear coordinates do not matter", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 1e6 }), (size, seed) => {
      const rng = createRng(seed);
      const [p, q] = [randomNormal(rng, size), randomNormal(rng, size)];
      const map = Array.from({ length: size }, (_, i) =>
        Array.from({ length: size }, (__, j) => 0.3 * rng.normal() + (i === j ? 2 : 0)),
      );
      const moved = ({ mean, covariance }: typeof p) => ({
        mean: Float64Array.from(
          multiply(
            map,
            [...mean].map((value) => [value]),
          ).flat(),
        ),
        covariance: matrixFromRows(multiply(multiply(map, rowsOf(covariance)), transposed(map))),
      });
      const distance = (a: typeof p, b: typeof p) => gaussianDistance(rootedNormal(a.mean, a.covariance), b);
      const [before, after] = [distance(q, p), distance(moved(q), moved(p))];
      // As precise as the condition of p allows.
      expect(after.divergence / before.divergence).toBeCloseTo(1, 4);
      expect(after.wasserstein / before.wasserstein).toBeCloseTo(1, 4);
    }),
    { numRuns: 50 },
  );
});

describe("few draws", () => {
  const p = { mean: new Float64Array(4), covariance: diagonal(1, 1, 1, 1) };
  const drawn = (count: number) => {
    const rng = createRng("few");
    return momentsOfRows(createMatrix(count, 4, rng.fillNormal(new Float64Array(4 * count))));
  };

  test("D draws span D - 1 directions, one more spans all", () => {
    expect(gaussianDistance(drawn(4), p).divergence).toBe(Number.POSITIVE_INFINITY);
    expect(Number.isFinite(gaussianDistance(drawn(5), p).divergence)).toBe(true);
  });

  test("many draws that never move in one direction are flat there", () => {
    const points = createMatrix(100, 4, createRng("flat").fillNormal(new Float64Array(400)));
    for (let s = 0; s < 100; s++) points.data[4 * s + 2] = 0.1;
    expect(gaussianDistance(momentsOfRows(points), p).divergence).toBe(Number.POSITIVE_INFINITY);
  });
});

/** The digamma function at n/2 by its recurrence from psi(1/2) and psi(1). */
function digammaOfHalf(n: number): number {
  let value = n % 2 === 0 ? -0.5772156649015329 : -0.5772156649015329 - 2 * Math.LN2;
  for (let k = n % 2 === 0 ? 2 : 1; k < n; k += 2) value += 2 / k;
  return value;
}

describe("the floor of S draws", () => {
  test.each([
    [60, 5],
    [400, 12],
  ])("%d draws in %d dimensions: the expected divergence in closed form", (draws, size) => {
    // With W ~ Wishart(S - 1, I): E log det(W/S) = sum psi((S - i)/2) + D log(2/S), i = 1 to D.
    let logs = size * Math.log(2 / draws);
    for (let i = 1; i <= size; i++) logs += digammaOfHalf(draws - i);
    const expected = 0.5 * ((size * (draws - 1)) / draws + size / draws - size - logs);
    const singles = Array.from({ length: 200 }, (_, k) => drawFloor(draws, size, createRng(k), 1));
    const mean = singles.reduce((sum, { divergence }) => sum + divergence, 0) / 200;
    const spread = singles.reduce((sum, one) => sum + (one.divergence - mean) ** 2, 0) / 199;
    expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(spread / 200));
    expect(expected / ((size * (size + 3)) / (4 * draws))).toBeCloseTo(1, 0);
    const transport = singles.reduce((sum, one) => sum + one.wasserstein / 200, 0);
    expect(transport / Math.sqrt((size * (size + 5)) / (4 * draws))).toBeCloseTo(1, 0);
  });

  test("is infinite where draws are no more than dimensions", () => {
    expect(drawFloor(5, 5, createRng("floor")).divergence).toBe(Number.POSITIVE_INFINITY);
    expect(drawFloor(25, 5, createRng("floor")).bias).toBe(0.2);
  });
});

test("errors are typed", () => {
  const p = { mean: new Float64Array(2), covariance: diagonal(1, 1) };
  const q = rootedNormal(new Float64Array(3), diagonal(1, 1, 1));
  expect(() => gaussianDistance(q, p)).toThrow(/must have 2 dimensions, got 3/);
  expect(() => rootedNormal(new Float64Array(2), diagonal(1, -1))).toThrow(/positive definite, pivot 1 of 2/);
  const flat = { mean: new Float64Array(3), covariance: diagonal(1, 0, 1) };
  expect(() => gaussianDistance(q, flat)).toThrow(/positive definite, pivot 1 of 3/);
});
