import { CredenceError } from "../errors/errors.ts";
import type { Task } from "../inference/executor.ts";
import type { Run } from "../inference/method.ts";
import { partsProgress } from "../inference/progress.ts";
import type { BenchmarkOutcome, TimedOutcome } from "./benchmark/benchmarkResult.ts";
import type { BenchmarkMethod, BenchmarkSet } from "./benchmark/benchmarkSpec.ts";
import type { BenchmarkTaskSpec } from "./benchmark/benchmarkTask.ts";
import { checkBenchmark } from "./benchmark/checkBenchmark.ts";
import { canonicalJson, type ResultCache } from "./benchmark/resultCache.ts";
import { studyExecutor } from "./tasks.ts";

/** How the protocol is numbered in keys of kept results: another number where the same spec would give other results. */
const PROTOCOL = 1;

/** Pieces that an executor is given at a time: enough for every thread, and few enough to wait in the order of the splits. */
const LANES = 64;

/** Options of {@link benchmark}. */
export interface BenchmarkOptions {
  /** Where results are kept, and found when the benchmark runs again. Default: nowhere. */
  readonly cache?: ResultCache;
  /** What computes the results, such as the version of the package: results of another one are not taken. */
  readonly version?: string;
}

/** One method on one data set. */
export interface BenchmarkCell {
  readonly set: string;
  readonly method: string;
  /** One per split, the first one first; fewer than the data set has where the method asked for fewer. */
  readonly outcomes: readonly BenchmarkOutcome[];
}

/** What a benchmark found. */
export interface BenchmarkRun {
  /** Sets in their order, and methods in theirs within each. */
  readonly cells: readonly BenchmarkCell[];
  /** Seconds of every cell, all splits together, on their threads; not part of what is the same everywhere. */
  readonly seconds: readonly number[];
  /** Results that were found in the cache. */
  readonly cached: number;
}

/** One method on one split. */
interface Piece {
  readonly cell: number;
  readonly split: number;
  readonly task: Task;
  readonly set: BenchmarkSet;
  readonly message: string;
}

/**
 * Runs every method on every split of every data set: hyper-parameters are chosen inside the training part, the method is
 * fitted to it and its predictions of the test part are scored row by row. Each such piece is a task of its own, done by the
 * executor of the run; its random numbers are named by the data set, the method and the split, so that neither
 * the order, nor the number of workers, nor the other methods change any result. With a cache, pieces that were done before
 * are not done again. A method that fails on a split has the reason in the place of its result.
 *
 * Throws an ArgumentError for what `checkBenchmark` refuses; rejects with the signal's reason when aborted.
 */
export async function benchmark(
  methods: readonly BenchmarkMethod[],
  sets: readonly BenchmarkSet[],
  run: Run,
  { cache, version = "" }: BenchmarkOptions = {},
): Promise<BenchmarkRun> {
  checkBenchmark(methods, sets);
  const { signal, onProgress, executor = studyExecutor } = run;
  signal?.throwIfAborted();
  const pieces = sets.flatMap((set, i) =>
    methods.flatMap((method, j) => piecesOf(set, method, i * methods.length + j, run)),
  );
  // Split by split, so that the pace so far tells how long the rest will take.
  pieces.sort((a, b) => a.split - b.split || a.cell - b.cell);
  const progress = onProgress && partsProgress(pieces.length, onProgress);
  const outcomes = sets.flatMap(() => methods.map((): BenchmarkOutcome[] => []));
  const seconds = new Array<number>(outcomes.length).fill(0);
  const keep = ({ cell, split }: Piece, found: TimedOutcome) => {
    outcomes[cell]![split] = found.outcome;
    seconds[cell]! += found.seconds;
  };

  const missing: { readonly piece: Piece; readonly index: number; readonly key: string }[] = [];
  for (const [index, piece] of pieces.entries()) {
    const key = canonicalJson({ protocol: PROTOCOL, version, data: piece.set.hash, task: piece.task });
    const found = await cache?.get(key);
    if (found === undefined) missing.push({ piece, index, key });
    else {
      keep(piece, found);
      progress?.skip(index);
    }
  }
  signal?.throwIfAborted();

  async function compute(
    { piece, index, key }: (typeof missing)[number],
    laneSignal: AbortSignal,
  ): Promise<void> {
    let found: TimedOutcome;
    try {
      [found] = (await executor.map([piece.task], {
        data: { data: piece.set.data },
        signal: laneSignal,
      })) as [TimedOutcome];
    } catch (cause) {
      signal?.throwIfAborted();
      if (!(cause instanceof CredenceError)) throw cause;
      found = { outcome: { error: cause.message }, seconds: 0 };
    }
    keep(piece, found);
    await cache?.set(key, found);
    progress?.report(index, { message: piece.message, done: 1, total: 1 });
    progress?.finish(index);
  }
  const queue = missing.values();
  const lanes = Array.from({ length: run.executor === undefined ? 1 : LANES }, () => new AbortController());
  // A signal of its own for every lane: one that has many listeners is taken for a leak.
  const stop = () => {
    for (const lane of lanes) lane.abort(signal!.reason);
  };
  signal?.addEventListener("abort", stop);
  try {
    await Promise.all(
      lanes.map(async (lane) => {
        for (const one of queue) await compute(one, lane.signal);
      }),
    );
  } finally {
    signal?.removeEventListener("abort", stop);
  }
  return {
    cells: sets.flatMap(({ name: set }, i) =>
      methods.map(({ name: method }, j) => ({ set, method, outcomes: outcomes[i * methods.length + j]! })),
    ),
    seconds,
    cached: pieces.length - missing.length,
  };
}

function piecesOf(set: BenchmarkSet, of: BenchmarkMethod, cell: number, { rng }: Run): readonly Piece[] {
  const { name, method, model, choose, inside } = of;
  return set.splits.slice(0, of.splits).map(({ trainRows, testRows }, split) => {
    const spec: BenchmarkTaskSpec = {
      method,
      model,
      ...(choose === undefined ? {} : { choose }),
      ...(inside === undefined ? {} : { inside }),
      trainRows,
      testRows,
      foldsPath: [...rng.path, set.name, "folds", split],
    };
    return {
      cell,
      split,
      set,
      task: { task: "benchmark", spec, path: [...rng.path, set.name, name, "split", split], dataId: "data" },
      message: `${set.name}, ${name}, split ${split + 1}`,
    };
  });
}
