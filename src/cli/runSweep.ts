import {
  logSpaced,
  type PriorVarianceSweep,
  type SweepOptions,
  sweepPriorVariance,
} from "../study/sweepPriorVariance.ts";
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
  fit: FittedModel,
  priorVariances: readonly number[] | undefined,
  run: SweepRun,
  context: Context,
): Promise<PriorVarianceSweep> {
  const { heldOut } = fit;
  const options = {
    ...(priorVariances === undefined ? {} : { priorVariances }),
    ...(heldOut === undefined ? {} : { heldOut }),
  };
  return sweepOver(fit, options, run, context);
}

/** Values of each variance on a surface, and how far they reach around the best ones. */
const SURFACE = { points: 41, prior: 1e4, noise: 30 } as const;

/** Sweeps prior variance and noise variance together, around the best of both; undefined where the noise is integrated out. */
export async function runSurface(
  fit: FittedModel,
  { maximum }: PriorVarianceSweep,
  run: SweepRun,
  context: Context,
): Promise<PriorVarianceSweep | undefined> {
  const { noiseVariance } = needExact(fit.posterior, "the sweep").model.spec.likelihood;
  if (typeof noiseVariance === "object") return undefined;
  const around = (centre: number, reach: number) => logSpaced(centre / reach, centre * reach, SURFACE.points);
  const options = {
    priorVariances: around(maximum.priorVariance, SURFACE.prior),
    noiseVariances: around(maximum.noiseVariance, SURFACE.noise),
    leaveOneOut: false,
  };
  return sweepOver(fit, options, run, context);
}

async function sweepOver(
  { posterior, train }: FittedModel,
  options: SweepOptions,
  { seed, flags }: SweepRun,
  context: Context,
): Promise<PriorVarianceSweep> {
  const progress = await createProgress(context, flags);
  try {
    const sweep = await speakingOf("sweep", () =>
      sweepPriorVariance(needExact(posterior, "the sweep").model, train, options, {
        rng: runRng(seed).fork("sweep"),
        signal: context.signal,
        ...(progress.onProgress === undefined ? {} : { onProgress: progress.onProgress }),
      }),
    );
    await takeTurn(context.signal);
    return sweep;
  } finally {
    progress.stop();
  }
}
