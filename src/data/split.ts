import { checkFinite, checkKeys, checkLength, checkNumber } from "../errors/checks.ts";
import { DataError } from "../errors/errors.ts";
import type { Rng } from "../random/rng.ts";
import { checkRng } from "./checkRng.ts";
import type { Dataset } from "./dataset.ts";
import { takeDatasetRows } from "./takeDatasetRows.ts";

/** Two parts of a data set. Every row is in exactly one of them. */
export interface Split {
  readonly train: Dataset;
  readonly test: Dataset;
  /** The rows, counted from 0, that the training part is made of, in its order. */
  readonly trainRows: Uint32Array;
  /** The rows, counted from 0, that the test part is made of, in its order. */
  readonly testRows: Uint32Array;
}

/** Options of {@link splitDataset}. */
export interface SplitOptions {
  /** The size of the test part: below 1 a fraction of the rows, rounded to whole rows; from 1 on a number of rows. */
  readonly test: number;
}

/** Options of {@link groupedSplit}. */
export interface GroupedSplitOptions {
  /** The group of every row [n]: a patient, a site, a batch. */
  readonly groups: ArrayLike<string | number>;
  /** The size of the test part: below 1 a fraction of the groups, from 1 on a number of groups. */
  readonly test: number;
}

/** Options of {@link timeOrderedSplit}. */
export interface TimeOrderedSplitOptions extends SplitOptions {
  /** The time of every row [n]. Default: the rows stand in the order of time. */
  readonly time?: ArrayLike<number>;
}

/**
 * A random test part and the rest, both in the order of the data.
 *
 * @throws ArgumentError if the size is not positive, DataError if a part would be empty.
 * @example
 * ```ts
 * import { createDataset, createRng, splitDataset } from "credence";
 * const data = createDataset({ x: [0, 1, 2, 3, 4], y: [0, 1, 4, 9, 16] });
 * const { train, test } = splitDataset(data, { test: 0.2 }, createRng("squares"));
 * console.log(train.x.rows, test.x.rows); // 4 1
 * ```
 */
export function splitDataset(data: Dataset, options: SplitOptions, rng: Rng): Split {
  const where = "splitDataset";
  checkKeys(where, options, ["test"]);
  checkRng(where, rng);
  const count = testCount(where, options.test, data.x.rows, "rows");
  const inTest = new Set(rng.permutation(data.x.rows).subarray(0, count));
  return splitRows(data, (row) => inTest.has(row));
}

/**
 * A split that keeps groups together: the rows of a group are all in the test part or all in the training part, so
 * that the test part asks about groups never seen. Both parts are in the order of the data.
 *
 * @throws ArgumentError if the size is not positive, ShapeError unless every row has a group, DataError if a part
 *   would be empty.
 */
export function groupedSplit(data: Dataset, options: GroupedSplitOptions, rng: Rng): Split {
  const where = "groupedSplit";
  checkKeys(where, options, ["groups", "test"]);
  checkRng(where, rng);
  checkLength(where, "groups", options.groups, data.x.rows, "one for each row");
  const groups = Array.from(options.groups);
  const names = [...new Set(groups)];
  const count = testCount(where, options.test, names.length, "groups");
  const inTest = new Set(Array.from(rng.permutation(names.length).subarray(0, count), (k) => names[k]!));
  return splitRows(data, (row) => inTest.has(groups[row]!));
}

/**
 * The latest rows as the test part, everything earlier as the training part, both in the order of time. Rows of the
 * same time are never divided: if the boundary falls among them they are all tested, and the test part is larger.
 *
 * @throws ArgumentError if the size is not positive or a time is not finite, ShapeError unless every row has a time,
 *   DataError if a part would be empty.
 */
export function timeOrderedSplit(data: Dataset, options: TimeOrderedSplitOptions): Split {
  const where = "timeOrderedSplit";
  checkKeys(where, options, ["test", "time"]);
  const n = data.x.rows;
  const time = options.time ?? Uint32Array.from({ length: n }, (_, i) => i);
  checkLength(where, "time", time, n, "one for each row");
  checkFinite(where, "time", time);
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => time[a]! - time[b]! || a - b);
  let start = n - testCount(where, options.test, n, "rows");
  const boundary = time[order[start]!]!;
  while (start > 0 && time[order[start - 1]!] === boundary) start--;
  if (start === 0) {
    throw new DataError({
      where,
      problem: "no row is earlier than the test part, so the training part would be empty",
      fix: "Choose a smaller test part.",
    });
  }
  return makeSplit(data, order.slice(0, start), order.slice(start));
}

/** The split whose test part are the rows for which `inTest` holds. */
export function splitRows(data: Dataset, inTest: (row: number) => boolean): Split {
  const rows = Uint32Array.from({ length: data.x.rows }, (_, i) => i);
  return makeSplit(
    data,
    rows.filter((row) => !inTest(row)),
    rows.filter((row) => inTest(row)),
  );
}

function makeSplit(data: Dataset, trainRows: Uint32Array, testRows: Uint32Array): Split {
  return {
    train: takeDatasetRows(data, trainRows),
    test: takeDatasetRows(data, testRows),
    trainRows,
    testRows,
  };
}

function testCount(where: string, test: number, total: number, what: string): number {
  checkNumber(where, "test", test, { above: 0 });
  if (test >= 1) checkNumber(where, "test (from 1 on a count)", test, { integer: true });
  const count = test < 1 ? Math.round(test * total) : test;
  if (count >= 1 && count < total) return count;
  throw new DataError({
    where,
    problem: `test: ${test} puts ${count} of ${total} ${what} in the test part, so that one part would be empty`,
    fix: `Choose test so that both parts have at least one of the ${what}.`,
    details: { test, count, total },
  });
}
