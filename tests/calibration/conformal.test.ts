import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conformalRank, fewestRows } from "../../src/calibration/conformalRank.ts";
import { type ConformalRule, conformalInterval, fitConformal } from "../../src/calibration/fitConformal.ts";
import { ArgumentError, ShapeError } from "../../src/errors/errors.ts";
import { scoreInterval } from "../../src/metrics/intervalScores.ts";
import { createMatrix } from "../../src/numeric/matrix.ts";
import { normalPredictive, studentTPredictive } from "../../src/predictive/normalPredictive.ts";
import { poissonDrawsPredictive } from "../../src/predictive/poissonDrawsPredictive.ts";
import { largestDifference } from "../support/differences.ts";

const normal = (mean: readonly number[], sd: readonly number[], targets = 1) =>
  normalPredictive({
    mean: Float64Array.from(mean),
    epistemic: new Float64Array(mean.length),
    aleatoric: Float64Array.from(sd, (s) => s * s),
    targets,
  });
const zeros = (n: number) => normal(new Array(n).fill(0), new Array(n).fill(1));
const upTo = (n: number) => Array.from({ length: n }, (_, i) => (i % 2 === 0 ? i + 1 : -i - 1));

describe("the rank of the score", () => {
  test("is ceil((n + 1) level) for the decimal number meant, not its rounding", () => {
    expect([99, 19, 9, 20, 100].map((n) => conformalRank(n, 0.9))).toEqual([90, 18, 9, 19, 91]);
    expect(conformalRank(99, 0.55)).toBe(55); // 100 * 0.55 is 55.00000000000001.
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 999 }), (n, thousandths) => {
        expect(conformalRank(n, thousandths / 1000)).toBe(Math.ceil(((n + 1) * thousandths) / 1000));
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  test("is at most n from 1/(1 - level) - 1 rows on", () => {
    expect([0.5, 0.8, 0.9, 0.95, 0.99].map(fewestRows)).toEqual([1, 4, 9, 19, 99]);
  });
});

describe("conformal intervals", () => {
  test("of residuals reach from the mean as far as the k-th largest residual", () => {
    const conformal = fitConformal(zeros(20), upTo(20), { level: 0.9, score: "residual" });
    expect(conformal.groups).toEqual([{ name: null, rows: 20, thresholds: [19] }]);
    const { lower, upper, level, guarantee, notes } = conformalInterval(normal([5, 7], [1, 100]), conformal);
    expect([lower, upper]).toEqual([new Float64Array([-14, -12]), new Float64Array([24, 26])]);
    expect([level, guarantee, notes]).toEqual([0.9, 0.9, []]);
  });

  test("of standardised residuals are as wide as the predictive sd is large", () => {
    const conformal = fitConformal(normal([0, 0, 0], [1, 10, 2]), [1, 20, 6], { level: 0.5 });
    expect(conformal).toMatchObject({ score: "standardised", groups: [{ thresholds: [2] }] });
    const { lower, upper } = conformalInterval(normal([5, 7], [1, 100]), conformal);
    expect([lower, upper]).toEqual([new Float64Array([3, -193]), new Float64Array([7, 207])]);
  });

  test("of quantiles move both ends of the model's interval, inwards too; nothing left is a point", () => {
    const q = zeros(1).quantile(0.75)[0]!;
    const wide = fitConformal(zeros(9), new Array(9).fill(0), { level: 0.5, score: "quantile" });
    expect(wide.groups[0]!.thresholds[0]).toBeCloseTo(-q, 12);
    const two = conformalInterval(normal([5, 5], [4, 0.5]), wide);
    expect(largestDifference(two.lower, [5 - 3 * q, 5])).toBeLessThan(1e-12);
    expect(largestDifference(two.upper, [5 + 3 * q, 5])).toBeLessThan(1e-12);
    expect(two.notes.map(({ code }) => code)).toEqual(["point"]);
  });

  test("counts, and distributions without a variance, have intervals too", () => {
    const counts = poissonDrawsPredictive({ rates: createMatrix(1, 3, new Float64Array([2, 3, 4])) });
    const conformal = fitConformal(counts, [2, 3, 9], { level: 0.5, score: "residual" });
    expect(conformal.groups[0]!.thresholds).toEqual([0]);
    const cauchy = studentTPredictive({
      df: 1,
      location: new Float64Array(3),
      functionScale: new Float64Array(3),
      observationScale: new Float64Array(3).fill(1),
      aleatoric: new Float64Array(3).fill(Number.POSITIVE_INFINITY),
    });
    expect(fitConformal(cauchy, [0, 1, 2], { level: 0.5, score: "quantile" }).notes).toEqual([]);
    expect(() => fitConformal(cauchy, [0, 1, 2], { level: 0.5, score: "residual" })).toThrow(ArgumentError);
    expect(() => fitConformal(normal([0], [0]), [0], { level: 0.5 })).toThrow(/standard deviation above 0/);
  });

  test("are infinite, with a note, where too few rows allow no finite ones", () => {
    const conformal = fitConformal(zeros(8), upTo(8), { level: 0.9 });
    expect(conformal.groups[0]!.thresholds).toEqual([null]);
    expect(conformal.notes).toHaveLength(1);
    expect(conformal.notes[0]).toMatchObject({
      code: "infinite",
      message: expect.stringContaining("takes 9"),
    });
    const interval = conformalInterval(zeros(2), JSON.parse(JSON.stringify(conformal)) as ConformalRule);
    expect(interval.lower).toEqual(new Float64Array(2).fill(Number.NEGATIVE_INFINITY));
    expect(interval.upper).toEqual(new Float64Array(2).fill(Number.POSITIVE_INFINITY));
    expect(interval.notes).toEqual(conformal.notes);
    const scores = scoreInterval(interval, [1, 2], 0.9);
    expect(scores.coverage.value).toBe(1);
    expect(scores.width).toMatchObject({ value: null, note: expect.stringContaining("infinite") });
    expect(scores.intervalScore.value).toBeNull();
    expect(fitConformal(zeros(9), upTo(9), { level: 0.9 }).notes).toEqual([]);
  });

  test("each target and each group has thresholds of its own", () => {
    const y = [1, 10, 2, 20, 3, 30, 4, 40];
    const base = normal(new Array(8).fill(0), new Array(8).fill(1), 2);
    const groups = ["a", "b", "a", "b"];
    const conformal = fitConformal(base, y, { level: 0.5, score: "residual", groups });
    expect(conformal.groups).toEqual([
      { name: "a", rows: 2, thresholds: [3, 30] },
      { name: "b", rows: 2, thresholds: [4, 40] },
    ]);
    const rows = normal(new Array(6).fill(0), new Array(6).fill(1), 2);
    const { upper, notes } = conformalInterval(rows, conformal, ["b", "a", "c"]);
    expect(upper).toEqual(new Float64Array([4, 40, 3, 30, Infinity, Infinity]));
    expect(notes.map(({ message }) => message)).toEqual([expect.stringContaining('group "c"')]);
    expect(() => conformalInterval(rows, conformal)).toThrow(ShapeError);
    expect(() => fitConformal(base, y, { level: 0.5, groups: ["a"] })).toThrow(ShapeError);
  });

  test("what does not fit or is not known is refused", () => {
    const conformal = fitConformal(zeros(4), upTo(4), { level: 0.5 });
    expect(() => fitConformal(zeros(1), [1, 2], { level: 0.5 })).toThrow(ShapeError);
    expect(() => fitConformal(zeros(0), [], { level: 0.5 })).toThrow(ArgumentError);
    expect(() => fitConformal(zeros(1), [Number.NaN], { level: 0.5 })).toThrow(ArgumentError);
    expect(() => fitConformal(zeros(1), [1], { level: 1 })).toThrow(ArgumentError);
    expect(() => fitConformal(zeros(1), [1], { level: 0.5, alpha: 0.1 } as never)).toThrow(/"alpha"/);
    expect(() => fitConformal(zeros(1), [1], { level: 0.5, score: "sd" as never })).toThrow(/"standardised"/);
    for (const wrong of [
      null,
      { ...conformal, kind: "x" },
      { ...conformal, groups: [] },
      { ...conformal, groups: [{}] },
    ]) {
      expect(() => conformalInterval(zeros(1), wrong as never)).toThrow(ArgumentError);
    }
    expect(() => conformalInterval(normal([0, 0], [1, 1], 2), conformal)).toThrow(ShapeError);
    expect(() => conformalInterval(zeros(1), conformal, ["a"])).toThrow(ShapeError);
  });
});
