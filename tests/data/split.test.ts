import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { groupedKFold, kFold } from "../../src/data/kFold.ts";
import { groupedSplit, type Split, splitDataset, timeOrderedSplit } from "../../src/data/split.ts";
import { takeDatasetRows } from "../../src/data/takeDatasetRows.ts";
import { ArgumentError, DataError, ShapeError } from "../../src/errors/errors.ts";
import { createRng } from "../../src/random/rng.ts";
import { failure } from "./failure.ts";

/** Row i holds x = (i, 10 i), y = 100 i, weight i + 1. */
function numbered(n: number): Dataset {
  const rows = Array.from({ length: n }, (_, i) => i);
  return createDataset({
    x: rows.map((i) => [i, 10 * i]),
    y: rows.map((i) => 100 * i),
    weights: rows.map((i) => i + 1),
  });
}

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** Every row is in one part, and the parts hold what the row numbers say. */
function expectPartition(split: Split, n: number): void {
  expect([...split.trainRows, ...split.testRows].sort((a, b) => a - b)).toEqual(range(n));
  for (const [part, rows] of [
    [split.train, split.trainRows],
    [split.test, split.testRows],
  ] as const) {
    expect(rows.length).toBeGreaterThan(0);
    expect(Array.from(part.x.data)).toEqual(Array.from(rows).flatMap((i) => [i, 10 * i]));
    expect(Array.from(part.y.data)).toEqual(Array.from(rows, (i) => 100 * i));
    expect(Array.from(part.weights!)).toEqual(Array.from(rows, (i) => i + 1));
  }
}

const size = fc.integer({ min: 2, max: 60 });
const label = fc.constantFrom<string | number>("a", "b", "c", "1", 1, 2);
const grouped = fc
  .array(label, { minLength: 3, maxLength: 40 })
  .filter((groups) => new Set(groups).size >= 3);

describe("splitDataset", () => {
  test("partitions the rows, for any size and seed", () => {
    fc.assert(
      fc.property(size, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (n, u, seed) => {
        const count = 1 + Math.floor(u * (n - 1.001));
        const split = splitDataset(numbered(n), { test: count }, createRng(seed));
        expect(split.testRows.length).toBe(count);
        expectPartition(split, n);
      }),
      { seed: 5 },
    );
  });

  test("rounds a fraction to whole rows and keeps the order of the data", () => {
    const split = splitDataset(numbered(13), { test: 0.2 }, createRng("s"));
    expect(split.testRows.length).toBe(3);
    expect(split.trainRows).toEqual(split.trainRows.slice().sort());
    expect(split.testRows).toEqual(split.testRows.slice().sort());
  });

  test("depends on the seed alone", () => {
    const rows = (seed: string) => splitDataset(numbered(30), { test: 0.5 }, createRng(seed)).testRows;
    expect(rows("a")).toEqual(rows("a"));
    expect(rows("a")).not.toEqual(rows("b"));
  });

  test("draws every row equally often, within 4 standard errors; the first rows are not a sample", () => {
    const repeats = 2000;
    const standardError = Math.sqrt((0.3 * 0.7) / repeats);
    const frequencies = (draw: (rng: ReturnType<typeof createRng>) => Uint32Array): number[] => {
      const counts = new Array(10).fill(0);
      for (let k = 0; k < repeats; k++)
        for (const row of draw(createRng("fair").fork(k))) counts[row] += 1 / repeats;
      return counts;
    };
    const data = numbered(10);
    const fair = (counts: number[]) => counts.every((f) => Math.abs(f - 0.3) < 4 * standardError);
    expect(fair(frequencies((rng) => splitDataset(data, { test: 3 }, rng).testRows))).toBe(true);
    expect(fair(frequencies(() => Uint32Array.of(0, 1, 2)))).toBe(false);
  });

  test("refuses sizes that leave a part empty or mean nothing", () => {
    const split = (test: number, n = 5) => failure(() => splitDataset(numbered(n), { test }, createRng(1)));
    for (const test of [0.01, 0.99, 5, 6]) expect(split(test)).toBeInstanceOf(DataError);
    expect(split(0.5, 1)).toBeInstanceOf(DataError);
    for (const test of [0, -1, 1.5, Number.NaN, "0.2" as never, undefined as never]) {
      expect(split(test)).toBeInstanceOf(ArgumentError);
    }
    expect(failure(() => splitDataset(numbered(5), { tets: 1 } as never, createRng(1))).message).toContain(
      "test",
    );
    const noRng = failure(() => splitDataset(numbered(5), { test: 1 }, undefined as never));
    expect(noRng.fix).toContain("createRng");
  });
});

describe("groupedSplit", () => {
  test("never divides a group", () => {
    fc.assert(
      fc.property(grouped, fc.nat(), (groups, seed) => {
        const split = groupedSplit(numbered(groups.length), { groups, test: 0.4 }, createRng(seed));
        expectPartition(split, groups.length);
        const tested = new Set(Array.from(split.testRows, (row) => groups[row]));
        expect(Array.from(split.trainRows, (row) => groups[row]).some((group) => tested.has(group))).toBe(
          false,
        );
        expect(tested.size).toBe(Math.round(0.4 * new Set(groups).size));
      }),
      { seed: 6 },
    );
  });

  test("needs a group for each row and at least two groups", () => {
    const rng = createRng(1);
    expect(failure(() => groupedSplit(numbered(3), { groups: ["a", "b"], test: 1 }, rng))).toBeInstanceOf(
      ShapeError,
    );
    expect(failure(() => groupedSplit(numbered(2), { groups: ["a", "a"], test: 1 }, rng))).toBeInstanceOf(
      DataError,
    );
  });
});

