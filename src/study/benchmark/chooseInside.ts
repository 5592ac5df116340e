import type { BenchmarkCell } from "../benchmark.ts";
import type { BenchmarkOutcome } from "./benchmarkResult.ts";

/** The name under which the chosen methods stand in tables. */
export const CHOSEN = "chosen inside";

/**
 * One more method for every data set: on each split the method that was judged best by cross-validation inside that split's own
 * training part, by its mean log score (of equals the first). Only methods that were judged can be chosen; the setting
 * "method" tells which it was. What it took is what all of the judged ones took. No cell where on some split no method was
 * judged.
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
    if (outcome === undefined || !("fit" in outcome)) return [];
    const score = outcome.fit.inside?.logScore ?? null;
    return score === null ? [] : [{ method, fit: outcome.fit, score }];
  });
  if (judged.length === 0) return undefined;
  let best = judged[0]!;
  let [fits, gradients]: [number, number | null] = [0, 0];
  for (const one of judged) {
    if (one.score > best.score) best = one;
    fits += one.fit.fits;
    gradients = gradients === null || one.fit.gradients === null ? null : gradients + one.fit.gradients;
  }
  return {
    fit: {
      ...best.fit,
      settings: { method: best.method },
      tried: judged.map(({ method, score }) => ({ settings: { method }, score })),
      fits,
      gradients,
    },
  };
}
