import { resolve } from "node:path";
import { packageVersion } from "../io/packageVersion.ts";
import { resultCacheFolder } from "../io/resultCacheFolder.ts";
import { createWorkerPool } from "../parallel/createWorkerPool.ts";
import { compareGoals, type GoalsFound } from "../study/benchmark/benchmarkGoals.ts";
import { chooseInside } from "../study/benchmark/chooseInside.ts";
import { type BenchmarkSummary, summariseBenchmark } from "../study/benchmark/summariseBenchmark.ts";
import { type BenchmarkCell, type BenchmarkRun, benchmark } from "../study/benchmark.ts";
import type { BenchFile } from "./benchFile.ts";
import type { BenchFlags } from "./benchFlags.ts";
import { repeatCommand } from "./commandLine.ts";
import type { Context } from "./context.ts";
import { speakingOf } from "./errorText.ts";
import { runRng } from "./fitModel.ts";
import { InterruptedError } from "./interrupted.ts";
import { createProgress } from "./progress.ts";

/** A benchmark with one seed, and what it says. */
export interface SeededRun {
  readonly seed: string;
  readonly run: BenchmarkRun;
  /** With those of the method that is chosen inside. */
  readonly cells: readonly BenchmarkCell[];
  readonly summary: BenchmarkSummary;
  readonly goals: GoalsFound;
}

/** Runs a benchmark once for every seed; what was done before comes from the cache. */
export async function runBench(
  bench: BenchFile,
  seeds: readonly string[],
  flags: BenchFlags,
  context: Context,
): Promise<readonly SeededRun[]> {
  const folder = resolve(context.cwd, flags.cache);
  const cache = await speakingOf(flags.cache, () => resultCacheFolder(folder));
  const progress = await createProgress(context, flags);
  const pool = (flags.workers ?? 1) > 1 ? createWorkerPool({ workers: flags.workers! }) : undefined;
  const found: SeededRun[] = [];
  try {
    for (const seed of seeds) {
      const run = await benchmark(
        bench.methods,
        bench.sets,
        {
          rng: runRng(seed).fork("bench"),
          signal: context.signal,
          ...(progress.onProgress === undefined ? {} : { onProgress: progress.onProgress }),
          ...(pool === undefined ? {} : { executor: pool }),
        },
        { cache, version: packageVersion() },
      );
      const cells = [...run.cells, ...chooseInside(run.cells)];
      const summary = summariseBenchmark(cells, bench.sets);
      found.push({ seed, run, cells, summary, goals: compareGoals(summary, bench.goals, bench.published) });
    }
    return found;
  } catch (error) {
    if (!context.signal.aborted) throw error;
    const again = repeatCommand(context.words, seeds[0]!);
    throw new InterruptedError(`what was done was kept in ${flags.cache}; to continue: ${again}`);
  } finally {
    progress.stop();
    await pool?.close();
  }
}
