import type { Dataset } from "../data/dataset.ts";
import { checkKeys } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { drive } from "../inference/driver.ts";
import { exact } from "../inference/exact/exact.ts";
import { asExactModel } from "../inference/exact/exactModel.ts";
import { exactExperiment } from "../inference/exact/experiment.ts";
import type { Note, Run } from "../inference/method.ts";
import type { Model } from "../model/model.ts";
import { createMatrix, type Matrix } from "../numeric/matrix.ts";
import { checkVariances } from "./checkVariances.ts";
import { logSpaced, type SweepMaximum, sweepMaximum } from "./sweepPriorVariance.ts";

/** Options of {@link evidenceSurface}. Both sets of variances are in the units the network sees. */
export interface EvidenceSurfaceOptions {
  /** Prior variances of the weights, ascending. Default: 41 from 1e-4 to 1e4 of the best. */
  readonly priorVariances?: readonly number[];
  /** Noise variances, ascending. Default: 41 from 1/50 to 50 times the best. */
  readonly noiseVariances?: readonly number[];
}

/** The log evidence against both variances. */
export interface EvidenceSurface {
  readonly priorVariances: readonly number[];
  readonly noiseVariances: readonly number[];
  /** Log evidence for y in its own units [noise variances, prior variances]. */
  readonly logEvidence: Matrix;
  /** The maximum over both variances, found by bounded optimisation and not read off the grid. */
  readonly maximum: SweepMaximum;
  readonly notes: readonly Note[];
}

/** Variances to either side of the best: their number, and how far they reach as a factor. */
const [COUNT, PRIOR_REACH, NOISE_REACH] = [41, 1e4, 50];

/**
 * The log evidence of a linear model on a grid of prior variance and noise variance, exactly, and its maximum over both: how the
 * two trade off. One decomposition of the features serves the whole grid, O(K) for each pair of variances.
 *
 * What the model says of the variances is set aside. Throws an ArgumentError for variances that are not positive and ascending, a
 * flat prior on the weights or a noise variance that is integrated out; a DataError where the targets have no spread; and whatever
 * exact inference throws. Rejects with the signal's reason when aborted.
 */
export async function evidenceSurface(
  model: Model,
  data: Dataset,
  options: EvidenceSurfaceOptions = {},
  run: Partial<Run> = {},
): Promise<EvidenceSurface> {
  const where = "evidenceSurface";
  checkKeys(where, options, ["priorVariances", "noiseVariances"]);
  const { priorVariances, noiseVariances } = options;
  if (priorVariances !== undefined) checkVariances(where, "priorVariances", priorVariances);
  if (noiseVariances !== undefined) checkVariances(where, "noiseVariances", noiseVariances);
  const best = await exact().fit(withLearned(where, model), data, run);
  const experiment = exactExperiment(best);
  const around = (centre: number, reach: number) => logSpaced(centre / reach, centre * reach, COUNT);
  const priors = [...(priorVariances ?? around(best.priorVariance, PRIOR_REACH))];
  const noises = [...(noiseVariances ?? around(experiment.noiseVariance, NOISE_REACH))];
  const logEvidence = createMatrix(noises.length, priors.length);
  await drive(run, "computing evidence", logEvidence.data.length, (p) => {
    const [i, j] = [Math.floor(p / priors.length), p % priors.length];
    logEvidence.data[p] = experiment.evidence(priors[j]!, noises[i]!).logEvidence;
  });
  return {
    priorVariances: priors,
    noiseVariances: noises,
    logEvidence,
    maximum: sweepMaximum(best, experiment.noiseVariance),
    notes: best.notes,
  };
}

/** The model with both variances to be learned. */
function withLearned(where: string, model: Model): Model {
  const { prior, likelihood } = asExactModel(model).spec;
  if (prior.variance === "flat") {
    throw new ArgumentError({
      where,
      problem: 'the weights must have a prior variance, the model has "flat"',
      fix: 'Use "learned" or a number.',
    });
  }
  if (typeof likelihood.noiseVariance === "object") {
    throw new ArgumentError({
      where,
      problem: "the noise must have a variance, the model integrates it out",
      fix: 'Use "learned" or a number for noiseVariance, or sweepPriorVariance for the prior variance alone.',
    });
  }
  const spec = {
    ...model.spec,
    prior: { ...prior, variance: "learned" },
    likelihood: { ...likelihood, noiseVariance: "learned" },
  };
  return { ...model, spec } as Model;
}
