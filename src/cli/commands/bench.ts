import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { packageVersion } from "../../io/packageVersion.ts";
import { replaceFiles } from "../../io/replaceFile.ts";
import { splitScoresOf } from "../../study/benchmark/splitScores.ts";
import { type BenchFile, readBenchFile } from "../benchFile.ts";
import type { BenchFlags } from "../benchFlags.ts";
import { benchPage } from "../benchPage.ts";
import type { Context } from "../context.ts";
import { describeBench } from "../describeBench.ts";
import { speakingOf } from "../errorText.ts";
import { say } from "../output.ts";
import { runBench, type SeededRun } from "../runBench.ts";

/** The seed unless one is given: a benchmark that was interrupted is to go on with the same. */
const SEED = "1";

/** Runs a table of methods on data sets with given splits, and writes what was found into a folder. */
export async function benchCommand(file: string, flags: BenchFlags, context: Context): Promise<void> {
  const { sets, methods, splits, data: paths, seed = SEED, otherSeeds = [] } = flags;
  const parts = {
    ...(sets === undefined ? {} : { sets }),
    ...(methods === undefined ? {} : { methods }),
    ...(splits === undefined ? {} : { splits }),
    ...(paths === undefined ? {} : { paths }),
  };
  const bench = await readBenchFile(file, context.cwd, parts, context.signal);
  const runs = await runBench(bench, [seed, ...otherSeeds], flags, context);
  const [first, ...others] = runs as [SeededRun, ...SeededRun[]];
  const facts = {
    title: bench.title,
    version: packageVersion(),
    ...factsOf(first),
    ...(others.length === 0 ? {} : { others: others.map(factsOf) }),
  };
  await speakingOf(flags.out, () => writeResults(file, flags.out, bench, [first, ...others], facts, context));
  say(
    {
      facts: { command: "bench", ...facts, absent: bench.absent, seconds: secondsOf(first) },
      lines: [...describeBench(bench, first), `Wrote ${flags.out}`],
    },
    flags,
    context,
  );
}

const factsOf = ({ seed, summary, goals }: SeededRun) => ({ seed, ...summary, goals });

const secondsOf = ({ run: { cells, seconds } }: SeededRun) =>
  cells.map(({ set, method }, k) => ({ set, method, seconds: seconds[k] }));

/** The page, the numbers on it, those of every split, and what is not the same twice: all of them or none. */
async function writeResults(
  file: string,
  folder: string,
  bench: BenchFile,
  runs: readonly [SeededRun, ...SeededRun[]],
  facts: object,
  context: Context,
): Promise<void> {
  const out = resolve(context.cwd, folder);
  const { signal } = context;
  const html = await benchPage(file, bench, runs, context);
  await mkdir(out, { recursive: true });
  const json = (name: string, value: unknown) =>
    [join(out, name), `${JSON.stringify(value, undefined, 1)}\n`] as const;
  const splits = runs.map(({ seed, cells }) => ({ seed, cells: cells.map(splitScoresOf) }));
  const run = {
    engine: process.version,
    runs: runs.map((one) => ({ seed: one.seed, cached: one.run.cached, seconds: secondsOf(one) })),
  };
  const files = [json("summary.json", facts), json("results.json", splits), json("run.json", run)];
  await replaceFiles([...files, [join(out, "index.html"), html]], { signal });
}
