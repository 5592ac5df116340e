import { checkLength, checkNumber, show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { Rng } from "../random/rng.ts";

/** Groups of rows that are scored by themselves, too. */
export interface GroupOptions {
  /** A label per row [n]. */
  readonly groups?: ArrayLike<string | number>;
  /** Groups with fewer rows are counted but not scored; default 10. */
  readonly smallestGroup?: number;
}

/** Names of the options, for `checkKeys`. */
export const GROUP_KEYS: readonly string[] = ["groups", "smallestGroup"];

/** The scores of the rows with one label. */
export interface GroupScores<S> {
  readonly group: string;
  readonly rows: number;
  /** Null, with a note, where the group has too few rows. */
  readonly scores: S | null;
  readonly note?: string;
}

/**
 * Scores each group, in the order of first appearance; `score` is given the numbers of its rows and a stream of its own.
 * Throws a ShapeError unless there is one label per row, an ArgumentError for labels that are neither text nor finite numbers
 * and for a smallest group below 1.
 */
export function groupScores<S>(
  n: number,
  labels: ArrayLike<string | number>,
  smallest: number,
  rng: Rng,
  score: (rows: Uint32Array, rng: Rng) => S,
): GroupScores<S>[] {
  checkLength("evaluate", "groups", labels, n, "one label per row");
  checkNumber("evaluate", "smallestGroup", smallest, { integer: true, min: 1 });
  const members = new Map<string, number[]>();
  for (let i = 0; i < n; i++) {
    const label = labelText(labels[i], i);
    const rows = members.get(label);
    if (rows === undefined) members.set(label, [i]);
    else rows.push(i);
  }
  return Array.from(members, ([group, rows]) =>
    rows.length < smallest
      ? { group, rows: rows.length, scores: null, note: `fewer than ${smallest} rows: not scored` }
      : { group, rows: rows.length, scores: score(Uint32Array.from(rows), rng.fork("group").fork(group)) },
  );
}

function labelText(label: unknown, i: number): string {
  if (typeof label === "string" || (typeof label === "number" && Number.isFinite(label)))
    return String(label);
  throw new ArgumentError({
    where: "evaluate",
    problem: `groups must be texts or finite numbers, got ${show(label)} in row ${i} (counted from 0)`,
    fix: "Name the missing ones, too.",
  });
}
