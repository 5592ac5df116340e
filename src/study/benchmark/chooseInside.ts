import type { BenchmarkCell } from "../benchmark.ts";
import type { BenchmarkOutcome } from "./benchmarkResult.ts";
import type { InsideJudgement } from "./judgeInside.ts";

/** The name under which the chosen methods stand in tables. */
export const CHOSEN = "chosen inside";

/**
 * One more method for every data set: on each split the method with the largest mean log score in the cross-validation inside
 * that split's own training part, over the folds that all judged methods predicted (of equals the first). Only methods that
 * were judged can be chosen; the setting "method" tells which it was. What it took is what all of the judged ones took. No cell
 * where on some split no method was judged.
 */
export function chooseInside(cells: readonly BenchmarkCell[]): readonly BenchmarkCell[] {
  const sets = [...new Set(cells.map(({ set }) => set))];
  return sets.flatMap((set) => {
    const own = cells.filter((cell) => cell.set === set);
    const splits = Math.max(...own.map(({ outcomes }) => outcomes.length));
    const outcomes = Array.from({ length: splits }, (_, s) => chosenOf(own, s));
    const complete = outcomes.every((outcome) => outcome !== undefined);
    return complete ? [{ set, method: CHOSEN, outcomes: outcomes as readonly BenchmarkOutcome[] }] : [];
  });
}

function chosenOf(cells: readonly BenchmarkCell[], split: number): BenchmarkOutcome | undefined {
  const judged = cells.flatMap(({ method, outcomes }) => {
    const outcome = outcomes[split];
    if (outcome === undefined || !("fit" in outcome) || outcome.fit.inside === undefined) return [];
    return [{ method, fit: outcome.fit, folds: outcome.fit.inside.folds }];
  });
  const common = Math.min(...judged.map(({ folds }) => folds.length));
  const tried = judged.map(({ method, folds }) => ({
    settings: { method },
    score: meanOf(folds.slice(0, common)),
  }));
  const scores = tried.map(({ score }) => score ?? Number.NEGATIVE_INFINITY);
  const best = scores.indexOf(Math.max(...scores));
  if (!((scores[best] ?? Number.NEGATIVE_INFINITY) > Number.NEGATIVE_INFINITY)) return undefined;
  const gradients = judged.map(({ fit }) => fit.gradients);
  return {
    fit: {
      ...judged[best]!.fit,
      settings: tried[best]!.settings,
      tried,
      fits: judged.reduce((sum, { fit }) => sum + fit.fits, 0),
      gradients: gradients.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0),
    },
  };
}

/** The mean over the rows of folds; null where that of one is. */
function meanOf(folds: InsideJudgement["folds"]): number | null {
  let [sum, count] = [0, 0];
  for (const { rows, logScore } of folds) {
    if (logScore === null) return null;
    sum += rows * logScore;
    count += rows;
  }
  return sum / count;
}
