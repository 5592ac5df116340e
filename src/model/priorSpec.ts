/** How the scale of a weight's prior depends on where the weight is. */
export interface WeightScaling {
  /**
   * "parameter": the same scale for every weight. "fan-in": the scale is divided by sqrt(fan_in) of the weight's layer,
   * so that the prior over functions does not depend on the width. Default "fan-in" for an mlp, else "parameter".
   * Biases are never scaled.
   */
  readonly by?: "parameter" | "fan-in";
  /** Prior variance of the biases, which are normal under every prior: a number or "flat". Default 1. */
  readonly biasVariance?: number | "flat";
}

/**
 * Independent normals (L2 regularisation): parameter j ~ N(mean_j, variance / precision_j), the weights of an mlp
 * N(0, variance / fan_in). Stated in the units the network sees, that is standardised ones where the model standardises.
 */
export interface NormalPriorSpec {
  readonly kind: "normal";
  /**
   * sigma2_phi of equation 9.21; or one for each layer of an mlp, first to last; or "learned": chosen by maximising the
   * evidence (exact inference); or "flat" (improper).
   */
  readonly variance: number | readonly number[] | "learned" | "flat";
  /** Prior variance of the bias: a number, "flat" (improper), or "same" as the weights. Default 1 for an mlp, else "same". */
  readonly biasVariance?: number | "flat" | "same";
  /** See {@link WeightScaling}. */
  readonly by?: "parameter" | "fan-in";
  /** Prior mean of every parameter, in their order; default 0. */
  readonly mean?: readonly number[];
  /** Precision of every weight in units of 1/variance; default 1. The biases are not among them. Not for an mlp. */
  readonly precision?: readonly number[];
}

/** Laplace (L1 regularisation): density exp(-|w|/scale) / (2 scale), variance 2 scale^2. */
export interface LaplacePriorSpec extends WeightScaling {
  readonly kind: "laplace";
  readonly scale: number;
}

/** Elastic net: density proportional to exp(-l1 |w| - l2 w^2 / 2), in units of the scale that `by` gives. */
export interface ElasticNetPriorSpec extends WeightScaling {
  readonly kind: "elastic-net";
  readonly l1: number;
  readonly l2: number;
}

/** The scale mixture of Blundell et al. 2015: share N(0, wide^2) + (1 - share) N(0, narrow^2). */
export interface ScaleMixturePriorSpec extends WeightScaling {
  readonly kind: "scale-mixture";
  readonly share: number;
  /** Standard deviation of the wide component. */
  readonly wide: number;
  /** Standard deviation of the narrow component. */
  readonly narrow: number;
}

/** Student's t with df degrees of freedom. */
export interface StudentTPriorSpec extends WeightScaling {
  readonly kind: "student-t";
  readonly df: number;
  readonly scale: number;
}

/**
 * The horseshoe of Carvalho, Polson & Scott 2010: w ~ N(0, scale^2 l^2), l half-Cauchy(0, 1), with l integrated out in
 * closed form: density exp(u) E1(u) / (sqrt(2 pi^3) scale), u = w^2 / (2 scale^2), infinite at 0.
 */
export interface HorseshoePriorSpec extends WeightScaling {
  readonly kind: "horseshoe";
  readonly scale: number;
}

/** A prior of the parameters. */
export type PriorSpec =
  | NormalPriorSpec
  | LaplacePriorSpec
  | ElasticNetPriorSpec
  | ScaleMixturePriorSpec
  | StudentTPriorSpec
  | HorseshoePriorSpec;
