/** An inverse-gamma prior on the noise variance: density b^a / Gamma(a) s^(-a-1) e^(-b/s), shape a and scale b. */
export interface InverseGammaSpec {
  readonly shape: number;
  readonly scale: number;
}

/** y = f(x) + N(0, noise variance), for one or several real targets. */
export interface NormalLikelihoodSpec {
  readonly kind: "normal";
  /**
   * The noise variance sigma^2: known, or "learned", or with an inverse-gamma prior. Exact inference learns it by
   * maximising the evidence and integrates it out under that prior, in which case prior variances are in units of the
   * noise variance. Other methods infer log sigma of every target as a parameter, with the prior N(-1, 1) in
   * standardised units where it is "learned".
   */
  readonly noiseVariance: number | "learned" | InverseGammaSpec;
}

/**
 * y ~ N(m(x), v(x)) with both from the network: outputs are the means and then s with v = floor + exp(s). `beta` weighs the
 * gradient of a row by v^beta, without changing what is computed (Seitzer et al. 2022): 0 is the likelihood itself,
 * 0.5 what they recommend for training.
 */
export interface HeteroscedasticLikelihoodSpec {
  readonly kind: "heteroscedastic";
  /** Between 0 and 1; default 0. */
  readonly beta?: number;
  /** Smallest noise variance, in the units the network sees. Default 1e-3. */
  readonly floor?: number;
}

/** y = f(x) + scale T with df degrees of freedom: robust to outliers. */
export interface StudentTLikelihoodSpec {
  readonly kind: "student-t";
  readonly df: number;
  /** In the units the network sees; "learned" like a noise variance. */
  readonly scale: number | "learned";
}

/** P(y = 1) = 1 / (1 + exp(-f(x))): one of two classes. */
export interface BernoulliLikelihoodSpec {
  readonly kind: "bernoulli";
}

/** How a share of the probability of the observed class is given to others (label smoothing, problem 9.4). */
export interface LabelSmoothing {
  /** The share given away, at least 0 and below 1. */
  readonly share: number;
  /** "others": spread over the K - 1 other classes (problem 9.4 of the book); "uniform": over all K. */
  readonly over: "others" | "uniform";
}

/** P(y = k) = softmax of the K outputs: one of K classes. */
export interface CategoricalLikelihoodSpec {
  readonly kind: "categorical";
  /** Changes the training loss, not the predictive distribution. */
  readonly smoothing?: LabelSmoothing;
}

/** y ~ Poisson(exp(f(x))): counts. */
export interface PoissonLikelihoodSpec {
  readonly kind: "poisson";
}

/** How observations depend on the outputs of the network. */
export type LikelihoodSpec =
  | NormalLikelihoodSpec
  | HeteroscedasticLikelihoodSpec
  | StudentTLikelihoodSpec
  | BernoulliLikelihoodSpec
  | CategoricalLikelihoodSpec
  | PoissonLikelihoodSpec;
