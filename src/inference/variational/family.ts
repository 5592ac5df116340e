/**
 * A family of normal distributions over P numbers z = m + S e, with e standard normal [noise]. Its own numbers lambda
 * [count] begin with the mean m [P].
 */
export interface VariationalFamily {
  /** P. */
  readonly size: number;
  /** Length of lambda. */
  readonly count: number;
  /** Standard normal numbers that one draw takes. */
  readonly noise: number;
  /** Writes lambda for the mean and a covariance of spread^2 I. */
  initialise(mean: Float64Array, spread: number, lambda: Float64Array): void;
  /** Takes lambda as it is now for the calls that follow. */
  use(lambda: Float64Array): void;
  /** z = m + S e. */
  draw(noise: Float64Array, z: Float64Array): void;
  /** Adds weight x the gradient by lambda of a function whose gradient at the draw z is g. */
  addPathGradient(noise: Float64Array, g: Float64Array, weight: number, gradient: Float64Array): void;
  /** E[z_0^2 + ... + z_(first-1)^2] / 2; adds weight x its gradient by lambda. */
  halfSecondMoment(first: number, weight: number, gradient: Float64Array): number;
  /** The entropy of q; adds weight x its gradient by lambda. */
  entropy(weight: number, gradient: Float64Array): number;
  /** Variances of z [P]. */
  variances(): Float64Array;
  /** Var(h'z) for h [P]. */
  projectedVariance(h: Float64Array): number;
  /** log q(z). */
  logDensity(z: Float64Array): number;
}

/** Which family of normal distributions approximates the posterior. */
export type FamilySpec =
  | { readonly kind: "factorised" }
  /** Diagonal plus a matrix of the given rank. */
  | { readonly kind: "low-rank"; readonly rank: number }
  | { readonly kind: "full" };
