import { resolve } from "node:path";
import { type CheckpointKeeper, checkPlace, checkpointSeed, keepCheckpoint } from "../checkpoint.ts";
import { chooseMethod } from "../chooseMethod.ts";
import { chooseSeed } from "../chooseSeed.ts";
import { type Context, takeTurn } from "../context.ts";
import { describeData, describeFit } from "../describeFit.ts";
import { speakingOf } from "../errorText.ts";
import { type FitFlags, type FittedModel, fitModel } from "../fitModel.ts";
import { type LoadedData, loadData } from "../loadData.ts";
import { say } from "../output.ts";
import { describeScores } from "../scores.ts";
import { targetClasses } from "../targetClasses.ts";

/** Flags of `credence fit`. */
export type FitCommandFlags = FitFlags & { readonly save?: string };

/** Fits a model to a table, says how, and saves it where asked. */
export async function fitCommand(file: string, flags: FitCommandFlags, context: Context): Promise<void> {
  // Whatever can be refused is refused before the time of a fit is spent.
  const { name } = await chooseMethod(flags);
  if (flags.save !== undefined) await checkPlace(flags.save, context);
  const continued =
    flags.checkpoint === undefined ? undefined : await checkpointSeed(flags.checkpoint, name, context);
  const data = await loadData(
    file,
    flags,
    context,
    targetClasses([name], flags, "Add --method map or --method bayes-by-backprop."),
  );
  const seed = chooseSeed(flags, context, continued);
  const keeper =
    flags.checkpoint === undefined ? undefined : await keepCheckpoint(flags.checkpoint, seed, context);
  try {
    await fitAndSay({ data, seed, ...(keeper === undefined ? {} : { keeper }) }, flags, context);
  } catch (error) {
    throw context.signal.aborted && keeper !== undefined ? keeper.interruption(error) : error;
  }
}

interface Prepared {
  readonly data: LoadedData;
  readonly seed: string;
  readonly keeper?: CheckpointKeeper;
}

async function fitAndSay(
  { data, seed, keeper }: Prepared,
  flags: FitCommandFlags,
  context: Context,
): Promise<void> {
  const fit = await fitModel(data, flags, seed, context, keeper);
  const scores = await describeScores(fit);
  await takeTurn(context.signal);
  if (flags.save !== undefined) await save(flags.save, { data, fit, seed }, context);
  await keeper?.finish();
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
  readonly data: LoadedData;
  readonly fit: FittedModel;
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
