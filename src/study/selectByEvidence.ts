import type { Dataset } from "../data/dataset.ts";
import { ArgumentError } from "../errors/errors.ts";
import { exact } from "../inference/exact/exact.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import type { FitResult, FitSpec } from "../inference/fitResult.ts";
import { loadFit } from "../inference/fitTask.ts";
import type { EvidencePosterior, Run } from "../inference/method.ts";
import { methodSpecOf } from "../inference/methodSpecOf.ts";
import { inlineExecutor } from "../inference/tasks.ts";
import { INPUT_SCALES } from "../model/defaultSpec.ts";
import type { Model } from "../model/model.ts";
import type { NormalPriorSpec } from "../model/priorSpec.ts";
import type { ModelSpec } from "../model/spec.ts";

/** Models compared by their evidence on the same data. */
export interface EvidenceSelection<P extends EvidencePosterior = ExactPosterior> {
  /** The posterior of the model with the largest evidence. */
  readonly best: P;
  /** All candidates with their evidence, in the order given. */
  readonly candidates: readonly { readonly spec: ModelSpec; readonly logEvidence: number }[];
}

/** A method whose posteriors know the evidence of their model: `exact`, `laplace`. */
export interface EvidenceMethod<P extends EvidencePosterior> {
  readonly name: string;
  readonly options: object;
  fit(model: Model, data: Dataset, run: Run): Promise<P>;
}

/**
 * Fits every model and keeps the one with the largest log evidence: Bayesian model selection with equal prior probabilities.
 * The method is `exact` unless another is given, such as `laplace()`, which then trains under every prior anew. Model k takes
 * its random numbers from the path "candidate", k of the run; with an executor in the run the models are fitted at the same
 * time, and the result is the same.
 *
 * Throws an ArgumentError without models, or without `rng` where the method draws random numbers, and whatever the method
 * throws; rejects with the signal's reason when aborted.
 */
export async function selectByEvidence<P extends EvidencePosterior = ExactPosterior>(
  specs: readonly ModelSpec[],
  data: Dataset,
  { rng, signal, onProgress, executor = inlineExecutor }: Partial<Run> = {},
  method: EvidenceMethod<P> = exact() as EvidenceMethod<never>,
): Promise<EvidenceSelection<P>> {
  if (specs.length === 0) {
    throw new ArgumentError({
      where: "selectByEvidence",
      problem: "at least one model is required, got none",
    });
  }
  const tasks = specs.map((model, index) => ({
    task: "fit",
    spec: { method: methodSpecOf(method), model } satisfies FitSpec,
    path: rng === undefined ? [] : [...rng.path, "candidate", index],
    dataId: "data",
  }));
  const message = "comparing models";
  const results = (await executor.map(tasks, {
    data: { data },
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress: (of) => onProgress({ ...of, message }) }),
  })) as FitResult[];
  let best = 0;
  results.forEach((result, index) => {
    if (result.logEvidence! > results[best]!.logEvidence!) best = index;
  });
  return {
    best: loadFit(results[best]!) as EvidencePosterior as P,
    candidates: specs.map((spec, index) => ({ spec, logEvidence: results[index]!.logEvidence! })),
  };
}

/** The same model with each of several variances of its normal prior. Throws an ArgumentError for another prior. */
export function priorVarianceCandidates(spec: ModelSpec, variances: readonly number[]): readonly ModelSpec[] {
  const { prior } = spec;
  if (prior.kind !== "normal") {
    throw new ArgumentError({
      where: "priorVarianceCandidates",
      problem: `the prior must be normal, the model has a "${prior.kind}" one`,
    });
  }
  return variances.map((variance) => ({ ...spec, prior: { ...prior, variance } satisfies NormalPriorSpec }));
}

/** The same model with every input scale worth comparing; the model itself where it has none or names its own. */
export function inputScaleCandidates(spec: ModelSpec): readonly ModelSpec[] {
  const { network } = spec;
  if (network.kind !== "random-relu" || network.inputScale !== undefined) return [spec];
  return INPUT_SCALES.map((inputScale) => ({ ...spec, network: { ...network, inputScale } }));
}
