import type { Posterior } from "../../inference/method.ts";
import { chooseMethod } from "../chooseMethod.ts";
import { chooseSeed } from "../chooseSeed.ts";
import type { Context } from "../context.ts";
import { describeData, describeFit } from "../describeFit.ts";
import { type FitFlags, fitModel } from "../fitModel.ts";
import { type LoadedData, loadData } from "../loadData.ts";
import { say, wrote } from "../output.ts";
import { writePage } from "../page.ts";
import type { ReportOutputFlags } from "../reportFormat.ts";
import { orNone, runSurface, runSweep } from "../runSweep.ts";
import { describeScores } from "../scores.ts";
import { targetClasses } from "../targetClasses.ts";
import { checkReport } from "../writeReport.ts";

/** Flags of `credence report`. */
export type ReportFlags = FitFlags & ReportOutputFlags & { readonly out: string };

/** The share of the rows that is held out where nothing else is said. */
const SHARE = 0.2;

/** Fits a model to a table and writes a page about it. */
export async function reportCommand(file: string, flags: ReportFlags, context: Context): Promise<void> {
  await checkReport(flags.out, flags, context.cwd);
  const { name } = await chooseMethod(flags);
  const data = await loadData(
    file,
    flags,
    context,
    targetClasses([name], flags, "Add --method nuts, or another."),
  );
  await reportOn(data, "report", flags, context);
}

/** Only an exact posterior can be judged on the rows it was fitted on: others need some that are held out. */
function heldOut({ method, test }: ReportFlags): { readonly test?: number } {
  const share = test ?? (method === "exact" ? undefined : SHARE);
  return share === undefined ? {} : { test: share };
}

/** Whether there is a prior variance to sweep: with a flat prior, and with methods other than exact, the page does without. */
function hasVariance({ method, model }: Posterior): boolean {
  const { prior } = model.spec;
  return method === "exact" && prior.kind === "normal" && prior.variance !== "flat";
}

/** Fits a model to a data set, writes a page about it and prints the scores. */
export async function reportOn(
  data: LoadedData,
  command: string,
  flags: ReportFlags,
  context: Context,
): Promise<void> {
  const seed = chooseSeed(flags, context);
  const fit = await fitModel(data, { ...flags, ...heldOut(flags) }, seed, context);
  const run = { seed, flags };
  const sweep = hasVariance(fit.posterior) ? await orNone(runSweep(fit, undefined, run, context)) : undefined;
  const surface = sweep && (await runSurface(fit, run, context));
  const [table, model, scores] = [describeData(data), describeFit(fit), await describeScores(fit)];
  const parts = {
    data,
    fit,
    seed,
    ...(sweep && { sweep }),
    ...(surface && { surface }),
    ...(scores.scores && { scores: scores.scores }),
    metrics: scores.facts,
  };
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
