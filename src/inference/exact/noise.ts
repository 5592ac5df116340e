import type { InverseGammaSpec } from "../../model/likelihoodSpec.ts";
import { LOG_TWO_PI, log, logGamma } from "../../numeric/special.ts";
import type { EvidencePoint } from "./evidenceProfile.ts";
import type { EvidenceProfile } from "./learnVariances.ts";

/** Inverse-gamma posterior of the noise variance, with the log evidence of the model (mathematics: Bishop 2006, 2.3). */
export interface IntegratedNoise {
  /** a_N = a_0 + (N - flat)/2. */
  readonly shape: number;
  /** b_N = b_0 + (RSS + (mu - m0)'P0(mu - m0))/2. */
  readonly scale: number;
  /** Without the terms of an improper prior on the noise variance, which are left out. */
  readonly logEvidence: number;
}

/**
 * Integrates the noise variance out under phi | s ~ N(m0, s P0^-1), s ~ InvGamma(a_0, b_0), from the quantities of the
 * same model with noise variance 1.
 */
export function integrateNoise(
  prior: InverseGammaSpec,
  unit: { readonly logEvidence: number; readonly quadratic: number },
  degrees: number,
): IntegratedNoise {
  const shape = prior.shape + degrees / 2;
  const scale = prior.scale + unit.quadratic / 2;
  let logEvidence = unit.logEvidence + unit.quadratic / 2;
  if (shape > 0) logEvidence += logGamma(shape) - shape * log(scale);
  if (prior.shape > 0 && prior.scale > 0)
    logEvidence += prior.shape * log(prior.scale) - logGamma(prior.shape);
  return { shape, scale, logEvidence };
}

/** The evidence with the noise integrated out, as a function of the prior variance (in units of the noise variance). */
export function integratedProfile(
  profile: EvidenceProfile,
  prior: InverseGammaSpec,
  degrees: number,
): EvidenceProfile {
  return (variance): EvidencePoint => {
    const point = profile(variance, 1);
    const { shape, scale, logEvidence } = integrateNoise(prior, point, degrees);
    return {
      ...point,
      logEvidence,
      slopeVariance: 0.5 * ((point.weightSquares * shape) / scale - point.weightParameters),
      slopeNoise: 0,
    };
  };
}

/** log density at quadratic form q of the multivariate t distribution that the parameters then have. */
export function logStudentT(noise: IntegratedNoise, size: number, logDeterminant: number, q: number): number {
  const df = 2 * noise.shape;
  const ratio = noise.shape / noise.scale;
  return (
    logGamma((df + size) / 2) -
    logGamma(df / 2) -
    0.5 * size * (log(df) + LOG_TWO_PI - log(2)) +
    0.5 * (logDeterminant + size * log(ratio)) -
    0.5 * (df + size) * log(1 + (q * ratio) / df)
  );
}
