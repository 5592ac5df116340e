import type { Dataset } from "../../data/dataset.ts";
import { kFold } from "../../data/kFold.ts";
import { splitDataset } from "../../data/split.ts";
import type { Run } from "../../inference/method.ts";
import { createMethod } from "../../inference/registry.ts";
import { createWorkerPool } from "../../parallel/createWorkerPool.ts";
import { compareMethods } from "../../study/compareMethods.ts";
import { type FittedCandidate, fitCandidates } from "../../study/fitCandidates.ts";
import type { MethodComparison } from "../../study/methodComparison.ts";
import type { RowSplit } from "../../study/rowSplit.ts";
import type { Candidate } from "../../study/scoreSplits.ts";
import { chooseSeed } from "../chooseSeed.ts";
import { chooseSpec } from "../chooseSpec.ts";
import { type CompareFlags, methodsOf } from "../compareFlags.ts";
import { writeComparison } from "../comparisonPage.ts";
import { type Context, takeTurn } from "../context.ts";
import { describeComparison } from "../describeComparison.ts";
import { describeData } from "../describeFit.ts";
import { speakingOf } from "../errorText.ts";
import { runRng } from "../fitModel.ts";
import { type LoadedData, loadData } from "../loadData.ts";
import { say, wrote } from "../output.ts";
import { createProgress } from "../progress.ts";
import { targetClasses } from "../targetClasses.ts";
import { checkReport } from "../writeReport.ts";

/** Fits several methods to the same parts of a table and says which predicts the rest best. */
export async function compareCommand(file: string, flags: CompareFlags, context: Context): Promise<void> {
  if (flags.out !== undefined) await checkReport(flags.out, flags, context.cwd);
  const methods = methodsOf(flags.methods, flags.option);
  for (const { name } of methods) await speakingOf("--methods", () => createMethod({ name }));
  const data = await loadData(
    file,
    flags,
    context,
    targetClasses(flags.methods, flags, "Leave exact out of --methods."),
  );
  const seed = chooseSeed(flags, context);
  const splits = await chooseSplits(data.dataset, flags, seed);
  const candidates: Candidate[] = [];
  for (const method of methods) {
    const model = await chooseSpec(specFlags(flags, method.name), data.dataset, seed, context);
    candidates.push({ name: method.name, method, model });
  }
  const { comparison, fitted } = await runComparison(candidates, data, splits, { seed, flags }, context);
  const on = {
    kind: flags.test === undefined ? ("folds" as const) : ("test parts" as const),
    count: splits.length,
  };
  const [table, found] = [describeData(data), describeComparison(comparison, on)];
  const files =
    flags.out === undefined
      ? []
      : await writeComparison(flags.out, { data, comparison, fitted, candidates, on, seed }, flags, context);
  const page = flags.out === undefined ? {} : { page: flags.out, files };
  say(
    {
      facts: { command: "compare", seed, data: table.facts, ...found.facts, ...page },
      lines: [...table.lines, ...found.lines, ...wrote(files)],
    },
    flags,
    context,
  );
}

/** What the flags say of the model of one method: exact inference has no hidden layers. */
function specFlags(flags: CompareFlags, method: string) {
  const { hidden, activation, option, ...rest } = flags;
  const layers = { ...(hidden && { hidden }), ...(activation && { activation }) };
  return { ...rest, method, ...(method === "exact" ? {} : layers) };
}

async function chooseSplits(data: Dataset, flags: CompareFlags, seed: string): Promise<RowSplit[]> {
  const { test, splits } = flags;
  const rng = runRng(seed).fork("split");
  if (test === undefined) return speakingOf("--splits", () => kFold(data, splits ?? 5, rng));
  return speakingOf("--test", () =>
    // The first test part is that of credence fit.
    Array.from({ length: splits ?? 1 }, (_, s) => splitDataset(data, { test }, s === 0 ? rng : rng.fork(s))),
  );
}

interface Compared {
  readonly comparison: MethodComparison;
  /** Fitted to all rows, for the page. */
  readonly fitted: readonly FittedCandidate[];
}

async function runComparison(
  candidates: readonly Candidate[],
  data: LoadedData,
  splits: readonly RowSplit[],
  { seed, flags }: { readonly seed: string; readonly flags: CompareFlags },
  context: Context,
): Promise<Compared> {
  const progress = await createProgress(context, flags);
  const pool = (flags.workers ?? 1) > 1 ? createWorkerPool({ workers: flags.workers! }) : undefined;
  const run: Run = {
    rng: runRng(seed).fork("compare"),
    signal: context.signal,
    ...(progress.onProgress === undefined ? {} : { onProgress: progress.onProgress }),
    ...(pool === undefined ? {} : { executor: pool }),
  };
  try {
    await takeTurn(context.signal);
    return await speakingOf(flags.spec ?? data.name, async () => {
      const comparison = await compareMethods(candidates, data.dataset, splits, run);
      const fitted = flags.out === undefined ? [] : await fitShown(candidates, data.dataset, run);
      await takeTurn(context.signal);
      return { comparison, fitted };
    });
  } finally {
    progress.stop();
    await pool?.close();
  }
}

/** Fits to all rows what the page shows of them, which for several inputs may be nothing. */
async function fitShown(candidates: readonly Candidate[], data: Dataset, run: Run) {
  const { shownFitted } = await import("../../report/model/methodComparisonReport.ts");
  const shown = shownFitted(candidates, data);
  return shown.length === 0 ? [] : fitCandidates(shown, data, run);
}
