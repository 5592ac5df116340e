import { type PriorVarianceSweep, sweepPriorVariance } from "../study/sweepPriorVariance.ts";
import { type Context, takeTurn } from "./context.ts";
import { speakingOf } from "./errorText.ts";
import { type FittedModel, needExact, runRng } from "./fitModel.ts";
import type { RunFlags } from "./flags.ts";
import { createProgress } from "./progress.ts";

/** Sweeps the prior variance of a fitted model over the given values, showing progress. */
export async function runSweep(
  fit: FittedModel,
  priorVariances: readonly number[] | undefined,
  { seed, flags }: { readonly seed: string; readonly flags: RunFlags },
  context: Context,
): Promise<PriorVarianceSweep> {
  const { posterior, train, heldOut } = fit;
  const progress = await createProgress(context, flags);
  try {
    const sweep = await speakingOf("sweep", () =>
      sweepPriorVariance(
        needExact(posterior, "the sweep").model,
        train,
        {
          ...(priorVariances === undefined ? {} : { priorVariances }),
          ...(heldOut === undefined ? {} : { heldOut }),
        },
        {
          rng: runRng(seed).fork("sweep"),
          signal: context.signal,
          ...(progress.onProgress === undefined ? {} : { onProgress: progress.onProgress }),
        },
      ),
    );
    await takeTurn(context.signal);
    return sweep;
  } finally {
    progress.stop();
  }
}
