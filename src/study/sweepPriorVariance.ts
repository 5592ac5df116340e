import type { Dataset } from "../data/dataset.ts";
import { checkKeys, checkNumber } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { drive } from "../inference/driver.ts";
import { exact } from "../inference/exact/exact.ts";
import { asExactModel } from "../inference/exact/exactModel.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import { exactExperiment, type PredictiveAt } from "../inference/exact/experiment.ts";
import type { Boundary } from "../inference/exact/learnVariances.ts";
import type { Note, Run } from "../inference/method.ts";
import type { Model } from "../model/model.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import { exp, log } from "../numeric/special.ts";
import { checkVariances } from "./checkVariances.ts";

/** Options of {@link sweepPriorVariance}. */
export interface SweepOptions {
  /** Prior variances of the weights, ascending, in the units the network sees. Default: 121 from 1e-4 to 1e4 of the best. */
  readonly priorVariances?: readonly number[];
  /** Noise variances, ascending, in those units. Default: that of the model; where learned, the best one. */
  readonly noiseVariances?: readonly number[];
  /** Rows kept out of the fit, to be scored at every value. */
  readonly heldOut?: Dataset;
  /** Whether to compute leave-one-out scores; default true. They cost O(N K) per value. */
  readonly leaveOneOut?: boolean;
}

/** Mean log scores along a sweep, with their standard errors; in nats, for y in its own units. */
export interface SweepScores {
  /** [noise variances, prior variances]. */
  readonly mean: Matrix;
  readonly standardError: Matrix;
}

/** The largest evidence, wherever it lies between the bounds of the search. */
export interface SweepMaximum {
  readonly priorVariance: number;
  readonly noiseVariance: number;
  readonly logEvidence: number;
  /** Not empty where the evidence still rises at the edge of the search: then there is no interior maximum. */
  readonly boundary: readonly Boundary[];
}

/** What changes with the prior variance, all else equal. Matrices are [noise variances, prior variances]. */
export interface PriorVarianceSweep {
  readonly priorVariances: readonly number[];
  readonly noiseVariances: readonly number[];
  readonly logEvidence: Matrix;
  readonly effectiveParameters: Matrix;
  /** Root mean square norm of the weights under the posterior: see {@link ExperimentPoint.weightNorm}. */
  readonly weightNorm: Matrix;
  readonly leaveOneOut?: SweepScores;
  readonly heldOut?: SweepScores;
  /** The maximum of the evidence over the prior variance (and the noise variance where the model learns it). */
  readonly maximum: SweepMaximum;
  readonly notes: readonly Note[];
  /** The posterior at one pair of variances, for its bands, draws and everything else. */
  at(priorVariance: number, noiseVariance?: number): ExactPosterior;
}

/**
 * The prior variance as an experiment: hundreds of values from one decomposition of the features (or O(K) per value for
 * fixed joints on one input). For every value: log evidence, effective number of parameters, norm of the weights, closed-form
 * leave-one-out log score, the score of held-out rows, and on demand the whole posterior. The maximum of the evidence is found by
 * bounded optimisation, not read off the grid.
 *
 * Variances are in the units the network sees; evidence and scores are for y in its own units.
 * Throws an ArgumentError for variances that are not positive and ascending or a flat prior on the weights, and whatever
 * exact inference throws.
 */
