import { checkChoice, checkLength, checkNumber, show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { Note } from "../inference/method.ts";
import { conformalRank, fewestRows } from "./conformalRank.ts";

/** The name of a group of rows. */
export type GroupName = string | number;

/** What the held-out rows of a group, or all of them, say about scores. */
export interface ConformalGroup {
  /** Name of the group; null where rows are not grouped. */
  readonly name: GroupName | null;
  /** Number of held-out rows n. */
  readonly rows: number;
  /** The score of rank ceil((n + 1) level), per target; null is an infinite one, where n is too small. */
  readonly thresholds: readonly (number | null)[];
}

/**
 * The thresholds on scores [n, t] within every group (Mondrian conformal prediction, Vovk et al. 2005), or of all rows as one
 * group, and a note "infinite" on each group with too few rows.
 * Throws a ShapeError unless every row has a group.
 */
export function conformalThresholds(
  where: string,
  scores: Float64Array,
  targets: number,
  level: number,
  groups?: ArrayLike<GroupName>,
): { readonly groups: readonly ConformalGroup[]; readonly notes: readonly Note[] } {
  const size = scores.length / targets;
  if (groups !== undefined) checkLength(where, "groups", groups, size, "one per row");
  const rowsOf = new Map<GroupName | null, number[]>(groups === undefined ? [[null, []]] : []);
  for (let row = 0; row < size; row++) {
    const name = groups === undefined ? null : groups[row]!;
    if (rowsOf.has(name)) rowsOf.get(name)!.push(row);
    else rowsOf.set(name, [row]);
  }
  const found = [...rowsOf].map(([name, rows]): ConformalGroup => {
    const rank = conformalRank(rows.length, level);
    const ofTarget = (j: number) => Float64Array.from(rows, (row) => scores[row * targets + j]!).sort();
    return {
      name,
      rows: rows.length,
      thresholds: Array.from({ length: targets }, (_, j) => ofTarget(j)[rank - 1] ?? null),
    };
  });
  const few = found.filter(({ rows }) => conformalRank(rows, level) > rows);
  return { groups: found, notes: few.map(({ name, rows }) => infinite(rows, level, name)) };
}

/** Why an interval or a set is without end. */
export function infinite(rows: number, level: number, name: GroupName | null = null): Note {
  const whose = name === null ? "" : ` of group ${show(name)}`;
  return {
    code: "infinite",
    message:
      `${rows} rows${whose} are too few for a finite bound at level ${level}, which takes ${fewestRows(level)}: ` +
      "the bounds are infinite",
  };
}

/**
 * The threshold of every prediction [n, t], Infinity included, and a note on each group of which no row was held out.
 * Throws a ShapeError unless every row has a group where there are groups.
 */
export function thresholdsOf(
  where: string,
  { groups: calibrated, level }: { readonly groups: readonly ConformalGroup[]; readonly level: number },
  size: number,
  targets: number,
  groups?: ArrayLike<GroupName>,
): { readonly thresholds: Float64Array; readonly notes: readonly Note[] } {
  const byName = new Map(calibrated.map((group) => [group.name, group]));
  const grouped = !byName.has(null);
  const why = grouped ? "one per row" : "the held-out rows were not grouped";
  checkLength(where, "groups", groups ?? [], grouped ? size : 0, why);
  const unknown = new Set<GroupName>();
  const thresholds = new Float64Array(size * targets);
  for (let row = 0; row < size; row++) {
    const name = grouped ? groups![row]! : null;
    const group = byName.get(name);
    if (group === undefined) unknown.add(name!);
    for (let j = 0; j < targets; j++) {
      thresholds[row * targets + j] = group?.thresholds[j] ?? Number.POSITIVE_INFINITY;
    }
  }
  const notes = [...unknown].map((name) => infinite(0, level, name));
  return { thresholds, notes };
}

/** What the rules of conformal intervals and sets have in common. */
export interface LevelledGroups {
  readonly kind: string;
  readonly level: number;
  readonly score: string;
  /** One entry for each group; a single one, of name null, where rows are not grouped. */
  readonly groups: readonly ConformalGroup[];
}

/** Throws an ArgumentError naming the part of a rule, perhaps read from JSON, that is not as it should be. */
export function checkLevelledGroups(
  where: string,
  rule: LevelledGroups,
  kind: string,
  scores: readonly string[],
): void {
  const wrong = (wanted: string, found: unknown) =>
    new ArgumentError({ where, problem: `the rule must be ${wanted}, got ${show(found)}` });
  if (typeof rule !== "object" || rule === null) throw wrong("an object", rule);
  checkChoice(where, "kind", rule.kind, [kind]);
  checkNumber(where, "level", rule.level, { above: 0, below: 1 });
  checkChoice(where, "score", rule.score, scores);
  const { groups } = rule;
  if (!Array.isArray(groups) || groups.length === 0) throw wrong("one with a list of groups", groups);
  for (const group of groups as readonly (ConformalGroup | null)[]) {
    if (!Array.isArray(group?.thresholds)) throw wrong("one with thresholds in every group", group);
    for (const threshold of group.thresholds) {
      if (threshold !== null) checkNumber(where, "threshold", threshold);
    }
  }
}
