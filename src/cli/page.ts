import { basename } from "node:path";
import type { ReportContent } from "../report/page/content.ts";
import type { PriorVarianceSweep } from "../study/sweepPriorVariance.ts";
import { repeatCommand } from "./commandLine.ts";
import type { Context } from "./context.ts";
import { type FittedModel, needExact, runRng } from "./fitModel.ts";
import type { RunFlags } from "./flags.ts";
import type { LoadedData } from "./loadData.ts";
import type { ReportOutputFlags } from "./reportFormat.ts";
import { writeReport } from "./writeReport.ts";

/** What a page is made from. */
export interface PageParts {
  readonly data: LoadedData;
  readonly fit: FittedModel;
  readonly sweep?: PriorVarianceSweep;
  readonly seed: string;
  /** Title of the page; by default the name of the file and the target. */
  readonly title?: string;
  /** What programs want to know: scores and what they were made on. */
  readonly metrics: Readonly<Record<string, unknown>>;
}

/** Writes the report of a fitted model, and gives the names of the files. */
export async function writePage(
  out: string,
  parts: PageParts,
  flags: ReportOutputFlags & RunFlags,
  context: Context,
): Promise<string[]> {
  const content = await pageContent(parts, context);
  const extras = { metrics: parts.metrics, run: { workers: flags.workers ?? 1 } };
  return writeReport(out, content, extras, flags, context);
}

async function pageContent(parts: PageParts, context: Context): Promise<ReportContent> {
  const [{ modelReport }, { packageVersion }] = await Promise.all([
    import("../report/model/modelReport.ts"),
    import("../io/packageVersion.ts"),
  ]);
  const { data, fit, sweep, seed } = parts;
  const { dataset, name, hash } = data;
  return modelReport({
    title: parts.title ?? `${basename(name)}: ${dataset.targetNames[0]}`,
    posterior: needExact(fit.posterior, "the page"),
    train: fit.train,
    ...(fit.heldOut === undefined ? {} : { heldOut: fit.heldOut }),
    ...(sweep === undefined ? {} : { sweep }),
    rng: runRng(seed).fork("page"),
    provenance: {
      command: repeatCommand(context.words, seed),
      version: packageVersion(),
      seed,
      data: {
        name: basename(name),
        rows: dataset.x.rows,
        columns: dataset.encoding.features.length + dataset.encoding.targets.length,
        hash,
      },
      spec: {
        data: dataset.encoding,
        ...(fit.heldOut === undefined ? {} : { heldOutRows: fit.heldOut.x.rows }),
        model: fit.posterior.model.spec,
        method: { name: fit.posterior.method },
      },
    },
  });
}
