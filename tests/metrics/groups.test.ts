import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { evaluateClasses } from "../../src/metrics/classScores.ts";
import { evaluate } from "../../src/metrics/evaluate.ts";
import { matrixFromRows } from "../../src/numeric/matrix.ts";
import { classificationPredictive } from "../../src/predictive/classificationPredictive.ts";
import { normalPredictive } from "../../src/predictive/normalPredictive.ts";
import type { Predictive } from "../../src/predictive/predictive.ts";
import { selectClasses } from "../../src/predictive/selectClasses.ts";
import { selectPredictive } from "../../src/predictive/selectPredictive.ts";
import { createRng } from "../../src/random/rng.ts";

const n = 30;
const rng = createRng("groups");
const sd = Float64Array.from({ length: n }, () => 0.5 + rng.uniform());
const regression = normalPredictive({
  mean: rng.fillNormal(new Float64Array(n)),
  epistemic: new Float64Array(n),
  aleatoric: sd.map((s) => s * s),
});
const y = regression.mean.map((m, i) => m + sd[i]! * rng.normal());
const bank = Array.from({ length: 3 }, () =>
  Array.from({ length: n }, () => rng.uniform()).flatMap((p) => [p / 2, p / 2, 1 - p]),
);
const classes = classificationPredictive({ probabilities: matrixFromRows(bank), classes: ["a", "b", "c"] });
const labels = Array.from({ length: n }, () => Math.floor(3 * rng.uniform()));
const groups = Array.from({ length: n }, (_, i) => (i < 3 ? "few" : i % 2 === 0 ? "even" : "odd"));
const rowsOf = (group: string) => groups.flatMap((g, i) => (g === group ? [i] : []));

describe("evaluate by groups", () => {
  it("scores each group as if it were alone, in the order of appearance, and counts what is too small", () => {
    const { groups: found, ...all } = evaluate(regression, y, { groups });
    expect(all).toEqual(evaluate(regression, y));
    expect(found!.map(({ group, rows }) => [group, rows])).toEqual([
      ["few", 3],
      ["odd", 14],
      ["even", 13],
    ]);
    expect(found![0]).toEqual({
      group: "few",
      rows: 3,
      scores: null,
      note: "fewer than 10 rows: not scored",
    });
    const rows = rowsOf("odd");
    const alone = evaluate(
      selectPredictive(regression, { rows }),
      rows.map((i) => y[i]!),
      {
        rng: createRng("evaluate").fork("group").fork("odd"),
      },
    );
    expect(found![1]!.scores).toEqual(alone);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it("classes, and the sizes of groups together are all rows", () => {
    const found = evaluate(classes, labels, { groups, smallestGroup: 1, replicates: 20 }).groups!;
    expect(found.reduce((sum, { rows }) => sum + rows, 0)).toBe(n);
    const rows = rowsOf("few");
    const alone = evaluateClasses(
      selectClasses(classes, rows),
      rows.map((i) => labels[i]!),
      {
        replicates: 20,
        rng: createRng("evaluate").fork("group").fork("few"),
      },
    );
    expect(found[0]!.scores).toEqual(alone);
    // The accuracy of all is the mean of those of the groups.
    const hits = found.reduce((sum, { rows: count, scores }) => sum + count * scores!.accuracy.value, 0);
    expect(hits / n).toBeCloseTo(evaluate(classes, labels).accuracy.value, 14);
  });

  it("groups of one row have values without standard errors; numbers are labels, too", () => {
    const numbers = y.map((_, i) => (i === 0 ? 7 : 8));
    const [single, rest] = evaluate(regression, y, { groups: numbers, smallestGroup: 1 }).groups!;
    expect([single!.group, rest!.group]).toEqual(["7", "8"]);
    const { rmse, calibrationErrors } = single!.scores!;
    expect(rmse).toMatchObject({ standardError: null, note: "one row has no standard error" });
    expect(calibrationErrors.quantiles.area).toMatchObject({ standardError: null, lower: null });
  });

  it("one door for both kinds of outcome", () => {
    const either = [regression, classes] as readonly Predictive[];
    const found = either.map((predictive, k) =>
      evaluate(predictive, k === 0 ? y : labels, { replicates: 5 }),
    );
    expect(found[0]).toEqual(evaluate(regression, y, { replicates: 5 }));
    expect(found[1]).toEqual(evaluateClasses(classes, labels, { replicates: 5 }));
    // @ts-expect-error classes have no quantiles
    expect(() => evaluate(classes, labels, { quantiles: [0.5] })).toThrow(/unknown option "quantiles"/);
  });

  it("refuses labels that are missing or none", () => {
    expect(() => evaluate(regression, y, { groups: ["a"] })).toThrow(ShapeError);
    expect(() => evaluate(regression, y, { groups: y.map(() => Number.NaN) })).toThrow(ArgumentError);
    expect(() => evaluate(regression, y, { groups: groups.map(() => null) as never })).toThrow(/row 0/);
    expect(() => evaluate(regression, y, { groups, smallestGroup: 0 })).toThrow(ArgumentError);
  });
});

describe("rows of predictive distributions over classes", () => {
  it("are those of the whole, draws included", () => {
    const rows = [4, 0, 4];
    const some = selectClasses(classes, rows);
    expect([some.size, some.classes]).toEqual([3, classes.classes]);
    for (const [i, row] of rows.entries()) {
      expect(some.mode[i]).toBe(classes.mode[row]);
      expect(some.entropy[i]).toBe(classes.entropy[row]);
      expect(some.mutualInformation[i]).toBe(classes.mutualInformation[row]);
      expect(some.expectedEntropy[i]).toBe(classes.expectedEntropy[row]);
      const observed = some.logProb([1, 2, 0])[i];
      expect(observed).toBe(classes.logProb(new Array(n).fill([1, 2, 0][i]))[row]);
    }
    const draws = some.sample(20, createRng("s"));
    const all = classes.sample(20, createRng("s"));
    expect([draws.rows, draws.cols]).toEqual([20, 3]);
    for (let s = 0; s < 20; s++) {
      expect([...draws.data.subarray(3 * s, 3 * s + 3)]).toEqual(rows.map((row) => all.data[s * n + row]));
    }
    expect(() => selectClasses(classes, [n])).toThrow(ArgumentError);
  });
});
