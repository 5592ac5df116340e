import type { Dataset } from "../data/dataset.ts";
import { splitDataset } from "../data/split.ts";
import type { CredenceError } from "../errors/errors.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import type { Posterior, Run } from "../inference/method.ts";
import { createModel } from "../model/model.ts";
import type { ModelSpec } from "../model/spec.ts";
import { createWorkerPool } from "../parallel/createWorkerPool.ts";
import { createRng, type Rng } from "../random/rng.ts";
import { inputScaleCandidates, selectByEvidence } from "../study/selectByEvidence.ts";
import type { CheckpointKeeper } from "./checkpoint.ts";
import { chooseMethod, notExact } from "./chooseMethod.ts";
import { chooseSpec } from "./chooseSpec.ts";
import { type Context, takeTurn } from "./context.ts";
import { speakingOf } from "./errorText.ts";
import type { DataFlags, ModelFlags, RunFlags } from "./flags.ts";
import type { LoadedData } from "./loadData.ts";
import type { MethodFlags } from "./methodFlags.ts";
import { createProgress } from "./progress.ts";

/** Everything the flags say about a fit. */
export type FitFlags = DataFlags & ModelFlags & MethodFlags & RunFlags;

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

/** Chooses the model that the flags ask for and fits it to the training part, showing progress and keeping its state. */
export async function fitModel(
  data: LoadedData,
  flags: FitFlags,
  seed: string,
  context: Context,
  keeper?: CheckpointKeeper,
): Promise<FittedModel> {
  const method = await chooseMethod(flags);
  const parts = await divideData(data, flags.test, seed);
  const spec = await chooseSpec(flags, parts.train, seed, context);
  // A model given as a whole is taken at its word; only exact inference compares models by their evidence.
  const compared = flags.spec === undefined && method.name === "exact";
  const candidates = compared ? inputScaleCandidates(spec) : [spec];
  const progress = await createProgress(context, flags);
  // Threads start with the first task: where there is nothing to share out, none does.
  const pool = (flags.workers ?? 1) > 1 ? createWorkerPool({ workers: flags.workers! }) : undefined;
  const run: Run = {
    rng: runRng(seed).fork("fit"),
    signal: context.signal,
    ...(progress.onProgress === undefined ? {} : { onProgress: progress.onProgress }),
    ...(pool === undefined ? {} : { executor: pool }),
    ...(keeper === undefined ? {} : { checkpoints: keeper.checkpoints }),
  };
  const subject = (error: CredenceError): string =>
    error.where === "resume" && keeper !== undefined ? keeper.path : (flags.spec ?? data.name);

  try {
    await takeTurn(context.signal);
    const fitted = await speakingOf(subject, async () => {
      if (candidates.length > 1) {
        const { best, candidates: compared } = await selectByEvidence(candidates, parts.train, run);
        const posterior = flags.option === undefined ? best : await method.fit(best.model, parts.train, run);
        return { ...parts, posterior, candidates: compared };
      }
      const model = createModel(spec, parts.train);
      return { ...parts, posterior: await method.fit(model, parts.train, run) };
    });
    await takeTurn(context.signal);
    return fitted;
  } finally {
    progress.stop();
    await pool?.close();
  }
}

/** The posterior as an exact one. Throws an ArgumentError where the command needs that and it is not. */
export function needExact(posterior: Posterior, command: string): ExactPosterior {
  if (posterior.method === "exact") return posterior as ExactPosterior;
  throw notExact(posterior.method, command);
}
