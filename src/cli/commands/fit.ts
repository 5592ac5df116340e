import { resolve } from "node:path";
import { chooseSeed } from "../chooseSeed.ts";
import { type Context, takeTurn } from "../context.ts";
import { describeData, describeFit } from "../describeFit.ts";
import { speakingOf } from "../errorText.ts";
import { type FitFlags, fitModel } from "../fitModel.ts";
import { loadData } from "../loadData.ts";
import { say } from "../output.ts";
import { describeScores } from "../scores.ts";

/** Flags of `credence fit`. */
export type FitCommandFlags = FitFlags & { readonly save?: string };

/** Fits a model to a table, says how, and saves it where asked. */
export async function fitCommand(file: string, flags: FitCommandFlags, context: Context): Promise<void> {
  const data = await loadData(file, flags, context);
  const seed = chooseSeed(flags, context);
  const fit = await fitModel(data, flags, seed, context);
  const scores = await describeScores(fit);
  await takeTurn(context.signal);
  if (flags.save !== undefined) await save(flags.save, { data, fit, seed }, context);
  const [table, model] = [describeData(data), describeFit(fit)];
  const saved = flags.save === undefined ? {} : { saved: flags.save };
  say(
    {
      facts: { command: "fit", seed, data: table.facts, ...model.facts, ...scores.facts, ...saved },
      lines: [
        ...table.lines,
        ...model.lines,
        ...scores.lines,
        ...(flags.save === undefined ? [] : [`Saved ${flags.save}`]),
      ],
    },
    flags,
    context,
  );
}

interface Saved {
  readonly data: Awaited<ReturnType<typeof loadData>>;
  readonly fit: Awaited<ReturnType<typeof fitModel>>;
  readonly seed: string;
}

async function save(path: string, { data, fit, seed }: Saved, context: Context): Promise<void> {
  const { savePosteriorFile } = await import("../../io/posteriorFile.ts");
  const { dataset, name, hash } = data;
  const model = {
    posterior: fit.posterior,
    encoding: dataset.encoding,
    provenance: {
      seed,
      data: { name, rows: dataset.x.rows, columns: dataset.x.cols + dataset.y.cols, hash },
    },
  };
  await speakingOf(path, () =>
    savePosteriorFile(resolve(context.cwd, path), model, { signal: context.signal }),
  );
}
