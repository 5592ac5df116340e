import { checkNumber, show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { RowSplit } from "./rowSplit.ts";
import type { Candidate } from "./scoreSplits.ts";

/** Candidates with names. Throws an ArgumentError where there are none, or names are not unique. */
export function nameCandidates(candidates: readonly Candidate[]): Required<Candidate>[] {
  const where = "compareMethods";
  if (candidates.length === 0) {
    throw new ArgumentError({ where, problem: "at least one candidate is required, got none" });
  }
  const taken = new Set(candidates.flatMap(({ name }) => (name === undefined ? [] : [name])));
  if (taken.size < candidates.filter(({ name }) => name !== undefined).length) {
    throw new ArgumentError({ where, problem: "names of candidates must be unique" });
  }
  return candidates.map((candidate) => {
    if (candidate.name !== undefined) return { ...candidate, name: candidate.name };
    let name = candidate.method.name;
    for (let k = 2; taken.has(name); k++) name = `${candidate.method.name} ${k}`;
    taken.add(name);
    return { ...candidate, name };
  });
}

/** Throws an ArgumentError unless every split has both parts, of rows that the data have, and none in common. */
export function checkSplits(splits: readonly RowSplit[], rows: number, where = "compareMethods"): void {
  if (splits.length === 0)
    throw new ArgumentError({ where, problem: "at least one split is required, got none" });
  splits.forEach(({ trainRows, testRows }, s) => {
    for (const [part, list] of [
      ["training", trainRows],
      ["test", testRows],
    ] as const) {
      checkNumber(where, `${part} rows of split ${s}`, list.length, { min: 1 });
      for (const row of Array.from(list)) {
        checkNumber(where, `${part} row of split ${s}`, row, { integer: true, min: 0, below: rows });
      }
    }
    const trained = new Set(Array.from(trainRows));
    const both = Array.from(testRows).find((row) => trained.has(row));
    if (both === undefined) return;
    throw new ArgumentError({
      where,
      problem: `a row is fitted or scored, row ${show(both)} of split ${s} is both`,
      details: { split: s, row: both },
    });
  });
}
