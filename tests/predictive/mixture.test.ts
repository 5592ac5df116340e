import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { createMatrix, rowOf } from "../../src/numeric/matrix.ts";
import { affinePredictive, mixturePredictive } from "../../src/predictive/combine.ts";
import { normalDrawsPredictive } from "../../src/predictive/normalDrawsPredictive.ts";
import { normalPredictive } from "../../src/predictive/normalPredictive.ts";
import type { RegressionPredictive } from "../../src/predictive/predictive.ts";
import { createRng } from "../../src/random/rng.ts";
import { checkMoments } from "../contracts/closeness.ts";

const rng = createRng("mixture test");
const rows = 4;
const normals = (count: number) =>
  Array.from({ length: count }, () =>
    normalPredictive({
      mean: rng.fillNormal(new Float64Array(rows)),
      epistemic: new Float64Array(rows).fill(rng.uniform()),
      aleatoric: new Float64Array(rows).fill(0.1 + rng.uniform()),
    }),
  );
const facts = (p: RegressionPredictive) => [
  ...[p.mean, p.variance, p.epistemic, p.aleatoric, p.quantile(0.2), p.quantile(0.9, "function")],
  ...[p.cdf([0, 1, 2, 3]), p.logProb([0, 1, 2, 3]), p.crps([0, 1, 2, 3])],
];
const same = (a: RegressionPredictive, b: RegressionPredictive) => {
  for (const [k, array] of facts(a).entries()) {
    for (let i = 0; i < array.length; i++) expect(array[i]).toBeCloseTo(facts(b)[k]![i]!, 12);
  }
};

describe("mixturePredictive", () => {
  it("law of total variance, by hand for two members", () => {
    const [a, b] = normals(2) as [RegressionPredictive, RegressionPredictive];
    const p = mixturePredictive([a, b], [3, 1]);
    for (let i = 0; i < rows; i++) {
      const gap = a.mean[i]! - b.mean[i]!;
      expect(p.mean[i]).toBeCloseTo(0.75 * a.mean[i]! + 0.25 * b.mean[i]!, 14);
      expect(p.aleatoric[i]).toBeCloseTo(0.75 * a.aleatoric[i]! + 0.25 * b.aleatoric[i]!, 14);
      const within = 0.75 * a.epistemic[i]! + 0.25 * b.epistemic[i]!;
      expect(p.epistemic[i]).toBeCloseTo(within + 0.75 * 0.25 * gap * gap, 13);
    }
  });

  it("a mixture of mixtures is the flat mixture with the products of the weights", () => {
    const [a, b, c] = normals(3) as [RegressionPredictive, RegressionPredictive, RegressionPredictive];
    same(
      mixturePredictive([mixturePredictive([a, b], [1, 2]), c], [3, 1]),
      mixturePredictive([a, b, c], [1, 2, 1]),
    );
  });

  it("the order of the members does not matter, nor members of weight 0", () => {
    const [a, b, c] = normals(3) as [RegressionPredictive, RegressionPredictive, RegressionPredictive];
    same(mixturePredictive([a, b], [1, 2]), mixturePredictive([b, c, a], [2, 0, 1]));
  });

  it("a joint draw takes one member for all rows", () => {
    const at = (level: number) =>
      normalDrawsPredictive({
        values: createMatrix(1, rows, new Float64Array(rows).fill(level)),
        noise: createMatrix(1, 1),
      });
    const drawn = mixturePredictive([at(-1), at(1)]).sample(200, createRng(3));
    let up = 0;
    for (let s = 0; s < 200; s++) {
      const row = rowOf(drawn, s);
      expect(row.every((v) => v === row[0])).toBe(true);
      if (row[0] === 1) up++;
    }
    expect(Math.abs(up - 100)).toBeLessThan(4 * Math.sqrt(50));
  });

  it("refuses no members, unequal sizes and impossible weights", () => {
    const [a, b] = normals(2) as [RegressionPredictive, RegressionPredictive];
    const short = normalPredictive({
      mean: new Float64Array(2),
      epistemic: new Float64Array(2),
      aleatoric: new Float64Array(2),
    });
    const wide = normalPredictive({
      mean: new Float64Array(8),
      epistemic: new Float64Array(8),
      aleatoric: new Float64Array(8),
      targets: 2,
    });
    expect(() => mixturePredictive([])).toThrow(ArgumentError);
    expect(() => mixturePredictive([a, short])).toThrow(ShapeError);
    expect(() => mixturePredictive([a, wide])).toThrow(ShapeError);
    expect(() => mixturePredictive([a, b], [1])).toThrow(ShapeError);
    expect(() => mixturePredictive([a], [1, 2])).toThrow(ShapeError);
    for (const weights of [
      [1, -1],
      [0, 0],
      [1, Number.NaN],
      [1, Infinity],
    ]) {
      expect(() => mixturePredictive([a, b], weights)).toThrow(ArgumentError);
    }
    expect(() => mixturePredictive([a, { ...b }])).toThrow(/makePredictive/);
  });
});

