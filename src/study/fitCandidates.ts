import type { Dataset } from "../data/dataset.ts";
import { CredenceError } from "../errors/errors.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import type { Posterior, Run } from "../inference/method.ts";
import { partsProgress } from "../inference/progress.ts";
import { createMethod } from "../inference/registry.ts";
import { createModel } from "../model/model.ts";
import { nameCandidates } from "./checkComparison.ts";
import { exactTwin } from "./exactTwin.ts";
import type { Candidate } from "./scoreSplits.ts";

/** A candidate fitted to all rows. */
export interface FittedCandidate {
  readonly name: string;
  readonly posterior: Posterior;
  /** The exact posterior of the same model, where there is one. */
  readonly truth?: ExactPosterior;
}

/**
 * Fits every candidate to all rows of the data, for the figures that stand beside scores of held-out rows. Random numbers are
 * named by the candidate. One that fails is left out. Rejects with the signal's reason when aborted.
 */
export async function fitCandidates(
  candidates: readonly Candidate[],
  data: Dataset,
  run: Run,
): Promise<FittedCandidate[]> {
  const { signal, onProgress } = run;
  const named = nameCandidates(candidates);
  const progress = onProgress && partsProgress(named.length, onProgress);
  const fitted: FittedCandidate[] = [];
  for (const [c, { name, method, model }] of named.entries()) {
    signal?.throwIfAborted();
    try {
      const posterior = await createMethod(method).fit(createModel(model, data), data, {
        ...run,
        rng: run.rng.fork(name).fork("all rows"),
        ...(progress === undefined
          ? {}
          : { onProgress: (of) => progress.report(c, { ...of, message: `${name}, all rows` }) }),
      });
      const truth = method.name === "exact" ? undefined : await exactTwin(model, data, signal && { signal });
      fitted.push({ name, posterior, ...(truth === undefined ? {} : { truth }) });
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof CredenceError)) throw error;
    }
    progress?.finish(c);
  }
  return fitted;
}
