import type { BenchmarkCell } from "../benchmark.ts";
import type { BenchmarkFit, BenchmarkOutcome } from "./benchmarkResult.ts";
import { meanOfFolds } from "./judgeInside.ts";

/** The name under which methods stand in tables that were chosen on each split apart. */
export const CHOSEN = "chosen by split";

/** The name of those that were chosen for a whole data set. */
export const CHOSEN_FOR_SET = "chosen by set";

/** Both: methods that are made of others. */
export const CHOSEN_NAMES: readonly string[] = [CHOSEN, CHOSEN_FOR_SET];

/** A method on one split with its score from inside the training part. */
interface Judged {
  readonly method: string;
  readonly fit: BenchmarkFit;
  /** Mean log score per row of the folds that all judged methods predicted; null where it is not finite. */
  readonly score: number | null;
}

/**
 * Two more methods for every data set, made of those that were judged by cross-validation inside the training parts.
 *
 * "chosen by split": on each split the one with the largest mean log score inside that split's own training part, over the folds
 * that all judged methods predicted. Nothing of a split's test rows has a part in it.
 *
 * "chosen by set": on all splits the one with the largest of these scores averaged over the splits. Each score is from inside a
 * training part, and the average has far less noise; but what is tested in one split is trained on in others, so that test
 * rows have a small part in which of the few methods is taken.
 *
 * The setting "method" tells which it was, `tried` all scores; what it took is what all judged methods took together. Of equals
 * the first is taken. A data set has no such cell unless some method was judged on every split.
 */
export function chooseInside(cells: readonly BenchmarkCell[]): readonly BenchmarkCell[] {
  const sets = [...new Set(cells.map(({ set }) => set))];
  return sets.flatMap((set) => {
    const own = cells.filter((cell) => cell.set === set);
    const splits = Math.max(...own.map(({ outcomes }) => outcomes.length));
    const judged = Array.from({ length: splits }, (_, s) => judgedOn(own, s));
    const bySplit = judged.map((of) => bestOf(of.map(({ method, score }) => ({ method, score }))));
    const bySet = bestOf(averages(judged));
    return [
      ...cellOf(set, CHOSEN, judged, (s) => bySplit[s]),
      ...cellOf(set, CHOSEN_FOR_SET, judged, () => bySet),
    ];
  });
}

function judgedOn(cells: readonly BenchmarkCell[], split: number): readonly Judged[] {
  const found = cells.flatMap(({ method, outcomes }) => {
    const outcome = outcomes[split];
    if (outcome === undefined || !("fit" in outcome) || outcome.fit.inside === undefined) return [];
    return [{ method, fit: outcome.fit, folds: outcome.fit.inside.folds }];
  });
  const common = Math.min(...found.map(({ folds }) => folds.length));
  return found.map(({ method, fit, folds }) => ({ method, fit, score: meanOfFolds(folds.slice(0, common)) }));
}

/** Scores averaged over the splits, of the methods that were judged on all of them. */
function averages(judged: readonly (readonly Judged[])[]): readonly Omit<Judged, "fit">[] {
  const names = new Set(judged.flatMap((of) => of.map(({ method }) => method)));
  return [...names].map((method) => {
    const scores = judged.map((of) => of.find((one) => one.method === method)?.score ?? null);
    if (scores.includes(null)) return { method, score: null };
    return { method, score: scores.reduce<number>((sum, score) => sum + score!, 0) / scores.length };
  });
}

function bestOf(scores: readonly Omit<Judged, "fit">[]): string | undefined {
  let best: Omit<Judged, "fit"> | undefined;
  for (const one of scores) {
    if (one.score !== null && (best === undefined || one.score > best.score!)) best = one;
  }
  return best?.method;
}

/** The cell of the methods that `chosen` names; none where it names none on some split. */
function cellOf(
  set: string,
  name: string,
  judged: readonly (readonly Judged[])[],
  chosen: (split: number) => string | undefined,
): readonly BenchmarkCell[] {
  const outcomes = judged.flatMap((of, split): BenchmarkOutcome[] => {
    const taken = of.find(({ method }) => method === chosen(split));
    if (taken === undefined) return [];
    const gradients = of.map(({ fit }) => fit.gradients);
    return [
      {
        fit: {
          ...taken.fit,
          settings: { method: taken.method },
          tried: of.map(({ method, score }) => ({ settings: { method }, score })),
          fits: of.reduce((sum, { fit }) => sum + fit.fits, 0),
          gradients: gradients.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0),
        },
      },
    ];
  });
  return outcomes.length === judged.length ? [{ set, method: name, outcomes }] : [];
}
