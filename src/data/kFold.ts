import { checkKeys, checkLength, checkNumber } from "../errors/checks.ts";
import { DataError } from "../errors/errors.ts";
import type { Rng } from "../random/rng.ts";
import { checkRng } from "./checkRng.ts";
import type { Dataset } from "./dataset.ts";
import { type Split, splitRows } from "./split.ts";

/** Options of {@link groupedKFold}. */
export interface GroupedKFoldOptions {
  /** The number of splits, at least 2. */
  readonly folds: number;
  /** The group of every row [n]. */
  readonly groups: ArrayLike<string | number>;
}

/**
 * k splits for cross-validation: the rows are dealt at random to k folds whose sizes differ by one at most, and each
 * fold is the test part of one split.
 *
 * @throws ArgumentError unless k is a whole number of at least 2, DataError if there are fewer than k rows.
 */
export function kFold(data: Dataset, k: number, rng: Rng): Split[] {
  const where = "kFold";
  const n = data.x.rows;
  checkFolds(where, "k", k, n, "rows");
  checkRng(where, rng);
  const foldOf = new Uint32Array(n);
  rng.permutation(n).forEach((row, position) => {
    foldOf[row] = position % k;
  });
  return foldSplits(data, k, foldOf);
}

/**
 * k splits for cross-validation that keep groups together: the largest groups first, in random order among equals,
 * each goes to the fold that has the fewest rows so far.
 *
 * @throws ArgumentError unless folds is a whole number of at least 2, ShapeError unless every row has a group,
 *   DataError if there are fewer groups than folds.
 */
export function groupedKFold(data: Dataset, options: GroupedKFoldOptions, rng: Rng): Split[] {
  const where = "groupedKFold";
  checkKeys(where, options, ["folds", "groups"]);
  const { folds } = options;
  checkLength(where, "groups", options.groups, data.x.rows, "one for each row");
  checkRng(where, rng);
  const rowsOf = new Map<string | number, number[]>();
  Array.from(options.groups).forEach((group, row) => {
    const rows = rowsOf.get(group);
    if (rows === undefined) rowsOf.set(group, [row]);
    else rows.push(row);
  });
  checkFolds(where, "folds", folds, rowsOf.size, "groups");
  const groups = [...rowsOf.values()];
  const order = Array.from(rng.permutation(groups.length), (g) => groups[g]!);
  order.sort((a, b) => b.length - a.length);
  const sizes: number[] = new Array(folds).fill(0);
  const foldOf = new Uint32Array(data.x.rows);
  for (const rows of order) {
    const smallest = sizes.indexOf(sizes.reduce((a, b) => Math.min(a, b)));
    for (const row of rows) foldOf[row] = smallest;
    sizes[smallest]! += rows.length;
  }
  return foldSplits(data, folds, foldOf);
}

function foldSplits(data: Dataset, k: number, foldOf: Uint32Array): Split[] {
  return Array.from({ length: k }, (_, fold) => splitRows(data, (row) => foldOf[row] === fold));
}

function checkFolds(where: string, name: string, k: number, total: number, what: string): void {
  checkNumber(where, name, k, { integer: true, min: 2 });
  if (k <= total) return;
  throw new DataError({
    where,
    problem: `${name} must be at most the number of ${what}, ${total}, got ${k}`,
    fix: "Choose fewer folds.",
    details: { k, total },
  });
}
