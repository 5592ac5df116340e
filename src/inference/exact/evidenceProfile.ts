import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import { rowSquares, timesTransposed, timesVector, transpose } from "../../numeric/products.ts";
import { LOG_TWO_PI, log } from "../../numeric/special.ts";
import type { Spectrum } from "./spectrum.ts";

/** The evidence of a linear model at one pair of variances, with its slopes. */
export interface EvidencePoint {
  readonly variance: number;
  readonly noiseVariance: number;
  readonly logEvidence: number;
  /** Effective number of parameters. */
  readonly effectiveParameters: number;
  /** Quadratic form of the weights' posterior mean under the prior: mu'P0 mu without the bias. */
  readonly weightSquares: number;
  /** Effective number of parameters without the bias. */
  readonly weightParameters: number;
  /** Residual sum of squares over sigma^2 plus the prior's quadratic form, at the posterior mean. */
  readonly quadratic: number;
  /** Derivative of the log evidence by log prior variance. */
  readonly slopeVariance: number;
  /** Derivative of the log evidence by log noise variance. */
  readonly slopeNoise: number;
}

/** The posterior in the basis of the spectrum, for one pair of variances. */
interface State {
  /** Variance of the data along v_j: sigma2_phi s_j^2 + sigma^2. */
  readonly d: Float64Array;
  /** Posterior mean of the bias (0 when it is one of the weights) and its precision. */
  readonly bias: number;
  readonly biasPrecision: number;
}

function stateAt(spectrum: Spectrum, variance: number, noiseVariance: number): State {
  const { s, ones, target, outsideOnes, outsideTarget, prior } = spectrum;
  const d = s.map((value) => variance * value * value + noiseVariance);
  if (prior.biasVariance === "same") return { d, bias: 0, biasPrecision: 0 };
  let pull = (outsideOnes * outsideTarget) / noiseVariance;
  let biasPrecision = 1 / prior.biasVariance + (outsideOnes * outsideOnes) / noiseVariance;
  for (let j = 0; j < d.length; j++) {
    pull += (ones[j]! * target[j]!) / d[j]!;
    biasPrecision += (ones[j]! * ones[j]!) / d[j]!;
  }
  return { d, bias: pull / biasPrecision, biasPrecision };
}

/**
 * Log evidence, effective number of parameters and slopes in O(K), from sums of squares of residuals (no difference of
 * large numbers). The slopes are 1/2 (mu'mu/sigma2_phi - gamma_w) and 1/2 (RSS/sigma^2 - (N - gamma)), which vanish at an
 * interior maximum (MacKay 1992).
 */
export function evidenceAt(spectrum: Spectrum, variance: number, noiseVariance: number): EvidencePoint {
  const { s, ones, target, outsideOnes, outsideTarget, rest, prior, observations: n } = spectrum;
  const { d, bias, biasPrecision } = stateAt(spectrum, variance, noiseVariance);
  const own = prior.biasVariance !== "same";
  let logDet = (n - d.length) * log(noiseVariance);
  let weightSquares = 0;
  let gammaWeights = 0;
  let explained = 0;
  let residualSquares =
    (outsideTarget - bias * outsideOnes) * (outsideTarget - bias * outsideOnes) + rest * rest;
  let quadratic = residualSquares / noiseVariance;
  for (let j = 0; j < d.length; j++) {
    const dj = d[j]!;
    const residual = target[j]! - bias * ones[j]!;
    const shrunk = (residual * noiseVariance) / dj;
    logDet += log(dj);
    quadratic += (residual * residual) / dj;
    residualSquares += shrunk * shrunk;
    // Weight mean sigma2_phi s_j residual / d_j; its square over sigma2_phi.
    weightSquares += (variance * s[j]! * s[j]! * residual * residual) / (dj * dj);
    gammaWeights += (variance * s[j]! * s[j]!) / dj;
    explained += (variance * s[j]! * s[j]! * ones[j]! * ones[j]!) / (dj * dj);
  }
  let gamma = gammaWeights;
  let constant = n * LOG_TWO_PI;
  if (own) {
    gammaWeights -= explained / biasPrecision;
    gamma = gammaWeights + 1 - 1 / (prior.biasVariance as number) / biasPrecision;
    logDet += log(biasPrecision);
    if (prior.flat > 0) constant -= LOG_TWO_PI;
    else {
      logDet += log(prior.biasVariance as number);
      quadratic += (bias * bias) / (prior.biasVariance as number);
    }
  }
  return {
    variance,
    noiseVariance,
    logEvidence: -0.5 * (constant + logDet + quadratic - spectrum.logWeights),
    effectiveParameters: gamma,
    weightSquares,
    weightParameters: gammaWeights,
    quadratic,
    slopeVariance: 0.5 * (weightSquares - gammaWeights),
    slopeNoise: 0.5 * (residualSquares / noiseVariance - (n - gamma)),
  };
}

/**
 * Means and variances of the function at rows of features H [n, D], for one pair of variances, from features rotated
 * once by {@link rotateFeatures}.
 */
export function spectrumMoments(
  spectrum: Spectrum,
  rotated: RotatedFeatures,
  variance: number,
  noiseVariance: number,
): { readonly mean: Float64Array; readonly variance: Float64Array } {
  const { s, ones, target, prior } = spectrum;
  const { d, bias, biasPrecision } = stateAt(spectrum, variance, noiseVariance);
  const own = prior.biasVariance !== "same";
  const count = s.length;
  const weightMean = s.map((value, j) => (variance * value * (target[j]! - bias * ones[j]!)) / d[j]!);
  const weightVariance = d.map((value) => (variance * noiseVariance) / value);
  const biasPull = s.map((value, j) => (variance * value * ones[j]!) / d[j]!);
  const rows = rotated.features.rows;
  const mean = new Float64Array(rows);
  const result = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let m = rotated.offset[i]! + bias;
    let v = variance * rotated.outside[i]!;
    let lever = 1;
    for (let j = 0, p = i * count; j < count; j++, p++) {
      const a = rotated.features.data[p]!;
      m += a * weightMean[j]!;
      v += a * a * weightVariance[j]!;
      lever -= a * biasPull[j]!;
    }
    mean[i] = m;
    result[i] = own ? v + (lever * lever) / biasPrecision : v;
  }
  return { mean, variance: result };
}

/** Features in the basis of right singular vectors. */
export interface RotatedFeatures {
  /** U' of the scaled features [n, number of s]. */
  readonly features: Matrix;
  /** Squared length of the part outside the span of the singular vectors [n]. */
  readonly outside: Float64Array;
  /** Prediction of the prior mean [n]. */
  readonly offset: Float64Array;
}

/** Rotates rows of features H [n, D]; the spectrum must have been made with vectors. */
export function rotateFeatures(spectrum: Spectrum, features: Matrix): RotatedFeatures {
  const { columns, scale, prior } = spectrum;
  const basis = spectrum.rightRows!;
  const z = createMatrix(features.rows, columns);
  for (let i = 0; i < features.rows; i++) {
    for (let j = 0; j < columns; j++)
      z.data[i * columns + j] = features.data[i * features.cols + j]! * scale[j]!;
  }
  const result = timesTransposed(z, basis);
  const offset = timesVector(features, prior.mean);
  if (basis.rows === columns) return { features: result, outside: new Float64Array(features.rows), offset };
  // What is left of z after its projection, as a sum of squares; nothing is left when the basis is complete.
  const inside = timesTransposed(result, transpose(basis));
  const outside = rowSquares({ ...z, data: z.data.map((value, p) => value - inside.data[p]!) });
  return { features: result, outside, offset };
}
