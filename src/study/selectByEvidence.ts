import type { Dataset } from "../data/dataset.ts";
import { ArgumentError } from "../errors/errors.ts";
import { exact } from "../inference/exact/exact.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import type { Run } from "../inference/method.ts";
import { INPUT_SCALES } from "../model/defaultSpec.ts";
import { createModel } from "../model/model.ts";
import type { ModelSpec } from "../model/spec.ts";

/** Models compared by their evidence on the same data. */
export interface EvidenceSelection {
  /** The posterior of the model with the largest evidence. */
  readonly best: ExactPosterior;
  /** All candidates with their evidence, in the order given. */
  readonly candidates: readonly { readonly spec: ModelSpec; readonly logEvidence: number }[];
}

/**
 * Fits every model exactly and keeps the one with the largest log evidence: Bayesian model selection with equal prior
 * probabilities. Throws an ArgumentError without models, and whatever {@link exact} throws.
 */
export async function selectByEvidence(
  specs: readonly ModelSpec[],
  data: Dataset,
  run: Partial<Run> = {},
): Promise<EvidenceSelection> {
  let best: ExactPosterior | undefined;
  const candidates: { spec: ModelSpec; logEvidence: number }[] = [];
  for (const [index, spec] of specs.entries()) {
    run.onProgress?.({ message: "comparing models", done: index, total: specs.length });
    const { onProgress: _, ...quiet } = run;
    const posterior = await exact().fit(createModel(spec, data), data, quiet);
    candidates.push({ spec, logEvidence: posterior.logEvidence });
    if (best === undefined || posterior.logEvidence > best.logEvidence) best = posterior;
  }
  run.onProgress?.({ message: "comparing models", done: specs.length, total: specs.length });
  if (best === undefined) {
    throw new ArgumentError({
      where: "selectByEvidence",
      problem: "at least one model is required, got none",
    });
  }
  return { best, candidates };
}

/** The same model with every input scale worth comparing; the model itself where it has none or names its own. */
export function inputScaleCandidates(spec: ModelSpec): readonly ModelSpec[] {
  const { network } = spec;
  if (network.kind !== "random-relu" || network.inputScale !== undefined) return [spec];
  return INPUT_SCALES.map((inputScale) => ({ ...spec, network: { ...network, inputScale } }));
}
