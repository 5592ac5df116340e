import { type Chains, poolChains } from "../diagnostics/chains.ts";
import { mcseMean } from "../diagnostics/mcseMean.ts";
import { meanAndVariance } from "../diagnostics/meanAndVariance.ts";
import { log, logSumExp } from "../numeric/special.ts";

/** The log likelihood under one power of it. */
export interface PathPoint {
  readonly power: number;
  /** E_b[log p(y | theta)], with its Monte Carlo standard error. */
  readonly mean: number;
  readonly standardError: number;
  /** Var_b[log p(y | theta)]: the slope of the mean. */
  readonly variance: number;
}

/** An integral along a path of powers. */
export interface PathIntegral {
  readonly logEvidence: number;
  readonly standardError: number;
  readonly correction: number;
  readonly steppingStone: number;
  readonly path: readonly PathPoint[];
}

/**
 * The integral of E_b[log likelihood] over powers 0 = b_0 < ... < b_K = 1, from chains of log likelihoods at each: with h_k =
 * b_(k+1) - b_k, means m and variances v,
 *   sum_k h_k (m_k + m_(k+1))/2 - h_k^2 (v_(k+1) - v_k)/12.
 * It is a sum over powers of c_k m_k + d_k v_k, and so its variance the sum of those of the means of c_k l + d_k (l - m_k)^2.
 * Beside it sum_k log E_(b_k)[exp(h_k l)], which needs no steps to be small.
 */
export function integratePath(powers: readonly number[], chains: readonly Chains[]): PathIntegral {
  const last = powers.length - 1;
  const step = (k: number) => (k < 0 || k >= last ? 0 : powers[k + 1]! - powers[k]!);
  let [trapezoid, correction, variance, steppingStone] = [0, 0, 0, 0];
  const path = powers.map((power, k): PathPoint => {
    const pooled = poolChains(chains[k]!);
    const moments = meanAndVariance(pooled);
    const [before, after] = [step(k - 1), step(k)];
    const c = (before + after) / 2;
    const d = (after * after - before * before) / 12;
    trapezoid += c * moments.mean;
    correction += d * moments.variance;
    const influence = chains[k]!.map((chain) =>
      chain.map((l) => c * (l - moments.mean) + d * (l - moments.mean) * (l - moments.mean)),
    );
    const error = errorOfMean(influence);
    variance += error * error;
    if (k < last) steppingStone += logSumExp(pooled.map((l) => after * l)) - log(pooled.length);
    return { power, mean: moments.mean, standardError: errorOfMean(chains[k]!), variance: moments.variance };
  });
  return {
    logEvidence: trapezoid + correction,
    standardError: Math.sqrt(variance),
    correction,
    steppingStone,
    path,
  };
}

/** Monte Carlo standard error of the mean; of chains too short to have one as if their draws were independent. */
function errorOfMean(chains: Chains): number {
  const error = mcseMean(chains);
  if (!Number.isNaN(error)) return error;
  const pooled = poolChains(chains);
  return pooled.length < 2 ? 0 : Math.sqrt(meanAndVariance(pooled).variance / pooled.length);
}
