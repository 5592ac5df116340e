import { checkKeys, checkNumber, show } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { checkArray, checkObject } from "../../model/specChecks.ts";
import type { BenchmarkGoals } from "./benchmarkGoals.ts";

/** What goals may name: everything that the benchmark has, whether or not this run leaves some of it out. */
export interface GoalNames {
  readonly sets: readonly string[];
  readonly methods: readonly string[];
  readonly rows: readonly string[];
}

/** Throws an ArgumentError unless goals are numbers for data sets, methods and published rows that the benchmark has. */
export function checkGoals(where: string, goals: BenchmarkGoals, has: GoalNames): void {
  checkObject(where, "goals", goals);
  checkKeys(where, goals, ["published", "least", "aim", "coverage"]);
  const { published = [] } = goals;
  checkArray(where, "published", published);
  for (const pair of published) {
    checkObject(where, "an entry of published", pair);
    checkKeys(`${where}: published`, pair, ["method", "row", "betterOn"]);
    checkName(`${where}: published`, "method", pair.method, has.methods);
    checkName(`${where}: published`, "row", pair.row, has.rows);
    if (pair.betterOn !== undefined) {
      checkNumber(`${where}: published`, "betterOn", pair.betterOn, { integer: true, min: 0 });
    }
  }
  for (const key of ["least", "aim", "coverage"] as const) {
    const levels = goals[key] ?? {};
    checkObject(where, key, levels);
    for (const [set, level] of Object.entries(levels)) {
      checkName(`${where}: ${key}`, "data set", set, has.sets);
      checkNumber(`${where}: ${key}`, set, level, key === "coverage" ? { above: 0 } : {});
    }
  }
}

function checkName(where: string, what: string, name: unknown, known: readonly string[]): void {
  if (known.some((one) => one === name)) return;
  throw new ArgumentError({
    where,
    problem: `${what} ${show(name)} is not in the benchmark`,
    fix: known.length === 0 ? "It has none." : `It has ${known.join(", ")}.`,
  });
}
