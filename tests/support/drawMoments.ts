/** What S draws of a vector should look like. */
export interface KnownMoments {
  readonly mean: ArrayLike<number>;
  /** Covariance [d, d], row after row. */
  readonly covariance: ArrayLike<number>;
  /** Degrees of freedom of a multivariate t distribution; Infinity (the default) for a normal one. */
  readonly df?: number;
}

/**
 * The largest deviation of the draws' means and second moments (about the known mean) from the known ones, in their own
 * Monte-Carlo standard errors. For a multivariate t with df degrees of freedom
 * E[x_i^2 x_j^2] = (df - 2)/(df - 4) (C_ii C_jj + 2 C_ij^2), which a normal distribution has with factor 1.
 */
export function worstMoment(draws: readonly ArrayLike<number>[], known: KnownMoments): number {
  const { mean, covariance, df = Number.POSITIVE_INFINITY } = known;
  const d = mean.length;
  const s = draws.length;
  const fourth = Number.isFinite(df) ? (df - 2) / (df - 4) : 1;
  const c = (i: number, j: number) => covariance[i * d + j]!;
  const average = (f: (draw: ArrayLike<number>) => number) => draws.reduce((sum, x) => sum + f(x), 0) / s;
  let worst = 0;
  for (let i = 0; i < d; i++) {
    worst = Math.max(worst, Math.abs(average((x) => x[i]!) - mean[i]!) / Math.sqrt(c(i, i) / s));
    for (let j = 0; j <= i; j++) {
      const found = average((x) => (x[i]! - mean[i]!) * (x[j]! - mean[j]!));
      const spread = fourth * (c(i, i) * c(j, j) + 2 * c(i, j) * c(i, j)) - c(i, j) * c(i, j);
      worst = Math.max(worst, Math.abs(found - c(i, j)) / Math.sqrt(spread / s));
    }
  }
  return worst;
}
