import type { Dataset } from "../data/dataset.ts";
import { ArgumentError } from "../errors/errors.ts";
import { exact } from "../inference/exact/exact.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import type { Executor } from "../inference/executor.ts";
import type { FitResult, FitSpec } from "../inference/fitResult.ts";
import { loadFit } from "../inference/fitTask.ts";
import type { Run } from "../inference/method.ts";
import { INPUT_SCALES } from "../model/defaultSpec.ts";
import { createModel } from "../model/model.ts";
import type { ModelSpec } from "../model/spec.ts";

const MESSAGE = "comparing models";

/** Models compared by their evidence on the same data. */
export interface EvidenceSelection {
  /** The posterior of the model with the largest evidence. */
  readonly best: ExactPosterior;
  /** All candidates with their evidence, in the order given. */
  readonly candidates: readonly { readonly spec: ModelSpec; readonly logEvidence: number }[];
}

/**
 * Fits every model exactly and keeps the one with the largest log evidence: Bayesian model selection with equal prior
 * probabilities. With an executor in the run the models are fitted at the same time; the result is the same. Throws an
 * ArgumentError without models, and whatever {@link exact} throws.
 */
export async function selectByEvidence(
  specs: readonly ModelSpec[],
  data: Dataset,
  run: Partial<Run> = {},
): Promise<EvidenceSelection> {
  if (specs.length === 0) {
    throw new ArgumentError({
      where: "selectByEvidence",
      problem: "at least one model is required, got none",
    });
  }
  return run.executor === undefined ? selectHere(specs, data, run) : selectBy(run.executor, specs, data, run);
}

/** Fits one model after the other and keeps the best so far. */
async function selectHere(
  specs: readonly ModelSpec[],
  data: Dataset,
  { onProgress, ...quiet }: Partial<Run>,
): Promise<EvidenceSelection> {
  let best: ExactPosterior | undefined;
  const candidates: { spec: ModelSpec; logEvidence: number }[] = [];
  for (const [index, spec] of specs.entries()) {
    onProgress?.({ message: MESSAGE, done: index, total: specs.length });
    const posterior = await exact().fit(createModel(spec, data), data, quiet);
    candidates.push({ spec, logEvidence: posterior.logEvidence });
    if (best === undefined || posterior.logEvidence > best.logEvidence) best = posterior;
  }
  onProgress?.({ message: MESSAGE, done: specs.length, total: specs.length });
  return { best: best!, candidates };
}

/** Has every model fitted by the executor, and solves the best one again from what its fit saved. */
async function selectBy(
  executor: Executor,
  specs: readonly ModelSpec[],
  data: Dataset,
  { rng, signal, onProgress }: Partial<Run>,
): Promise<EvidenceSelection> {
  const tasks = specs.map((model, index) => ({
    task: "fit",
    spec: { method: { name: "exact" }, model } satisfies FitSpec,
    path: rng === undefined ? [] : [...rng.path, "candidate", index],
    dataId: "data",
  }));
  const results = (await executor.map(tasks, {
    data: { data },
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress: (of) => onProgress({ ...of, message: MESSAGE }) }),
  })) as FitResult[];
  let best = 0;
  results.forEach((result, index) => {
    if (result.logEvidence! > results[best]!.logEvidence!) best = index;
  });
  return {
    best: loadFit(results[best]!) as ExactPosterior,
    candidates: specs.map((spec, index) => ({ spec, logEvidence: results[index]!.logEvidence! })),
  };
}

/** The same model with every input scale worth comparing; the model itself where it has none or names its own. */
export function inputScaleCandidates(spec: ModelSpec): readonly ModelSpec[] {
  const { network } = spec;
  if (network.kind !== "random-relu" || network.inputScale !== undefined) return [spec];
  return INPUT_SCALES.map((inputScale) => ({ ...spec, network: { ...network, inputScale } }));
}
