import type { Dataset } from "../data/dataset.ts";
import { splitDataset } from "../data/split.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import type { Posterior, Run } from "../inference/method.ts";
import { createMethod } from "../inference/registry.ts";
import { createModel } from "../model/model.ts";
import type { ModelSpec } from "../model/spec.ts";
import { createRng, type Rng } from "../random/rng.ts";
import { inputScaleCandidates, selectByEvidence } from "../study/selectByEvidence.ts";
import { chooseSpec } from "./chooseSpec.ts";
import { type Context, takeTurn } from "./context.ts";
import { speakingOf } from "./errorText.ts";
import type { DataFlags, ModelFlags, RunFlags } from "./flags.ts";
import type { LoadedData } from "./loadData.ts";
import { createProgress } from "./progress.ts";

/** Everything the flags say about a fit. */
export type FitFlags = DataFlags & ModelFlags & RunFlags;

/** The parts of a data set: the rows that are fitted, and those kept out to judge the fit. */
export interface DataParts {
  readonly train: Dataset;
  readonly heldOut?: Dataset;
}

/** A model chosen and fitted. */
export interface FittedModel extends DataParts {
  readonly posterior: Posterior;
  /** Models that were compared by their evidence; absent where there was one only. */
  readonly candidates?: readonly { readonly spec: ModelSpec; readonly logEvidence: number }[];
}

/** The stream of random numbers of a run. */
export function runRng(seed: string): Rng {
  return createRng(seed);
}

/** Divides the data as `--test` asks. */
export async function divideData(
  data: LoadedData,
  test: number | undefined,
  seed: string,
): Promise<DataParts> {
  if (test === undefined) return { train: data.dataset };
  return speakingOf("--test", () => {
    const { train, test: heldOut } = splitDataset(data.dataset, { test }, runRng(seed).fork("split"));
    return { train, heldOut };
  });
}

/** Chooses the model that the flags ask for and fits it to the training part, showing progress. */
export async function fitModel(
  data: LoadedData,
  flags: FitFlags,
  seed: string,
  context: Context,
): Promise<FittedModel> {
  const method = await speakingOf("--method", () => createMethod({ name: flags.method }));
  const parts = await divideData(data, flags.test, seed);
  const spec = await chooseSpec(flags, parts.train, seed, context);
  // A model given as a whole is taken at its word.
  const candidates = flags.spec === undefined ? inputScaleCandidates(spec) : [spec];
  const progress = await createProgress(context, flags);
  const run: Run = {
    rng: runRng(seed).fork("fit"),
    signal: context.signal,
    ...(progress.onProgress === undefined ? {} : { onProgress: progress.onProgress }),
  };
  try {
    await takeTurn(context.signal);
    const fitted = await speakingOf(flags.spec ?? data.name, async () => {
      if (candidates.length > 1) {
        const selection = await selectByEvidence(candidates, parts.train, run);
        return { ...parts, posterior: selection.best, candidates: selection.candidates };
      }
      const model = createModel(spec, parts.train);
      return { ...parts, posterior: await method.fit(model, parts.train, run) };
    });
    await takeTurn(context.signal);
    return fitted;
  } finally {
    progress.stop();
  }
}

/** The posterior as an exact one. Throws an ArgumentError where the command needs that and it is not. */
export function needExact(posterior: Posterior, command: string): ExactPosterior {
  if (posterior.method === "exact") return posterior as ExactPosterior;
  throw new ArgumentError({
    where: "--method",
    problem: `${command} needs an exact posterior, got one of method ${posterior.method}`,
    fix: "Use --method exact.",
  });
}
