import { sampleQuantile } from "../diagnostics/sampleQuantile.ts";
import { checkKeys, checkNumber } from "../errors/checks.ts";
import { meanOf } from "../numeric/mean.ts";
import { bulkRandom } from "../random/bulkRandom.ts";
import { createRng, type Rng } from "../random/rng.ts";
import { type ScoreEntry, standardDeviation, TOO_LARGE } from "./scoreEntry.ts";

/** A score that is no mean over rows, with what a bootstrap of the rows says about it. */
export interface BootstrapEntry extends ScoreEntry {
  /** Ends of its interval, 95 % unless another confidence was asked for; null where there is no standard error. */
  readonly lower: number | null;
  readonly upper: number | null;
  /**
   * Of distances from calibration: their mean for calibrated predictions, by chance alone. Where the value is about as large
   * nothing speaks against the predictions, even if the interval is below the value or above 0.
   */
  readonly chance?: number;
}

/** How rows are drawn anew. */
export interface BootstrapOptions {
  /**
   * How often; 0 for no bootstrap. The cost is that of so many passes over the rows: default 200, and above 10,000 rows as many
   * as come to two million rows in all, but no fewer than 50.
   */
  readonly replicates?: number | undefined;
  /** Confidence of the intervals; default 0.95. */
  readonly confidence?: number | undefined;
  /** Names the draws; default `createRng("evaluate")`, so that the same rows always have the same intervals. */
  readonly rng?: Rng | undefined;
}

/** Names of the options, for `checkKeys`. */
export const BOOTSTRAP_KEYS: readonly string[] = ["replicates", "confidence", "rng"];

/** A score as a function of how often each row counts. */
export interface RowStatistic {
  /** The score where row i counts `weights[i]` times, n times in all; null where it does not exist. */
  readonly of: (weights: Float64Array) => number | null;
  /** Of a distance from calibration: its value for outcomes drawn from the predictions by n uniform numbers, one per row. */
  readonly calibrated?: (uniform: Float64Array) => number | null;
  /** Why it may not exist. */
  readonly missing?: string;
  /** Smallest and largest possible value; default 0 and Infinity. */
  readonly range?: readonly [least: number, greatest: number];
}

/** Statistics by their names, in objects and lists nested as wanted. */
export interface StatisticTree {
  readonly [name: string]: RowStatistic | StatisticTree | readonly StatisticTree[];
}

/** The entries of a tree of statistics: the same tree. */
export type EntriesOf<S> = S extends RowStatistic
  ? BootstrapEntry
  : { readonly [K in keyof S]: EntriesOf<S[K]> };

/**
 * Each statistic on the rows as they are, and its spread over samples of n rows drawn from them with replacement (Efron 1979).
 * All see the same samples. The result has the names of the statistics.
 *
 * The interval is the basic one, from 2 value - q_high to 2 value - q_low with the quantiles q of the replicates, kept inside
 * the possible values: where chance alone pushes a score upwards, as it does with distances between frequencies and
 * probabilities, it pushes the replicates once more, and the basic interval goes back by as much. Where the true distance is
 * 0 that is not enough: `chance`, the mean over outcomes drawn from the predictions themselves, tells what to expect there.
 * A statistic that does not exist has a null value; one that does not exist in half of the samples, no interval.
 * Throws an ArgumentError for options out of range or unknown.
 */
