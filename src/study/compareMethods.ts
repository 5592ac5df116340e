import type { Dataset } from "../data/dataset.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { Note, Run } from "../inference/method.ts";
import { clusteredMean } from "../metrics/clusteredMean.ts";
import { pairedDifference, type SplitScores } from "../metrics/pairedDifference.ts";
import { ranks } from "../metrics/ranks.ts";
import { joinForecasts } from "../metrics/rowForecasts.ts";
import { SCORES, type ScoreName } from "../metrics/rowScores.ts";
import { meanEntry, type ScoreEntry } from "../metrics/scoreEntry.ts";
import { candidateWeights } from "./candidateWeights.ts";
import { checkSplits, nameCandidates } from "./checkComparison.ts";
import { summarizeForecasts } from "./forecastSummary.ts";
import type { ComparedSplit, MethodComparison } from "./methodComparison.ts";
import type { RowSplit } from "./rowSplit.ts";
import { type Candidate, type SplitOutcome, scoreSplits } from "./scoreSplits.ts";

const NOT_FINITE = "a predictive distribution without spread, or a class of probability 0";

/**
 * Fits many candidates, of any methods and models, to the training rows of the same splits, scores their test rows and compares
 * the scores row by row. Fits run at the same time where the run has an executor; the result does not depend on it, nor on the order
 * of candidates. A candidate that fails on a split has an error in the place of scores; only where all fail the first error is
 * thrown.
 *
 * Standard errors of means are clustered on rows. Test parts that overlap, as in repeated splits, and training parts, which
 * always do, are not independent: {@link PairedDifference} gives two standard errors, and says what each of them knows.
 *
 * @example
 * ```ts
 * import { compareMethods, createRng, expSineData, kFold } from "credence";
 * const rng = createRng("compare");
 * const data = expSineData(rng.fork("data"), { rows: 30 });
 * const model = (joints: number) => ({
 *   network: { kind: "shallow-relu" as const, joints: { count: joints, from: 0, to: 1 } },
 *   prior: { kind: "normal" as const, variance: 10 },
 *   likelihood: { kind: "normal" as const, noiseVariance: 0.09 },
 * });
 * const exact = { name: "exact" };
 * const found = await compareMethods(
 *   [{ name: "few joints", method: exact, model: model(2) }, { name: "many joints", method: exact, model: model(12) }],
 *   data,
 *   kFold(data, 5, rng.fork("folds")),
 *   { rng: rng.fork("fits") },
 * );
 * console.log(found.candidates.map(({ ranks }) => ranks?.logScore), found.weights?.stacking);
 * ```
 *
 * Throws an ArgumentError without candidates or splits, for names that are not unique and splits with rows that the data do
 * not have; rejects with the signal's reason when aborted.
 */
export async function compareMethods(
  candidates: readonly Candidate[],
  data: Dataset,
  splits: readonly RowSplit[],
  run: Run,
): Promise<MethodComparison> {
  const named = nameCandidates(candidates);
  checkSplits(splits, data.x.rows);
  const outcomes = await scoreSplits(named, data, splits, run);
  const failed = outcomes.map((of) => of.find(({ error }) => error !== undefined));
  if (failed.every((outcome) => outcome !== undefined)) {
    throw (failed[0] as Extract<SplitOutcome, { cause: unknown }>).cause;
  }
  const complete = failed.flatMap((outcome, c) => (outcome === undefined ? [c] : []));
  const scores = commonScores(complete.map((c) => outcomes[c]![0]!));
  const values = (c: number, score: ScoreName) => splitScores(outcomes[c]!, splits, score);
  const rowsOf = splits.flatMap(({ testRows }) => Array.from(testRows));
  const means = new Map(
    complete.map((c) => [c, record(scores, (score) => pooled(values(c, score), rowsOf))] as const),
  );
  const places = placesOf(named.length, complete, scores, (c, score) => means.get(c)![score]!.value);
  const splitPlaces = splits.map((_, s) =>
    placesOf(named.length, complete, scores, (c, score) => meanEntry(values(c, score)[s]!.values).value),
  );
  return {
    scores,
    candidates: named.map((candidate, c) => ({
      ...candidate,
      splits: outcomes[c]!.map((outcome, s) => describeSplit(outcome, splits[s]!)),
      ...(failed[c] !== undefined
        ? { error: failed[c]!.error! }
        : {
            scores: means.get(c)!,
            forecasts: summarizeForecasts(joinForecasts(outcomes[c]!.flatMap(forecastsOf)), rowsOf),
            ranks: record(scores, (score) => places[score][c]!),
            meanRanks: record(scores, (score) => average(splitPlaces.map((of) => of[score][c]!))),
          }),
    })),
    differences: scores.flatMap((score) => {
      const best = complete.find((c) => places[score][c] !== null && isFirst(places[score], c));
      if (best === undefined) return [];
      return complete
        .filter((c) => c !== best)
        .map((c) => ({
          score,
          candidate: named[c]!.name,
          against: named[best]!.name,
          ...pairedDifference(values(c, score), values(best, score)),
        }));
    }),
    ...candidateWeights(
      complete.map((c) => named[c]!.name),
      complete.map((c) => values(c, "logScore").flatMap(({ values: of }) => Array.from(of))),
      rowsOf,
      run.rng.fork("weights"),
    ),
    notes: notesOf(splits, failed, named),
  };
}

