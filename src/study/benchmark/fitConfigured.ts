import type { Dataset } from "../../data/dataset.ts";
import type { EvidencePosterior, Posterior } from "../../inference/method.ts";
import { createMethod } from "../../inference/registry.ts";
import { createModel } from "../../model/model.ts";
import type { Rng } from "../../random/rng.ts";
import { countGradients } from "../countGradients.ts";
import type { Configured } from "./settings.ts";

/** Counts what was computed: gradients of all rows of the training part, and fits. */
export interface Work {
  /** Rows of the training part. */
  readonly rows: number;
  fits: number;
  /** Null as soon as a fit does not count its gradients. */
  gradients: number | null;
}

/** Fits a method to rows, and counts what it takes. */
export async function fitConfigured(
  { method, model }: Configured,
  data: Dataset,
  rng: Rng,
  signal: AbortSignal | undefined,
  work: Work,
): Promise<Posterior & Partial<EvidencePosterior>> {
  signal?.throwIfAborted();
  const posterior = await createMethod(method).fit(createModel(model, data), data, {
    rng,
    ...(signal === undefined ? {} : { signal }),
  });
  const gradients = countGradients(posterior);
  work.fits += 1;
  work.gradients =
    gradients === undefined || work.gradients === null
      ? null
      : work.gradients + (gradients * data.x.rows) / work.rows;
  return posterior;
}