export async function sweepPriorVariance(
  model: Model,
  data: Dataset,
  options: SweepOptions = {},
  run: Partial<Run> = {},
): Promise<PriorVarianceSweep> {
  checkKeys("sweepPriorVariance", options, ["priorVariances", "noiseVariances", "heldOut", "leaveOneOut"]);
  const { prior } = asExactModel(model).spec;
  if (prior.variance === "flat") {
    throw new ArgumentError({
      where: "sweepPriorVariance",
      problem: 'the weights must have a prior variance to sweep, the model has "flat"',
      fix: 'Use "learned" or a number.',
    });
  }
  const learning: Model = {
    ...model,
    spec: { ...model.spec, prior: { ...prior, variance: "learned" } },
  };
  const best = await exact().fit(learning, data, run);
  const experiment = exactExperiment(best);
  const priorVariances = checkVariances(
    "sweepPriorVariance",
    "priorVariances",
    options.priorVariances ?? around(best.priorVariance),
  );
  const noiseVariances = checkVariances(
    "sweepPriorVariance",
    "noiseVariances",
    options.noiseVariances ?? [experiment.noiseVariance],
  );
  const grid = () => createMatrix(noiseVariances.length, priorVariances.length);
  const [logEvidence, effectiveParameters, weightNorm] = [grid(), grid(), grid()];
  const each = (message: string, visit: (p: number, variance: number, noise: number) => void) =>
    drive(run, message, logEvidence.data.length, (p) => {
      const noise = noiseVariances[Math.floor(p / priorVariances.length)]!;
      visit(p, priorVariances[p % priorVariances.length]!, noise);
    });
  await each("computing evidence", (p, variance, noise) => {
    const point = experiment.evidence(variance, noise);
    logEvidence.data[p] = point.logEvidence;
    effectiveParameters.data[p] = point.effectiveParameters;
    weightNorm.data[p] = point.weightNorm;
  });
  const scores = async (message: string, predictive: PredictiveAt, y: Float64Array): Promise<SweepScores> => {
    const [mean, standardError] = [grid(), grid()];
    await each(message, (p, variance, noise) => {
      const summary = meanAndError(predictive(variance, noise).logProb(y));
      mean.data[p] = summary.mean;
      standardError.data[p] = summary.error;
    });
    return { mean, standardError };
  };
  const left = options.leaveOneOut === false || data.x.rows === 0 ? undefined : experiment.leaveOneOut(data);
  const kept = options.heldOut === undefined ? undefined : experiment.predict(options.heldOut.x);
  return {
    priorVariances,
    noiseVariances,
    logEvidence,
    effectiveParameters,
    weightNorm,
    ...(left && { leaveOneOut: await scores("leaving one out", left, data.y.data) }),
    ...(kept && { heldOut: await scores("scoring held-out rows", kept, options.heldOut!.y.data) }),
    maximum: sweepMaximum(best, experiment.noiseVariance),
    notes: best.notes,
    at: (priorVariance, noiseVariance = experiment.noiseVariance) =>
      experiment.at(priorVariance, noiseVariance),
  };
}

/** The maximum that exact inference found, for a model whose variances it was to learn. */
export function sweepMaximum(best: ExactPosterior, noiseVariance: number): SweepMaximum {
  return {
    priorVariance: best.priorVariance,
    noiseVariance,
    logEvidence: best.logEvidence,
    boundary: best.boundary,
  };
}

/** One row of a matrix of a sweep: the curve over the prior variance at one noise variance. */
export function sweepCurve(matrix: Matrix, noise = 0): Float64Array {
  return rowOf(matrix, noise);
}

/** Evenly spaced in the logarithm, four powers of ten to either side. */
function around(centre: number): number[] {
  return Array.from({ length: 121 }, (_, i) => centre * exp(((i - 60) / 15) * Math.LN10));
}

/** `count` values from `low` to `high`, evenly spaced in the logarithm. Throws an ArgumentError unless 0 < low < high. */
export function logSpaced(low: number, high: number, count: number): number[] {
  checkNumber("logSpaced", "low", low, { above: 0 });
  checkNumber("logSpaced", "high", high, { above: low });
  checkNumber("logSpaced", "count", count, { integer: true, min: 2 });
  const step = (log(high) - log(low)) / (count - 1);
  return Array.from({ length: count }, (_, i) =>
    i === count - 1 ? high : i === 0 ? low : low * exp(step * i),
  );
}

function meanAndError(values: Float64Array): { mean: number; error: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, error: n > 1 ? Math.sqrt(squares / (n - 1) / n) : Number.NaN };
}
