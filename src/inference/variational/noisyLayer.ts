/** Means and standard deviations of the parameters of one layer with n inputs and m outputs. */
export interface LayerMoments {
  readonly inputs: number;
  readonly outputs: number;
  /** [n, m] */
  readonly weightMean: Float64Array;
  readonly weightSd: Float64Array;
  /** [m] */
  readonly biasMean: Float64Array;
  readonly biasSd: Float64Array;
}

/** Gradients by {@link LayerMoments}, and by what entered the layer. */
export interface LayerGradients {
  readonly weightMean: Float64Array;
  readonly weightSd: Float64Array;
  readonly biasMean: Float64Array;
  readonly biasSd: Float64Array;
  readonly entering: Float64Array;
}

/** A layer whose sums are random because its parameters are; each row has noise of its own. */
export interface NoisyLayer {
  /** Standard normal numbers that a pass over `rows` rows takes. */
  noise(rows: number): number;
  /** The sums [rows, m] of what enters, x [rows, n]. */
  forward(rows: number, x: Float64Array, noise: Float64Array): Float64Array;
  /** From the gradient by the sums of the last pass. */
  backward(dSums: Float64Array): LayerGradients;
}
