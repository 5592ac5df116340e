/**
 * An estimator of the expected loss E_q[-log likelihood] and, where it has no closed form, of E_q[-log prior], with its
 * gradient by the numbers lambda of the family.
 */
export interface ElboEstimator {
  /** Standard normal numbers that one draw takes, at most. */
  readonly noise: number;
  /**
   * One draw of the loss of `count` rows from position `start` on, times N/count, and of -log prior; adds weight x its
   * gradient by lambda to `gradient`. The family has been told lambda by `use`.
   */
  draw(noise: Float64Array, start: number, count: number, weight: number, gradient: Float64Array): number;
}