export function bootstrap<S extends StatisticTree>(
  n: number,
  statistics: S,
  options: BootstrapOptions = {},
): EntriesOf<S> {
  const where = "bootstrap";
  checkKeys(where, options, BOOTSTRAP_KEYS);
  const { replicates = defaultReplicates(n), confidence = 0.95, rng = createRng("evaluate") } = options;
  checkNumber(where, "replicates", replicates, { integer: true, min: 0 });
  checkNumber(where, "confidence", confidence, { above: 0, below: 1 });
  const ones = new Float64Array(n).fill(1);
  const samples = new Map<RowStatistic, Sample>();
  mapTree(statistics, (statistic) =>
    samples.set(statistic, { value: statistic.of(ones), replicates: [], calibrated: [] }),
  );
  const random = bulkRandom(rng.fork("bootstrap"));
  const uniform = new Float64Array(n);
  for (let b = 0; b < replicates && n > 1; b++) {
    random.fillUniform(b * n, uniform);
    const weights = new Float64Array(n);
    for (const u of uniform) weights[Math.floor(u * n)]!++;
    for (const [{ of }, sample] of samples) {
      const value = sample.value === null ? null : of(weights);
      if (value !== null) sample.replicates.push(value);
    }
  }
  const outcomes = bulkRandom(rng.fork("calibrated"));
  for (let b = 0; b < Math.min(replicates, MOST_CALIBRATED); b++) {
    const drawn = outcomes.fillUniform(b * n, new Float64Array(n));
    for (const [{ calibrated }, sample] of samples) {
      const value = sample.value === null ? null : (calibrated?.(drawn) ?? null);
      if (value !== null) sample.calibrated.push(value);
    }
  }
  const entry = (statistic: RowStatistic) =>
    entryOf(statistic, samples.get(statistic)!, { n, replicates, confidence });
  return mapTree(statistics, entry) as EntriesOf<S>;
}

function defaultReplicates(n: number): number {
  return Math.max(50, Math.min(200, Math.ceil(2e6 / n)));
}

/** Drawn outcomes for the mean of calibrated predictions: one needs fewer for a mean than for the ends of an interval. */
const MOST_CALIBRATED = 100;

interface Sample {
  readonly value: number | null;
  readonly replicates: number[];
  readonly calibrated: number[];
}

type Tree = RowStatistic | StatisticTree | readonly StatisticTree[];

function mapTree(tree: Tree, f: (leaf: RowStatistic) => unknown): unknown {
  if (Array.isArray(tree)) return tree.map((one) => mapTree(one, f));
  if (typeof (tree as RowStatistic).of === "function") return f(tree as RowStatistic);
  return Object.fromEntries(Object.entries(tree).map(([name, one]) => [name, mapTree(one, f)]));
}

interface Asked {
  readonly n: number;
  readonly replicates: number;
  readonly confidence: number;
}

function entryOf({ missing, range }: RowStatistic, sample: Sample, asked: Asked): BootstrapEntry {
  const { value } = sample;
  if (value === null) return withoutInterval(null, missing ?? "it does not exist");
  if (!Number.isFinite(value)) return withoutInterval(null, TOO_LARGE);
  if (asked.n === 1) return withoutInterval(value, "one row has no standard error");
  if (asked.replicates < 2) return withoutInterval(value, "no standard error was asked for");
  if (sample.replicates.length * 2 <= asked.replicates) {
    return withoutInterval(value, `no standard error: in most samples of the rows ${missing}`);
  }
  const found = spread(value, Float64Array.from(sample.replicates).sort(), asked.confidence, range);
  if (!Object.values(found).every(Number.isFinite)) return withoutInterval(value, TOO_LARGE);
  return { value, ...found, ...chanceOf(sample.calibrated) };
}

function chanceOf(values: readonly number[]): { readonly chance?: number } {
  const chance = meanOf(values);
  return Number.isFinite(chance) ? { chance } : {};
}

function withoutInterval(value: number | null, note: string): BootstrapEntry {
  return { value, standardError: null, lower: null, upper: null, note };
}

function spread(
  value: number,
  sorted: Float64Array,
  confidence: number,
  [least, greatest]: readonly [number, number] = [0, Number.POSITIVE_INFINITY],
) {
  const inside = (end: number) => Math.min(greatest, Math.max(least, end));
  return {
    standardError: standardDeviation(sorted, meanOf(sorted)),
    lower: inside(2 * value - sampleQuantile(sorted, 0.5 + confidence / 2)),
    upper: inside(2 * value - sampleQuantile(sorted, 0.5 - confidence / 2)),
  };
}
