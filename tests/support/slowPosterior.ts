import { invert, multiply, quadraticForm, type Rows, transposed } from "./denseAlgebra.ts";

/** A linear model with known variances, written out: features H [N, D], proper independent priors. */
export interface SlowModel {
  readonly features: Rows;
  readonly target: readonly number[];
  readonly priorMean: readonly number[];
  /** Prior variances [D]. */
  readonly priorVariance: readonly number[];
  /** Noise variance of every row [N]. */
  readonly noise: readonly number[];
}

/** The textbook formulas, evaluated by plain inversion: the posterior from the precision, the evidence from y alone. */
export function slowPosterior(model: SlowModel) {
  const { features: h, target, priorMean, priorVariance, noise } = model;
  const weighted = h.map((row, n) => row.map((value) => value / noise[n]!));
  const precision =
    h.length === 0
      ? priorVariance.map((_, i) => priorVariance.map((v, j) => (i === j ? 1 / v : 0)))
      : multiply(transposed(weighted), h).map((row, i) =>
          row.map((value, j) => value + (i === j ? 1 / priorVariance[i]! : 0)),
        );
  const { inverse: covariance, logDeterminant } = invert(precision);
  const pull = priorMean.map(
    (m, j) => m / priorVariance[j]! + target.reduce((sum, y, n) => sum + weighted[n]![j]! * y, 0),
  );
  const mean = covariance.map((row) => row.reduce((sum, value, j) => sum + value * pull[j]!, 0));
  return {
    mean,
    covariance,
    logDeterminant,
    logEvidence: slowEvidence(model),
    /** D - trace(P0 Lambda^-1). */
    effectiveParameters: priorVariance.reduce((sum, v, j) => sum + 1 - covariance[j]![j]! / v, 0),
    functionAt: (x: readonly number[]) => ({
      mean: x.reduce((sum, value, j) => sum + value * mean[j]!, 0),
      variance: quadraticForm(covariance, x),
    }),
  };
}

/** log N(y; H m0, noise + H P0^-1 H'). */
function slowEvidence({ features, target, priorMean, priorVariance, noise }: SlowModel): number {
  if (target.length === 0) return 0;
  const covariance = features.map((a, i) =>
    features.map(
      (b, k) => a.reduce((sum, v, j) => sum + v * b[j]! * priorVariance[j]!, 0) + (i === k ? noise[i]! : 0),
    ),
  );
  const residual = target.map((y, n) => y - features[n]!.reduce((s, v, j) => s + v * priorMean[j]!, 0));
  const { inverse, logDeterminant } = invert(covariance);
  return -0.5 * (target.length * Math.log(2 * Math.PI) + logDeterminant + quadraticForm(inverse, residual));
}
