import type { Dataset } from "../../data/dataset.ts";
import { scaleColumns, scaleDataset } from "../../data/scaler.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import { log } from "../../numeric/special.ts";
import { affinePredictive } from "../../predictive/combine.ts";
import { normalPredictive, studentTPredictive } from "../../predictive/normalPredictive.ts";
import type { RegressionPredictive } from "../../predictive/predictive.ts";
import { asInputs, type Inputs } from "../inputs.ts";
import { type EvidencePoint, rotateFeatures, spectrumMoments } from "./evidenceProfile.ts";
import { conclude } from "./exact.ts";
import { type ExactPosterior, type ExactState, noiseFactor, stateOf } from "./exactPosterior.ts";
import { featureBlocks } from "./featureBlocks.ts";
import { evidenceProfile } from "./learnVariances.ts";
import { leaveOneOutFrom } from "./leaveOneOut.ts";
import { solveLinear } from "./linearModel.ts";
import { type IntegratedNoise, integratedProfile, integrateNoise } from "./noise.ts";
import { createSpectrum, type Spectrum } from "./spectrum.ts";

/** Predictive distributions as a function of both variances, at fixed inputs. */
export type PredictiveAt = (variance: number, noiseVariance: number) => RegressionPredictive;

/** One fitted data set under every pair of variances. Variances are in the units the network sees. */
export interface ExactExperiment {
  /** The noise variance the posterior was fitted with; 1 where it is integrated out. */
  readonly noiseVariance: number;
  /** Log evidence for y in its own units, effective number of parameters, and norm of the weights. */
  evidence(variance: number, noiseVariance: number): ExperimentPoint;
  /** Predictive distributions at the rows of x. */
  predict(x: Inputs): PredictiveAt;
  /** Leave-one-out predictive distributions of the rows the posterior was fitted on. */
  leaveOneOut(data: Dataset): PredictiveAt;
  /** The whole posterior at one pair of variances. */
  at(variance: number, noiseVariance: number): ExactPosterior;
}

/** What is known of one pair of variances without its whole posterior. */
export interface ExperimentPoint extends EvidencePoint {
  /**
   * Root of the posterior mean of the squared length of the weights, sqrt(|mean|^2 + trace of the covariance), about the prior's
   * mean and in units of their relative prior standard deviations where these differ. The bias belongs to the weights where it
   * has their variance. Infinite where the noise variance is integrated out and has no mean.
   */
  readonly weightNorm: number;
}

type Moments = (
  variance: number,
  noise: number,
) => { readonly mean: Float64Array; readonly variance: Float64Array };

/** The experiment that an exact posterior allows. Throws an ArgumentError if the posterior was not made by this library. */
export function exactExperiment(posterior: ExactPosterior): ExactExperiment {
  const state = stateOf(posterior);
  if (state === undefined) {
    throw new ArgumentError({ where: "exactExperiment", problem: "the posterior must be one made by exact" });
  }
  const { scaler, linear, reduction, model } = state;
  const degrees = reduction.observations - linear.prior.flat;
  const { noiseVariance: noise } = model.spec.likelihood;
  const inverseGamma = typeof noise === "object" ? noise : undefined;
  const known = evidenceProfile(linear, reduction);
  const profile = inverseGamma === undefined ? known : integratedProfile(known, inverseGamma, degrees);
  const jacobian = degrees * log(scaler.y.scale[0]!);
  const weights = linear.prior.size - (linear.prior.biasVariance === "same" ? 0 : 1);
  const integrated = (variance: number): IntegratedNoise | undefined =>
    inverseGamma && integrateNoise(inverseGamma, known(variance, 1), degrees);
  let spectrum: Spectrum | undefined;
  const moments = (x: Matrix): Moments => {
    if (reduction.kind === "banded") return (v, s) => solveLinear(linear, reduction, v, s).moments(x);
    spectrum ??= createSpectrum(reduction, linear.prior, true);
    return spectrumMomentsAt(spectrum, state, x);
  };
  const original = (predictive: RegressionPredictive) =>
    affinePredictive(predictive, [{ shift: scaler.y.shift[0]!, scale: scaler.y.scale[0]! }]);
  return {
    noiseVariance: state.noiseVariance,
    evidence: (variance, noiseVariance) => {
      const point = profile(variance, noiseVariance);
      // The trace of P0 times the covariance is what the data leave undetermined, D - gamma.
      const undetermined = (weights - point.weightParameters) * noiseFactor(integrated(variance));
      const weightNorm = Math.sqrt(variance * (point.weightSquares + Math.max(0, undetermined)));
      return { ...point, logEvidence: point.logEvidence - jacobian, weightNorm };
    },
    predict: (x) => {
      const at = moments(scaleColumns(scaler.x, asInputs("predict", x, model.inputs)));
      return (v, s) => {
        const { mean, variance } = at(v, s);
        return original(predictiveFrom(mean, variance, s, integrated(v)));
      };
    },
    leaveOneOut: (data) => {
      const scaled = scaleDataset(scaler, data);
      const at = moments(scaled.x);
      const fixed = { y: scaled.y.data, weights: scaled.weights };
      return (v, s) =>
        original(leaveOneOutFrom({ ...fixed, ...at(v, s), noiseVariance: s, integrated: integrated(v) }));
    },
    at: (variance, noiseVariance) => conclude(state, state.notes, { variance, noiseVariance, boundary: [] }),
  };
}

function spectrumMomentsAt(spectrum: Spectrum, state: ExactState, x: Matrix): Moments {
  const { network } = state.linear;
  const count = spectrum.rightRows!.rows;
  const features = createMatrix(x.rows, count);
  const outside = new Float64Array(x.rows);
  const offset = new Float64Array(x.rows);
  for (const block of featureBlocks(network, x)) {
    const rotated = rotateFeatures(spectrum, block.features);
    features.data.set(rotated.features.data, block.from * count);
    outside.set(rotated.outside, block.from);
    offset.set(rotated.offset, block.from);
  }
  return (variance, noise) => spectrumMoments(spectrum, { features, outside, offset }, variance, noise);
}

function predictiveFrom(
  mean: Float64Array,
  variance: Float64Array,
  noiseVariance: number,
  integrated: IntegratedNoise | undefined,
): RegressionPredictive {
  if (integrated === undefined) {
    return normalPredictive({ mean, epistemic: variance, aleatoric: mean.map(() => noiseVariance) });
  }
  const { shape, scale } = integrated;
  return studentTPredictive({
    df: 2 * shape,
    location: mean,
    functionScale: variance.map((v) => Math.sqrt((scale / shape) * v)),
    observationScale: variance.map((v) => Math.sqrt((scale / shape) * (1 + v))),
    aleatoric: mean.map(() => (shape > 1 ? scale / (shape - 1) : Number.POSITIVE_INFINITY)),
  });
}
