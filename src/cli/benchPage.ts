import { basename } from "node:path";
import { packageVersion } from "../io/packageVersion.ts";
import type { BenchFile } from "./benchFile.ts";
import { repeatCommand } from "./commandLine.ts";
import type { Context } from "./context.ts";
import type { SeededRun } from "./runBench.ts";

/** The page of a benchmark; the first seed is the one that it is about. */
export async function benchPage(
  file: string,
  { title, remarks, hash, sets, methods, published }: BenchFile,
  [{ seed, cells, summary, goals }, ...others]: readonly [SeededRun, ...SeededRun[]],
  context: Context,
): Promise<string> {
  const [{ benchmarkReport }, { renderReport }] = await Promise.all([
    import("../report/model/benchmarkReport.ts"),
    import("../report/page/renderReport.ts"),
  ]);
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
    benchmarkReport({ title, remarks, sets, methods, cells, summary, published, goals, others, provenance }),
  );
}
