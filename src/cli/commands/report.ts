import { needExactMethod } from "../chooseMethod.ts";
import { chooseSeed } from "../chooseSeed.ts";
import type { Context } from "../context.ts";
import { describeData, describeFit } from "../describeFit.ts";
import { type FitFlags, fitModel, needExact } from "../fitModel.ts";
import { type LoadedData, loadData } from "../loadData.ts";
import { say, wrote } from "../output.ts";
import { writePage } from "../page.ts";
import type { ReportOutputFlags } from "../reportFormat.ts";
import { runSweep } from "../runSweep.ts";
import { describeScores } from "../scores.ts";
import { checkReport } from "../writeReport.ts";

/** Flags of `credence report`. */
export type ReportFlags = FitFlags & ReportOutputFlags & { readonly out: string };

/** Fits a model to a table and writes a page about it. */
export async function reportCommand(file: string, flags: ReportFlags, context: Context): Promise<void> {
  await checkReport(flags.out, flags, context.cwd);
  await needExactMethod(flags, "a page");
  await reportOn(await loadData(file, flags, context), "report", flags, context);
}

/** Fits a model to a data set, writes a page about it and prints the scores. */
export async function reportOn(
  data: LoadedData,
  command: string,
  flags: ReportFlags,
  context: Context,
): Promise<void> {
  const seed = chooseSeed(flags, context);
  const fit = await fitModel(data, flags, seed, context);
  // A flat prior has no variance to sweep: the page then does without that section.
  const flat = needExact(fit.posterior, "the page").model.spec.prior.variance === "flat";
  const sweep = flat ? undefined : await runSweep(fit, undefined, { seed, flags }, context);
  const [table, model, scores] = [describeData(data), describeFit(fit), await describeScores(fit)];
  const parts = { data, fit, seed, ...(sweep === undefined ? {} : { sweep }), metrics: scores.facts };
  const files = await writePage(flags.out, parts, flags, context);
  say(
    {
      facts: {
        command,
        seed,
        data: table.facts,
        ...model.facts,
        ...scores.facts,
        page: flags.out,
        files,
      },
      lines: [...table.lines, ...model.lines, ...scores.lines, ...wrote(files)],
    },
    flags,
    context,
  );
}