describe("timeOrderedSplit", () => {
  test("tests the last rows by default", () => {
    const split = timeOrderedSplit(numbered(10), { test: 0.3 });
    expect(Array.from(split.testRows)).toEqual([7, 8, 9]);
    expectPartition(split, 10);
  });

  test("tests the latest rows, and never the past of a training row", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 5, maxLength: 40 }), (time) => {
        fc.pre(new Set(time).size > 1);
        const earliest = Math.min(...time);
        const count = Math.min(2, time.filter((t) => t > earliest).length);
        const split = timeOrderedSplit(numbered(time.length), { test: count, time });
        expectPartition(split, time.length);
        const at = (rows: Uint32Array) => Array.from(rows, (row) => time[row]!);
        expect(Math.max(...at(split.trainRows))).toBeLessThan(Math.min(...at(split.testRows)));
        expect(at(split.trainRows)).toEqual(at(split.trainRows).sort((a, b) => a - b));
        expect(split.testRows.length).toBeGreaterThanOrEqual(count);
      }),
      { seed: 7 },
    );
  });

  test("tests all rows of the time at the boundary", () => {
    const split = timeOrderedSplit(numbered(5), { test: 1, time: [3, 1, 3, 2, 3] });
    expect(Array.from(split.trainRows)).toEqual([1, 3]);
    expect(Array.from(split.testRows)).toEqual([0, 2, 4]);
  });

  test("refuses a single time, times that are not finite, and another number of times", () => {
    expect(failure(() => timeOrderedSplit(numbered(3), { test: 1, time: [1, 1, 1] }))).toBeInstanceOf(
      DataError,
    );
    expect(failure(() => timeOrderedSplit(numbered(3), { test: 1, time: [1, Number.NaN, 1] })).code).toBe(
      "argument",
    );
    expect(failure(() => timeOrderedSplit(numbered(3), { test: 1, time: [1] })).code).toBe("shape");
  });
});

describe("kFold", () => {
  test("tests every row once, in folds whose sizes differ by one at most", () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (n, pick, seed) => {
        const k = 2 + (pick % (n - 1));
        const splits = kFold(numbered(n), k, createRng(seed));
        expect(splits.length).toBe(k);
        for (const split of splits) expectPartition(split, n);
        expect(splits.flatMap((split) => [...split.testRows]).sort((a, b) => a - b)).toEqual(range(n));
        const sizes = splits.map((split) => split.testRows.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
      { seed: 8 },
    );
  });

  test("refuses fewer rows than folds, and less than two folds", () => {
    expect(failure(() => kFold(numbered(3), 4, createRng(1)))).toBeInstanceOf(DataError);
    for (const k of [1, 0, 2.5])
      expect(failure(() => kFold(numbered(3), k, createRng(1)))).toBeInstanceOf(ArgumentError);
  });
});

describe("groupedKFold", () => {
  test("tests every row once and never divides a group", () => {
    fc.assert(
      fc.property(grouped, fc.nat(), (groups, seed) => {
        const splits = groupedKFold(numbered(groups.length), { groups, folds: 3 }, createRng(seed));
        for (const split of splits) {
          expectPartition(split, groups.length);
          const tested = new Set(Array.from(split.testRows, (row) => groups[row]));
          expect(Array.from(split.trainRows).some((row) => tested.has(groups[row]!))).toBe(false);
        }
        expect(splits.flatMap((split) => [...split.testRows]).sort((a, b) => a - b)).toEqual(
          range(groups.length),
        );
      }),
      { seed: 9 },
    );
  });

  test("balances the rows of the folds", () => {
    const groups = ["a", "a", "a", "b", "b", "c", "d", "e"];
    const splits = groupedKFold(numbered(8), { groups, folds: 2 }, createRng(1));
    expect(splits.map((split) => split.testRows.length)).toEqual([4, 4]);
  });

  test("refuses fewer groups than folds", () => {
    expect(failure(() => groupedKFold(numbered(3), { groups: [1, 1, 2], folds: 3 }, createRng(1))).code).toBe(
      "data",
    );
  });
});

describe("takeDatasetRows", () => {
  test("takes rows in the given order, twice if asked to, with names and classes", () => {
    const data = createDataset({ x: [5, 6, 7], y: [0, 1, 0], classes: ["no", "yes"], featureNames: ["a"] });
    expect(takeDatasetRows(data, [2, 0, 2])).toEqual(
      createDataset({ x: [7, 5, 7], y: [0, 0, 0], classes: ["no", "yes"], featureNames: ["a"] }),
    );
    expect(takeDatasetRows(data, []).x).toMatchObject({ rows: 0, cols: 1 });
  });

  test("copies, and keeps nothing of a larger object that fits the new rows no more", () => {
    const data = { ...numbered(3), rowNumbers: [2, 3, 4] };
    const part = takeDatasetRows(data, [1]);
    expect(part).not.toHaveProperty("rowNumbers");
    part.x.data[0] = -1;
    expect(data.x.data[2]).toBe(1);
  });

  test.each([-1, 3, 0.5, Number.NaN])("refuses row %p", (row) => {
    expect(failure(() => takeDatasetRows(numbered(3), [0, row]))).toBeInstanceOf(ArgumentError);
  });
});
