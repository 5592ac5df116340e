import { clusteredMean } from "../../metrics/clusteredMean.ts";
import { type PairedDifference, pairedDifference } from "../../metrics/pairedDifference.ts";
import { meanEntry, type ScoreEntry } from "../../metrics/scoreEntry.ts";
import type { BenchmarkCell } from "../benchmark.ts";
import type { RowSplit } from "../rowSplit.ts";
import type { BenchmarkFit, ScoredRows } from "./benchmarkResult.ts";
import type { BenchmarkSet } from "./benchmarkSpec.ts";
import { countSettings, medianOfLearned, type SettingsCount } from "./settingsOfSplits.ts";

/** Levels of the central intervals whose coverage is told. */
export const COVERAGE_LEVELS: readonly number[] = [0.5, 0.8, 0.9, 0.95];

/** How one method did on one data set: plain JSON. */
export interface CellSummary {
  readonly set: string;
  readonly method: string;
  /** Splits that were scored, of those that were tried. */
  readonly splits: number;
  readonly tried: number;
  /** The first error. */
  readonly error?: string;
  /**
   * Means over splits of the root mean squared error, the mean log score and the mean CRPS of their test rows; the standard error
   * is sd/sqrt(splits), as in published tables: it takes splits for independent, which they are not.
   */
  readonly rmse: ScoreEntry;
  readonly logScore: ScoreEntry;
  readonly crps: ScoreEntry;
  /** Shares of test rows in central intervals, of all splits together, with standard errors clustered on rows. */
  readonly coverage: readonly (ScoreEntry & { readonly level: number })[];
  /** Mean width of the central 90 % interval. */
  readonly width90: ScoreEntry;
  /** Means per split, with what chose settings and what judged inside the training part; gradients of all its rows. */
  readonly fits: number;
  readonly gradients: number | null;
  /** The settings that were chosen, the most frequent first. */
  readonly settings: readonly SettingsCount[];
  /** Medians over the splits of what the fits found themselves, and of the factor that their variances are multiplied by. */
  readonly learned: Readonly<Record<string, number>>;
}

/** Two methods on the splits that both have. */
export interface CellDifference {
  readonly set: string;
  readonly method: string;
  /** The one that is subtracted. */
  readonly against: string;
  /** Of the log scores: positive where the method is better. */
  readonly logScore: PairedDifference;
}

/** A benchmark in numbers: plain JSON. */
export interface BenchmarkSummary {
  readonly cells: readonly CellSummary[];
  /** Every method against the one with the largest mean log score on that set. */
  readonly differences: readonly CellDifference[];
}

const NOT_FINITE = "a predictive distribution without spread";

/** The means, errors, coverage and paired differences of a benchmark. */
export function summariseBenchmark(
  cells: readonly BenchmarkCell[],
  sets: readonly BenchmarkSet[],
): BenchmarkSummary {
  const splitsOf = (name: string) => sets.find((set) => set.name === name)!.splits;
  const summaries = cells.map((cell) => summariseCell(cell, splitsOf(cell.set)));
  return {
    cells: summaries,
    differences: sets.flatMap(({ name, splits }) => differencesOf(name, splits, cells, summaries)),
  };
}

/** The splits of a cell that have a fit. */
function fitted({
  outcomes,
}: BenchmarkCell): readonly { readonly split: number; readonly fit: BenchmarkFit }[] {
  return outcomes.flatMap((outcome, split) => ("fit" in outcome ? [{ split, fit: outcome.fit }] : []));
}

/** Values of rows as numbers: what is null was not finite. */
const numbers = (values: readonly (number | null)[]): Float64Array =>
  Float64Array.from(values, (value) => value ?? Number.NaN);

function summariseCell(cell: BenchmarkCell, splits: readonly RowSplit[]): CellSummary {
  const { set, method, outcomes } = cell;
  const found = fitted(cell);
  const failed = outcomes.find((outcome) => "error" in outcome);
  const bySplit = (value: (rows: ScoredRows) => number): ScoreEntry =>
    found.length === 0
      ? NOTHING
      : meanEntry(
          found.map(({ fit }) => value(fit.rows)),
          NOT_FINITE,
        );
  const rowsOf = found.flatMap(({ split }) => Array.from(splits[split]!.testRows));
  const pooled = (value: (rows: ScoredRows) => readonly number[]): ScoreEntry =>
    found.length === 0
      ? NOTHING
      : clusteredMean(
          found.flatMap(({ fit }) => value(fit.rows)),
          rowsOf,
          NOT_FINITE,
        );
  const gradients = found.map(({ fit }) => fit.gradients);
  return {
    set,
    method,
    splits: found.length,
    tried: outcomes.length,
    ...(failed === undefined ? {} : { error: (failed as { readonly error: string }).error }),
    rmse: bySplit(({ squaredError }) => Math.sqrt(mean(numbers(squaredError)))),
    logScore: bySplit(({ logScore }) => mean(numbers(logScore))),
    crps: bySplit(({ crps }) => mean(numbers(crps))),
    coverage: COVERAGE_LEVELS.map((level) => ({
      level,
      ...pooled(({ pit }) => Array.from(numbers(pit), (p) => Number(Math.abs(p - 0.5) <= level / 2))),
    })),
    width90: pooled(({ width90 }) => Array.from(numbers(width90))),
    fits: mean(found.map(({ fit }) => fit.fits)),
    gradients: gradients.includes(null) || found.length === 0 ? null : mean(gradients as number[]),
    settings: countSettings(found.map(({ fit }) => fit.settings)),
    learned: medianOfLearned(found.map(({ fit }) => fit)),
  };
}

const NOTHING: ScoreEntry = { value: null, standardError: null, note: "no split was scored" };

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return values.length === 0 ? 0 : sum / values.length;
}

/**
 * The cell with the largest mean log score, of those on the most splits: on fewer it is another mean. Of equals the first; none
 * where no such score is finite.
 */
export function bestCell(cells: readonly CellSummary[]): CellSummary | undefined {
  const most = Math.max(...cells.map(({ splits }) => splits));
  const whole = cells.filter(({ splits, logScore }) => splits === most && logScore.value !== null);
  return whole.sort((a, b) => b.logScore.value! - a.logScore.value!)[0];
}

function differencesOf(
  set: string,
  splits: readonly RowSplit[],
  cells: readonly BenchmarkCell[],
  summaries: readonly CellSummary[],
): readonly CellDifference[] {
  const own = cells.filter((cell, k) => cell.set === set && summaries[k]!.splits > 0);
  const name = bestCell(summaries.filter((summary) => summary.set === set))?.method;
  const best = own.find(({ method }) => method === name);
  if (best === undefined) return [];
  return own
    .filter((cell) => cell !== best)
    .flatMap((cell) => {
      const common = fitted(cell).filter(({ split }) => "fit" in (best.outcomes[split] ?? {}));
      if (common.length === 0) return [];
      const scores = (of: BenchmarkCell) =>
        common.map(({ split }) => ({
          values: numbers((of.outcomes[split] as { readonly fit: BenchmarkFit }).fit.rows.logScore),
          rows: splits[split]!.testRows,
          trainRows: splits[split]!.trainRows.length,
        }));
      const logScore = pairedDifference(scores(cell), scores(best));
      return [{ set, method: cell.method, against: best.method, logScore }];
    });
}
