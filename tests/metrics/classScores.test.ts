import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { accuracy } from "../../src/metrics/accuracy.ts";
import { brierScore } from "../../src/metrics/brierScore.ts";
import { evaluateClasses } from "../../src/metrics/classScores.ts";
import { matrixFromRows } from "../../src/numeric/matrix.ts";
import { classificationPredictive } from "../../src/predictive/classificationPredictive.ts";
import { createRng } from "../../src/random/rng.ts";

/** A predictive distribution of one draw: its rows are the probabilities. */
const predict = (rows: number[][]) =>
  classificationPredictive({
    probabilities: matrixFromRows([rows.flat()]),
    classes: rows[0]!.map((_, k) => `class ${k}`),
  });

describe("evaluateClasses", () => {
  it("by hand for four rows", () => {
    const p = predict([
      [0.5, 0.3, 0.2],
      [0.1, 0.6, 0.3],
      [0.4, 0.4, 0.2],
      [0, 0.25, 0.75],
    ]);
    const scores = evaluateClasses(p, [0, 2, 0, 2]);
    expect(scores.rows).toBe(4);
    expect(scores.accuracy).toEqual({ value: 0.75, standardError: Math.sqrt(0.1875 / 4) });
    const logs = [0.5, 0.3, 0.4, 0.75].map(Math.log);
    expect(scores.meanLogScore.value).toBeCloseTo(logs.reduce((a, b) => a + b) / 4, 14);
    const brier = [0.25 + 0.09 + 0.04, 0.01 + 0.36 + 0.49, 0.36 + 0.16 + 0.04, 0.0625 + 0.0625];
    const mean = brier.reduce((a, b) => a + b) / 4;
    expect(scores.brierScore.value).toBeCloseTo(mean, 14);
    const spread = brier.reduce((sum, b) => sum + (b - mean) * (b - mean), 0) / 3;
    expect(scores.brierScore.standardError).toBeCloseTo(Math.sqrt(spread / 4), 14);
    expect(JSON.parse(JSON.stringify(scores))).toEqual(scores);
  });

  it("of two classes, the Brier score is twice the square of the missed probability", () => {
    const p = predict([
      [0.8, 0.2],
      [0.4, 0.6],
    ]);
    expect(brierScore(p, [0, 0]).value).toBeCloseTo((2 * 0.04 + 2 * 0.36) / 2, 14);
  });

  it("log score and Brier score are best, on average, for the true probabilities", () => {
    const truth = [0.5, 0.3, 0.2];
    const rng = createRng("proper");
    const y = Array.from({ length: 2000 }, () => {
      const u = rng.uniform();
      return u < 0.5 ? 0 : u < 0.8 ? 1 : 2;
    });
    const score = (row: number[]) => evaluateClasses(predict(y.map(() => row)), y, { replicates: 0 });
    const best = score(truth);
    for (const other of [
      [0.8, 0.1, 0.1],
      [1 / 3, 1 / 3, 1 / 3],
      [0.5, 0.15, 0.35],
    ]) {
      const found = score(other);
      expect(found.meanLogScore.value!).toBeLessThan(best.meanLogScore.value!);
      expect(found.brierScore.value!).toBeGreaterThan(best.brierScore.value!);
    }
    // The standard error is that of repeated samples, to the order of its own error.
    const truthBrier = truth.map((_, y0) =>
      truth.reduce((s, p, k) => s + (p - (k === y0 ? 1 : 0)) * (p - (k === y0 ? 1 : 0)), 0),
    );
    const expected = truth.reduce((sum, p, k) => sum + p * truthBrier[k]!, 0);
    expect(Math.abs(best.brierScore.value! - expected)).toBeLessThan(4 * best.brierScore.standardError!);
    expect(Math.abs(best.accuracy.value - 0.5)).toBeLessThan(4 * best.accuracy.standardError);
  });

  it("an observed class of probability 0 has no log score, and one row no standard error", () => {
    const p = predict([[0, 1]]);
    const scores = evaluateClasses(p, [0]);
    expect(scores.meanLogScore).toEqual({
      value: null,
      standardError: null,
      note: "1 of 1 rows have no finite value: a class of probability 0 was observed",
    });
    expect(scores.brierScore).toMatchObject({ value: 2, standardError: null });
    expect(accuracy(p, [1])).toEqual({ value: 1, standardError: Math.sqrt((0.75 * 0.25) / 1) });
  });

  it("refuses y of another length, no row, and what is no class", () => {
    const p = predict([[0.5, 0.5]]);
    for (const score of [evaluateClasses, accuracy, brierScore]) {
      expect(() => score(p, [0, 1])).toThrow(ShapeError);
      for (const y of [2, -1, 0.5, Number.NaN]) expect(() => score(p, [y])).toThrow(ArgumentError);
      const empty = classificationPredictive({ probabilities: matrixFromRows([[]]), classes: ["a", "b"] });
      expect(() => score(empty, [])).toThrow(/at least one row/);
    }
  });
});
