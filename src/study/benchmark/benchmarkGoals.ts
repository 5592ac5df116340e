import type { ScoreEntry } from "../../metrics/scoreEntry.ts";
import { CHOSEN_NAMES } from "./chooseInside.ts";
import { type PublishedFigure, type PublishedRow, publishedError } from "./publishedRow.ts";
import type { BenchmarkSummary, CellSummary } from "./summariseBenchmark.ts";

/** A method that is to be as good as the published row of the same method, on every data set by either score. */
export interface PublishedGoal {
  readonly method: string;
  readonly row: string;
  /** On how many data sets it is to be better, by either score. Default 0. */
  readonly betterOn?: number;
}

/** What was set out to be reached, as plain JSON. */
export interface BenchmarkGoals {
  readonly published?: readonly PublishedGoal[];
  /** Mean log scores that the methods chosen inside are to reach, by data set: at least, and if possible. */
  readonly least?: Readonly<Record<string, number>>;
  readonly aim?: Readonly<Record<string, number>>;
  /** How far the share of test rows in their 90 % intervals may be from 0.9, by data set. Default: max(0.02, 2 standard errors). */
  readonly coverage?: Readonly<Record<string, number>>;
}

/** A method beside a published row on one data set. */
export interface PublishedComparison {
  readonly set: string;
  readonly method: string;
  readonly row: string;
  readonly score: "rmse" | "logScore";
  readonly ours: ScoreEntry;
  readonly published: number;
  /** Standard error of the published mean; null where it cannot be told. */
  readonly publishedError: number | null;
  /** How much better ours is; negative where it is worse. */
  readonly gain: number;
  /** Whether ours is not worse by more than its own standard error. */
  readonly asGood: boolean;
  readonly better: boolean;
}

/** A method beside a published row on all data sets that both have, by one score. */
export interface PublishedTally {
  readonly method: string;
  readonly row: string;
  readonly score: "rmse" | "logScore";
  readonly sets: number;
  /** Data sets on which ours is not as good. */
  readonly worse: readonly string[];
  /** Data sets on which ours is not better: those of `worse`, and those where it is as good only. */
  readonly notBetter: readonly string[];
  /** On how many it was to be better. */
  readonly betterOn: number;
  readonly met: boolean;
}

/** A log score that was to be reached. */
export interface LevelComparison {
  readonly set: string;
  /** How it was chosen: see `chooseInside`. */
  readonly method: string;
  readonly found: ScoreEntry;
  readonly least: number | null;
  readonly aim: number | null;
  readonly reachesLeast: boolean | null;
  readonly reachesAim: boolean | null;
}

/** How well the 90 % intervals of the chosen method hold what they should. */
export interface CoverageComparison {
  readonly set: string;
  readonly method: string;
  readonly coverage: ScoreEntry;
  /** As the goals say, or max(0.02, 2 clustered standard errors). */
  readonly tolerance: number;
  readonly met: boolean;
}

/** Every goal beside what was found: plain JSON. */
export interface GoalsFound {
  readonly published: readonly PublishedComparison[];
  readonly tallies: readonly PublishedTally[];
  readonly levels: readonly LevelComparison[];
  readonly coverage: readonly CoverageComparison[];
}

/** Holds a summary against goals. Data sets, methods and rows that are not there are left out. */
export function compareGoals(
  { cells }: BenchmarkSummary,
  goals: BenchmarkGoals,
  rows: readonly PublishedRow[],
): GoalsFound {
  const chosen = cells.filter(({ method }) => CHOSEN_NAMES.includes(method));
  const { published: pairs = [], least = {}, aim = {}, coverage: within = {} } = goals;
  const published = pairs.flatMap(({ method, row: name }) => {
    const row = rows.find((one) => one.name === name);
    const own = cells.filter((cell) => cell.method === method);
    return row === undefined ? [] : own.flatMap((cell) => besidePublished(cell, row));
  });
  return {
    published,
    tallies: pairs.flatMap((pair) => tally(published, pair)),
    levels: chosen
      .filter(({ set }) => set in least || set in aim)
      .map(({ set, method, logScore }) => ({
        set,
        method,
        found: logScore,
        least: least[set] ?? null,
        aim: aim[set] ?? null,
        reachesLeast: reaches(logScore, least[set]),
        reachesAim: reaches(logScore, aim[set]),
      })),
    coverage: chosen.map(({ set, method, coverage }) => {
      const entry = coverage.find(({ level }) => level === 0.9)!;
      const tolerance = within[set] ?? Math.max(0.02, 2 * (entry.standardError ?? 0));
      const met = entry.value !== null && Math.abs(entry.value - 0.9) <= tolerance;
      return { set, method, coverage: entry, tolerance, met };
    }),
  };
}

function tally(
  published: readonly PublishedComparison[],
  { method, row, betterOn = 0 }: PublishedGoal,
): readonly PublishedTally[] {
  const pair = published.filter((one) => one.method === method && one.row === row);
  return (["rmse", "logScore"] as const).flatMap((score) => {
    const own = pair.filter((one) => one.score === score);
    const worse = own.filter(({ asGood }) => !asGood).map(({ set }) => set);
    const notBetter = own.filter(({ better }) => !better).map(({ set }) => set);
    const sets = own.length;
    const met = worse.length === 0 && sets - notBetter.length >= betterOn;
    return sets === 0 ? [] : [{ method, row, score, sets, worse, notBetter, betterOn, met }];
  });
}

const reaches = ({ value }: ScoreEntry, level: number | undefined): boolean | null =>
  level === undefined ? null : value !== null && value >= level;

function besidePublished(cell: CellSummary, row: PublishedRow): readonly PublishedComparison[] {
  return (["rmse", "logScore"] as const).flatMap((score) => {
    const figure: PublishedFigure | undefined = row[score][cell.set];
    const ours = cell[score];
    if (figure === undefined || ours.value === null) return [];
    const gain = score === "rmse" ? figure[0] - ours.value : ours.value - figure[0];
    return [
      {
        set: cell.set,
        method: cell.method,
        row: row.name,
        score,
        ours,
        published: figure[0],
        publishedError: publishedError(row, figure),
        gain,
        asGood: gain >= -(ours.standardError ?? 0),
        better: gain > 0,
      },
    ];
  });
}
