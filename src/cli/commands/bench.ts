import { mkdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { packageVersion } from "../../io/packageVersion.ts";
import { resultCacheFolder } from "../../io/resultCacheFolder.ts";
import { writeTextFile } from "../../io/writeTextFile.ts";
import { createWorkerPool } from "../../parallel/createWorkerPool.ts";
import { compareGoals, type GoalsFound } from "../../study/benchmark/benchmarkGoals.ts";
import { chooseInside } from "../../study/benchmark/chooseInside.ts";
import { splitScoresOf } from "../../study/benchmark/splitScores.ts";
import { type BenchmarkSummary, summariseBenchmark } from "../../study/benchmark/summariseBenchmark.ts";
import { type BenchmarkCell, benchmark } from "../../study/benchmark.ts";
import { type BenchFile, readBenchFile } from "../benchFile.ts";
import type { BenchFlags } from "../benchFlags.ts";
import { repeatCommand } from "../commandLine.ts";
import type { Context } from "../context.ts";
import { describeBench } from "../describeBench.ts";
import { speakingOf } from "../errorText.ts";
import { runRng } from "../fitModel.ts";
import { InterruptedError } from "../interrupted.ts";
import { say } from "../output.ts";
import { createProgress } from "../progress.ts";

/** The seed unless one is given: a benchmark that was interrupted is to go on with the same. */
const SEED = "1";

/** Runs a table of methods on data sets with given splits, and writes what was found into a folder. */
export async function benchCommand(file: string, flags: BenchFlags, context: Context): Promise<void> {
  const seed = flags.seed ?? SEED;
  const { sets, methods, splits, data: paths } = flags;
  const parts = {
    ...(sets === undefined ? {} : { sets }),
    ...(methods === undefined ? {} : { methods }),
    ...(splits === undefined ? {} : { splits }),
    ...(paths === undefined ? {} : { paths }),
  };
  const bench = await readBenchFile(file, context.cwd, parts, context.signal);
  const found = await runBench(bench, seed, flags, context);
  const cells = [...found.cells, ...chooseInside(found.cells)];
  const summary = summariseBenchmark(cells, bench.sets);
  const goals = compareGoals(summary, bench.goals, bench.published);
  const facts = { title: bench.title, seed, version: packageVersion(), ...summary, goals };
  const time = {
    seconds: found.cells.map(({ set, method }, k) => ({ set, method, seconds: found.seconds[k] })),
  };
  const out = resolve(context.cwd, flags.out);
  await speakingOf(flags.out, async () => {
    await mkdir(out, { recursive: true });
    const write = (name: string, value: unknown) =>
      writeTextFile(join(out, name), `${JSON.stringify(value, undefined, 1)}\n`, { signal: context.signal });
    await write("summary.json", facts);
    await write("results.json", cells.map(splitScoresOf));
    const html = await page(file, bench, cells, { seed, summary, goals }, context);
    await writeTextFile(join(out, "index.html"), html, { signal: context.signal });
    await write("run.json", { engine: process.version, cached: found.cached, ...time });
  });
  const described = describeBench(bench, summary, goals);
  say(
    {
      facts: { command: "bench", ...facts, absent: bench.absent, ...time },
      lines: [...described, `Wrote ${flags.out}`],
    },
    flags,
    context,
  );
}

/** The page of what was found. */
async function page(
  file: string,
  { title, hash, sets, methods, published }: BenchFile,
  cells: readonly BenchmarkCell[],
  found: { readonly seed: string; readonly summary: BenchmarkSummary; readonly goals: GoalsFound },
  context: Context,
): Promise<string> {
  const [{ benchmarkReport }, { renderReport }] = await Promise.all([
    import("../../report/model/benchmarkReport.ts"),
    import("../../report/page/renderReport.ts"),
  ]);
  const { seed, summary, goals } = found;
  const provenance = {
    command: repeatCommand(context.words, seed),
    version: packageVersion(),
    seed,
    data: {
      name: basename(file),
      rows: sets.reduce((sum, { data }) => sum + data.x.rows, 0),
      columns: sets.reduce((sum, { data }) => sum + data.x.cols + 1, 0),
      hash,
    },
    spec: {
      data: sets.map(({ name, hash: of, splits }) => ({ name, hash: of, splits: splits.length })),
      methods,
    },
  };
  return renderReport(
    benchmarkReport({ title, sets, methods, cells, summary, published, goals, provenance }),
  );
}

async function runBench(bench: BenchFile, seed: string, flags: BenchFlags, context: Context) {
  const folder = resolve(context.cwd, flags.cache);
  const cache = await speakingOf(flags.cache, () => resultCacheFolder(folder));
  const progress = await createProgress(context, flags);
  const pool = (flags.workers ?? 1) > 1 ? createWorkerPool({ workers: flags.workers! }) : undefined;
  try {
    return await benchmark(
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
  } catch (error) {
    if (!context.signal.aborted) throw error;
    const again = repeatCommand(context.words, seed);
    throw new InterruptedError(`what was done was kept in ${flags.cache}; to continue: ${again}`);
  } finally {
    progress.stop();
    await pool?.close();
  }
}
