import { basename, resolve } from "node:path";
import type { PriorVarianceSweep } from "../study/sweepPriorVariance.ts";
import { repeatCommand } from "./commandLine.ts";
import { type Context, takeTurn } from "./context.ts";
import { speakingOf } from "./errorText.ts";
import { type FittedModel, needExact, runRng } from "./fitModel.ts";
import type { LoadedData } from "./loadData.ts";

/** What a page is made from. */
export interface PageParts {
  readonly data: LoadedData;
  readonly fit: FittedModel;
  readonly sweep?: PriorVarianceSweep;
  readonly seed: string;
  /** Title of the page; by default the name of the file and the target. */
  readonly title?: string;
}

/** Writes the page of a fitted model. */
export async function writePage(path: string, parts: PageParts, context: Context): Promise<void> {
  const [{ modelReport }, { renderReport }, { writeTextFile }, { packageVersion }] = await Promise.all([
    import("../report/model/modelReport.ts"),
    import("../report/page/renderReport.ts"),
    import("../io/writeTextFile.ts"),
    import("../io/packageVersion.ts"),
  ]);
  const { data, fit, sweep, seed } = parts;
  const { dataset, name, hash } = data;
  const html = renderReport(
    modelReport({
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
    }),
  );
  await takeTurn(context.signal);
  await speakingOf(path, () => writeTextFile(resolve(context.cwd, path), html, { signal: context.signal }));
}
