import { describe, expect, test } from "vitest";
import { ShapeError } from "../../src/errors/errors.ts";
import { clusteredMean } from "../../src/metrics/clusteredMean.ts";
import { pairedDifference, type SplitScores } from "../../src/metrics/pairedDifference.ts";
import { ranks } from "../../src/metrics/ranks.ts";
import { meanEntry } from "../../src/metrics/scoreEntry.ts";
import { createRng } from "../../src/random/rng.ts";

const split = (values: number[], rows: number[], trainRows = 8): SplitScores => ({
  values: Float64Array.from(values),
  rows,
  trainRows,
});

describe("a mean clustered on rows", () => {
  test("is the usual one where every row is scored once", () => {
    const values = [3, 1, 4, 1, 5, 9];
    expect(clusteredMean(values, [0, 1, 2, 3, 4, 5]).standardError).toBeCloseTo(
      meanEntry(values).standardError!,
      14,
    );
  });

  test("scoring every row twice is no more evidence", () => {
    const values = [3, 1, 4, 1, 5, 9];
    const rows = [0, 1, 2, 3, 4, 5];
    const twice = clusteredMean([...values, ...values], [...rows, ...rows]);
    expect(twice.value).toBeCloseTo(meanEntry(values).value!, 14);
    expect(twice.standardError).toBeCloseTo(meanEntry(values).standardError!, 14);
    // The broken twin: repeated rows taken for new ones.
    expect(meanEntry([...values, ...values]).standardError).toBeLessThan(0.75 * twice.standardError!);
  });

  test("covers the mean of the source where rows are tested several times", () => {
    // Rows with a value of their own, each scored in three splits with noise: what varies is the row.
    let [covered, plain] = [0, 0];
    const repeats = 400;
    for (let r = 0; r < repeats; r++) {
      const rng = createRng("cluster").fork(r);
      const own = Array.from({ length: 40 }, () => rng.normal());
      const rows = [0, 1, 2].flatMap(() => own.map((_, i) => i));
      const values = rows.map((row) => own[row]! + 0.3 * rng.normal());
      const { value, standardError } = clusteredMean(values, rows);
      if (Math.abs(value!) < 2 * standardError!) covered++;
      if (Math.abs(value!) < 2 * meanEntry(values).standardError!) plain++;
    }
    // 95 % within 4 sqrt(0.95 x 0.05/400); the twin without clusters covers far less.
    expect(covered / repeats).toBeGreaterThan(0.95 - 0.045);
    expect(plain / repeats).toBeLessThan(0.85);
  });

  test("one row, and values that are not finite, have a note", () => {
    expect(clusteredMean([1, 2], [7, 7])).toMatchObject({ value: 1.5, standardError: null });
    expect(clusteredMean([1, Number.NEGATIVE_INFINITY], [0, 1], "why")).toMatchObject({
      value: null,
      note: "1 of 2 rows have no finite value: why",
    });
    expect(() => clusteredMean([1, 2], [1])).toThrow(ShapeError);
  });
});

describe("a paired difference", () => {
  const a = [split([1, 2], [0, 1]), split([3, 5], [2, 3]), split([2, 2], [4, 5])];
  const b = [split([0, 2], [0, 1]), split([3, 3], [2, 3]), split([1, 0], [4, 5])];

  test("by hand", () => {
    const found = pairedDifference(a, b);
    expect(found.rows.value).toBeCloseTo(1, 14);
    expect(found.rows.standardError).toBeCloseTo(Math.sqrt(4 / 5 / 6), 14);
    // Means of splits 0.5, 1, 1.5: variance 1/4, J = 3, test/train = 1/4.
    expect(found.splits.value).toBeCloseTo(1, 14);
    expect(found.splits.standardError).toBeCloseTo(Math.sqrt((1 / 3 + 1 / 4) / 4), 14);
    // Student t with two degrees of freedom: 1 - t/sqrt(2 + t^2).
    const t = 1 / found.splits.standardError!;
    expect(found.pValue).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12);
  });

  test("has the other sign the other way round, and is nothing beside itself", () => {
    const [there, back] = [pairedDifference(a, b), pairedDifference(b, a)];
    expect(back.rows).toEqual({ ...there.rows, value: -there.rows.value! });
    expect(back.pValue).toBe(there.pValue);
    expect(pairedDifference(a, a)).toMatchObject({ rows: { value: 0, standardError: 0 }, pValue: 1 });
  });

  test("one split has no error of splits; impossible rows have a note; other rows are refused", () => {
    const one = pairedDifference(a.slice(0, 1), b.slice(0, 1));
    expect(one.splits).toEqual({ value: 0.5, standardError: null, note: "one split has no standard error" });
    expect(one.pValue).toBeNull();
    const impossible = pairedDifference(
      [split([1, Number.NEGATIVE_INFINITY], [0, 1])],
      [split([1, 2], [0, 1])],
    );
    expect(impossible.rows.value).toBeNull();
    expect(impossible.splits.value).toBeNull();
    expect(() => pairedDifference(a, b.slice(1))).toThrow(ShapeError);
    expect(() => pairedDifference([split([1], [0])], [split([1], [1])])).toThrow(/same rows/);
  });
});

test("ranks share places, go either way and skip what has no value", () => {
  expect(ranks([3, 1, null, 3], true)).toEqual([1.5, 3, null, 1.5]);
  expect(ranks([3, 1, null, 3], false)).toEqual([2.5, 1, null, 2.5]);
});