describe("normalDrawsPredictive", () => {
  it("is the mixture of its draws", () => {
    const count = 70;
    const values = createMatrix(count, rows, rng.fillNormal(new Float64Array(count * rows)));
    const noise = createMatrix(
      count,
      1,
      Float64Array.from({ length: count }, () => 0.1 + rng.uniform()),
    );
    const weights = Array.from({ length: count }, (_, s) => s % 5);
    const members = Array.from({ length: count }, (_, s) =>
      normalPredictive({
        mean: rowOf(values, s).slice(),
        epistemic: new Float64Array(rows),
        aleatoric: new Float64Array(rows).fill(noise.data[s]!),
      }),
    );
    same(normalDrawsPredictive({ values, noise, weights }), mixturePredictive(members, weights));
  });

  it("takes noise per draw, per target or per prediction", () => {
    const values = createMatrix(2, 4, Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    const p = (cols: number, noise: number[]) =>
      normalDrawsPredictive({ values, noise: createMatrix(2, cols, Float64Array.from(noise)), targets: 2 });
    expect([...p(1, [1, 3]).aleatoric]).toEqual([2, 2, 2, 2]);
    expect([...p(2, [1, 2, 3, 6]).aleatoric]).toEqual([2, 4, 2, 4]);
    expect([...p(4, [1, 2, 3, 4, 5, 6, 7, 8]).aleatoric]).toEqual([3, 4, 5, 6]);
    expect(() => p(3, [1, 2, 3, 4, 5, 6])).toThrow(ShapeError);
    expect(() => p(1, [1, -1])).toThrow(ArgumentError);
    expect(() => p(1, [1, Number.NaN])).toThrow(ArgumentError);
  });
});

describe("affinePredictive", () => {
  it("mixing and mapping can be done in either order", () => {
    const members = normals(3);
    const maps = [{ shift: -2, scale: 0.5 }];
    same(
      affinePredictive(mixturePredictive(members), maps),
      mixturePredictive(members.map((member) => affinePredictive(member, maps))),
    );
  });

  it("refuses a scale that is not positive and a shift that is not finite", () => {
    const [a] = normals(1) as [RegressionPredictive];
    for (const map of [
      { shift: 0, scale: 0 },
      { shift: 0, scale: -1 },
      { shift: Number.NaN, scale: 1 },
    ]) {
      expect(() => affinePredictive(a, [map])).toThrow(ArgumentError);
    }
  });
});

describe("the moment check of the contract catches broken twins", () => {
  const n = 4000;
  const normal = (mean: number, sd: number) =>
    Float64Array.from({ length: n }, () => mean + sd * rng.normal());
  const members = [-1, 1].map((mean) =>
    normalPredictive({
      mean: Float64Array.of(mean),
      epistemic: Float64Array.of(0),
      aleatoric: Float64Array.of(0.25),
    }),
  );
  const mixture = mixturePredictive(members);

  it("passes the right draws", () => {
    checkMoments(normal(2, 0.8), 2, 0.64);
    checkMoments(mixture.sample(n, createRng(1)).data, 0, 1.25);
  });

  it("a variance used as standard deviation", () => {
    expect(() => checkMoments(normal(2, 0.64), 2, 0.64)).toThrow(/variance of the draws/);
  });

  it("a variance between the members that was dropped", () => {
    expect(mixture.variance[0]).toBe(1.25);
    expect(() => checkMoments(normal(0, Math.sqrt(0.25)), 0, mixture.variance[0]!)).toThrow(/variance/);
    expect(() => checkMoments(mixture.sample(n, createRng(1)).data, 0, mixture.aleatoric[0]!)).toThrow(
      /variance/,
    );
  });

  it("a mean that is off by an eighth of a standard deviation, eight Monte-Carlo errors", () => {
    expect(() => checkMoments(normal(2.1, 0.8), 2, 0.64)).toThrow(/mean of the draws/);
  });
});
