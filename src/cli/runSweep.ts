import { CredenceError, DataError } from "../errors/errors.ts";
import type { Run } from "../inference/method.ts";
import { type EvidenceSurface, evidenceSurface } from "../study/evidenceSurface.ts";
import { type PriorVarianceSweep, sweepPriorVariance } from "../study/sweepPriorVariance.ts";
import { type Context, takeTurn } from "./context.ts";
import { speakingOf } from "./errorText.ts";
import { type FittedModel, needExact, runRng } from "./fitModel.ts";
import type { RunFlags } from "./flags.ts";
import { createProgress } from "./progress.ts";

/** The seed and the flags of a run. */
export interface SweepRun {
  readonly seed: string;
  readonly flags: RunFlags;
}

/** Sweeps the prior variance of a fitted model over the given values, showing progress. */
export function runSweep(
  { posterior, train, heldOut }: FittedModel,
  priorVariances: readonly number[] | undefined,
  run: SweepRun,
  context: Context,
): Promise<PriorVarianceSweep> {
  const options = {
    ...(priorVariances === undefined ? {} : { priorVariances }),
    ...(heldOut === undefined ? {} : { heldOut }),
  };
  return withProgress(run, context, (own) =>
    sweepPriorVariance(needExact(posterior, "the sweep").model, train, options, own),
  );
}

/**
 * The evidence against prior variance and noise variance together; undefined where the model integrates the noise out, or targets
 * without any spread leave it no variance.
 */
export async function runSurface(
  { posterior, train }: FittedModel,
  run: SweepRun,
  context: Context,
): Promise<EvidenceSurface | undefined> {
  const { model } = needExact(posterior, "the sweep");
  if (typeof model.spec.likelihood.noiseVariance === "object") return undefined;
  return orNone(withProgress(run, context, (own) => evidenceSurface(model, train, {}, own)));
}

/** What the data allow to be computed: undefined where they do not, as targets without any spread leave no variance to learn. */
export async function orNone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    // The cause: the error itself speaks of the sweep.
    if (error instanceof CredenceError && error.cause instanceof DataError) return undefined;
    throw error;
  }
}

async function withProgress<T>(
  { seed, flags }: SweepRun,
  context: Context,
  sweep: (run: Run) => Promise<T>,
): Promise<T> {
  const progress = await createProgress(context, flags);
  try {
    const result = await speakingOf("sweep", () =>
      sweep({
        rng: runRng(seed).fork("sweep"),
        signal: context.signal,
        ...(progress.onProgress === undefined ? {} : { onProgress: progress.onProgress }),
      }),
    );
    await takeTurn(context.signal);
    return result;
  } finally {
    progress.stop();
  }
}
