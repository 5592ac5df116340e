import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../src/errors/errors.ts";
import { pseudoBmaWeights } from "../../src/metrics/pseudoBmaWeights.ts";
import { stackingWeights } from "../../src/metrics/stackingWeights.ts";
import { createMatrix, type Matrix, matrixFromRows } from "../../src/numeric/matrix.ts";
import { createRng } from "../../src/random/rng.ts";
import { readJson } from "../support/readFixture.ts";

const reference = readJson<{
  lpd: number[][];
  stacking: number[];
  pseudoBmaPlus: number[];
  pseudoBma: number[];
}>("comparison/weights.json");
const scores = matrixFromRows(reference.lpd);

/** Mean log score of a mixture. */
const mixed = ({ rows, cols, data }: Matrix, w: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    let p = 0;
    for (let k = 0; k < cols; k++) p += w[k]! * Math.exp(data[i * cols + k]!);
    sum += Math.log(p) / rows;
  }
  return sum;
};

describe("stacking", () => {
  test("by the R package loo, and at least as good as its weights", () => {
    const { weights, meanLogScore } = stackingWeights(scores);
    reference.stacking.forEach((expected, k) => {
      expect(weights[k]).toBeCloseTo(expected, 4);
    });
    expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 14);
    expect(meanLogScore).toBeCloseTo(mixed(scores, weights), 12);
    expect(meanLogScore).toBeGreaterThan(mixed(scores, reference.stacking) - 1e-9);
  });

  test("of two members that share the rows: the closed form", () => {
    // Member 0 gives p to three rows and q to one, member 1 the other way round: shares by which rows are won.
    const [p, q] = [Math.log(0.8), Math.log(0.2)];
    const two = matrixFromRows([
      [p, q],
      [p, q],
      [p, q],
      [q, p],
    ]);
    // 3 (p - q)/(q + w (p - q)) = (p - q)/(p - w (p - q)): w = (3 p - q)/(4 (p - q)).
    expect(stackingWeights(two).weights[0]).toBeCloseTo((3 * 0.8 - 0.2) / (4 * 0.6), 8);
  });

  test("no other mixture is better", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 1e6 }),
        (members, rows, seed) => {
          const rng = createRng(seed);
          const any = createMatrix(
            rows,
            members,
            rng.fillNormal(new Float64Array(rows * members)).map((z) => 3 * z),
          );
          const { weights, meanLogScore } = stackingWeights(any);
          expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
          for (let trial = 0; trial < 5; trial++) {
            const other = Array.from({ length: members }, () => rng.gamma(0.5, 1));
            const sum = other.reduce((total, w) => total + w, 0);
            const value = mixed(
              any,
              other.map((w) => w / sum),
            );
            expect(value).toBeLessThan(meanLogScore + 1e-8);
          }
        },
      ),
      { numRuns: 40, seed: 3 },
    );
  });

  test("equal members, a member that is impossible at a row, and one member", () => {
    const twins = matrixFromRows([
      [-1, -1, -5],
      [-2, -2, -9],
    ]);
    expect(stackingWeights(twins).weights[2]).toBeCloseTo(0, 8);
    const rare = matrixFromRows([
      [Number.NEGATIVE_INFINITY, -1],
      [0, -3],
    ]);
    expect(stackingWeights(rare).weights[1]).toBeGreaterThan(0.4);
    expect([...stackingWeights(matrixFromRows([[-1], [-3]])).weights]).toEqual([1]);
    expect(stackingWeights(matrixFromRows([[-1], [-3]])).meanLogScore).toBeCloseTo(-2, 12);
    expect(() => stackingWeights(matrixFromRows([[Number.NEGATIVE_INFINITY]]))).toThrow(/row 0/);
    expect(() => stackingWeights(matrixFromRows([[Number.NaN]]))).toThrow(ArgumentError);
  });
});

describe("pseudo-BMA", () => {
  test("by the R package loo", () => {
    const plain = pseudoBmaWeights(scores, createRng("plain"), { replications: 0 });
    reference.pseudoBma.forEach((expected, k) => {
      expect(Math.abs(plain[k]! - expected)).toBeLessThan(1e-10);
    });
  });

  test("with the Bayesian bootstrap, within its Monte Carlo error; plain weights are not", () => {
    const replications = 4000;
    const found = pseudoBmaWeights(scores, createRng("bootstrap"), { replications });
    // The weight of a member is in [0, 1]: its standard deviation is at most sqrt(w (1 - w)).
    reference.pseudoBmaPlus.forEach((w, k) => {
      const error = Math.sqrt((w * (1 - w)) / replications) + 1e-4;
      expect(Math.abs(found[k]! - w)).toBeLessThan(4 * error);
    });
    const error = Math.sqrt((reference.pseudoBmaPlus[0]! * reference.pseudoBmaPlus[1]!) / replications);
    expect(Math.abs(reference.pseudoBma[0]! - reference.pseudoBmaPlus[0]!)).toBeGreaterThan(8 * error);
  });

  test("the same seed gives the same weights, and they add up to one", () => {
    const [one, two] = [0, 1].map(() => pseudoBmaWeights(scores, createRng(5), { replications: 50 }));
    expect(one).toEqual(two);
    expect(one!.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 12);
    expect(() => pseudoBmaWeights(scores, createRng(5), { replications: -1 })).toThrow(ArgumentError);
  });
});
