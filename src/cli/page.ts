import { basename } from "node:path";
import type { MethodSpec } from "../inference/fitResult.ts";
import type { Posterior } from "../inference/method.ts";
import { packageVersion } from "../io/packageVersion.ts";
import type { ClassScores } from "../metrics/classScores.ts";
import type { Scores } from "../metrics/regressionScores.ts";
import type { Provenance, ReportContent } from "../report/page/content.ts";
import type { EvidenceSurface } from "../study/evidenceSurface.ts";
import type { PriorVarianceSweep } from "../study/sweepPriorVariance.ts";
import { repeatCommand } from "./commandLine.ts";
import type { Context } from "./context.ts";
import { speakingOf } from "./errorText.ts";
import { type FittedModel, runRng } from "./fitModel.ts";
import type { RunFlags } from "./flags.ts";
import type { LoadedData } from "./loadData.ts";
import type { ReportOutputFlags } from "./reportFormat.ts";
import { writeReport } from "./writeReport.ts";

/** What a page is made from. */
export interface PageParts {
  readonly data: LoadedData;
  readonly fit: FittedModel;
  readonly sweep?: PriorVarianceSweep;
  readonly surface?: EvidenceSurface;
  /** What is printed of the rows the model is judged on. */
  readonly scores?: Scores | ClassScores;
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
  const [{ modelReport }, { exactTwin }] = await Promise.all([
    import("../report/model/modelReport.ts"),
    import("../study/exactTwin.ts"),
  ]);
  const { data, fit, sweep, surface, scores, seed } = parts;
  const { posterior, train, heldOut } = fit;
  const truth = posterior.method === "exact" ? undefined : await exactTwin(posterior.model.spec, train);
  return speakingOf(data.name, () =>
    modelReport({
      title: parts.title ?? pageTitle(data),
      posterior,
      train,
      ...(heldOut === undefined ? {} : { heldOut }),
      ...(truth === undefined ? {} : { truth }),
      ...(scores === undefined ? {} : { scores }),
      ...(sweep === undefined ? {} : { sweep }),
      ...(surface === undefined ? {} : { surface }),
      rng: runRng(seed).fork("page"),
      provenance: provenanceOf(data, seed, context, {
        data: data.dataset.encoding,
        ...(heldOut === undefined ? {} : { heldOutRows: heldOut.x.rows }),
        model: posterior.model.spec,
        method: methodOf(posterior),
      }),
    }),
  );
}

/** The method as far as its page needs it to be made again: exact inference has nothing to choose. */
function methodOf(posterior: Posterior): MethodSpec {
  const { method: name } = posterior;
  return name === "exact" ? { name } : { name, options: posterior.save().options };
}

/** The title of a page about a table: the name of the file and the target. */
export function pageTitle({ name, dataset }: LoadedData): string {
  return `${basename(name)}: ${dataset.targetNames[0]}`;
}

/** How a page came about that the command of this run makes. */
export function provenanceOf(data: LoadedData, seed: string, context: Context, spec: unknown): Provenance {
  const { dataset, name, hash } = data;
  return {
    command: repeatCommand(context.words, seed),
    version: packageVersion(),
    seed,
    data: {
      name: basename(name),
      rows: dataset.x.rows,
      columns: dataset.encoding.features.length + dataset.encoding.targets.length,
      hash,
    },
    spec,
  };
}