const scoreNames = (outcome: SplitOutcome): ScoreName[] =>
  "scores" in outcome ? (Object.keys(outcome.scores) as ScoreName[]) : [];

/** Throws an ArgumentError where some candidates predict numbers and others classes. */
function commonScores(outcomes: readonly SplitOutcome[]): ScoreName[] {
  const [first, ...others] = outcomes.map(scoreNames);
  if (others.every((names) => names.join() === first!.join())) return first!;
  throw new ArgumentError({
    where: "compareMethods",
    problem: "all candidates must predict numbers, or all of them classes",
    fix: "Compare them apart.",
  });
}

const forecastsOf = (outcome: SplitOutcome) => ("forecasts" in outcome ? [outcome.forecasts] : []);

function record<T>(scores: readonly ScoreName[], value: (score: ScoreName) => T): Record<ScoreName, T> {
  return Object.fromEntries(scores.map((score) => [score, value(score)])) as Record<ScoreName, T>;
}

function splitScores(
  outcomes: readonly SplitOutcome[],
  splits: readonly RowSplit[],
  score: ScoreName,
): SplitScores[] {
  return outcomes.map((outcome, s) => ({
    values: "scores" in outcome ? outcome.scores[score]! : new Float64Array(0),
    rows: splits[s]!.testRows,
    trainRows: splits[s]!.trainRows.length,
  }));
}

function pooled(of: readonly SplitScores[], rows: readonly number[]): ScoreEntry {
  return clusteredMean(
    of.flatMap(({ values }) => Array.from(values)),
    rows,
    NOT_FINITE,
  );
}

/** Places of the complete candidates by every score; null for the others. */
function placesOf(
  count: number,
  complete: readonly number[],
  scores: readonly ScoreName[],
  value: (c: number, score: ScoreName) => number | null,
): Record<ScoreName, readonly (number | null)[]> {
  return record(scores, (score) =>
    ranks(
      Array.from({ length: count }, (_, c) => (complete.includes(c) ? value(c, score) : null)),
      SCORES[score].larger,
    ),
  );
}

function isFirst(places: readonly (number | null)[], c: number): boolean {
  return places.every((place) => place === null || place >= places[c]!);
}

function average(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value / values.length;
  }
  return sum;
}

function describeSplit(outcome: SplitOutcome, { trainRows, testRows }: RowSplit): ComparedSplit {
  const sizes = { trainRows: trainRows.length, testRows: testRows.length };
  if (outcome.error !== undefined) return { ...sizes, error: outcome.error };
  return {
    ...sizes,
    scores: record(scoreNames(outcome), (score) => meanEntry(outcome.scores[score]!, NOT_FINITE)),
    notes: outcome.notes,
  };
}

function notesOf(
  splits: readonly RowSplit[],
  failed: readonly (SplitOutcome | undefined)[],
  named: readonly Required<Candidate>[],
): Note[] {
  const notes: Note[] = [];
  const tested = splits.flatMap(({ testRows }) => Array.from(testRows));
  if (new Set(tested).size < tested.length) {
    notes.push({
      code: "overlap",
      message: "Rows are tested by several splits: their standard errors are clustered on rows.",
    });
  }
  const names = named.flatMap(({ name }, c) => (failed[c] === undefined ? [] : [name]));
  if (names.length > 0) {
    notes.push({ code: "failed", message: `Not compared, as a fit failed: ${names.join(", ")}.` });
  }
  return notes;
}
