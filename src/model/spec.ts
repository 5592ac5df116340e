import type { Standardise } from "../data/scaler.ts";
import type { ActivationName } from "./activations.ts";

/**
 * The shallow network of figures 8.4 and 9.11 with fixed joints: h_k(x) = max(0, slope_k (x - joint_k)), one input,
 * and a constant 1. Joints are places on the x axis, in the units of x in the data, ascending.
 */
export interface ShallowReluSpec {
  readonly kind: "shallow-relu";
  /** The joints, or how many to space evenly from the smallest x (included) to the largest (excluded). */
  readonly joints:
    | readonly number[]
    | { readonly count: number; readonly from?: number; readonly to?: number };
  /** Positive slope of every unit; default 1 for all. */
  readonly slopes?: readonly number[];
}

/**
 * Random ReLU features of several inputs: h_k(x) = sqrt(2/H) max(0, inputScale w_k'x + b_k) with w_k and b_k drawn once
 * from N(0, 1), and a constant 1. The factor makes the prior over functions independent of the number H of units; as H
 * grows the model tends to a Gaussian process with the arc-cosine kernel (Cho & Saul 2009).
 */
export interface RandomReluSpec {
  readonly kind: "random-relu";
  /** Number of units H. */
  readonly units: number;
  /** Names the draw of the hidden layer. */
  readonly seed: string | number;
  /** How far a standardised input moves a unit; larger values give rougher functions. Default 1. */
  readonly inputScale?: number;
  /** Also the inputs themselves as features. Default false. */
  readonly linear?: boolean;
}

/** A given hidden layer: h_k(x) = scale activation(w_k'x + b_k), and a constant 1. */
export interface HiddenLayerSpec {
  readonly kind: "hidden-layer";
  /** One row of input weights per unit [H, d]. */
  readonly weights: readonly (readonly number[])[];
  /** One per unit [H]. */
  readonly biases: readonly number[];
  /** Default "relu". */
  readonly activation?: ActivationName;
  /** A factor on every unit; default 1. */
  readonly scale?: number;
  /** Also the inputs themselves as features. Default false. */
  readonly linear?: boolean;
}

/** The inputs themselves, and a constant 1: ordinary Bayesian linear regression. */
export interface LinearSpec {
  readonly kind: "linear";
}

/** A network that is linear in its parameters: the case in which inference is exact. */
export type NetworkSpec = ShallowReluSpec | RandomReluSpec | HiddenLayerSpec | LinearSpec;

/**
 * The prior: parameter j ~ N(mean_j, variance / precision_j), independently; the bias has a variance of its own.
 * Stated in the units the network sees, that is standardised ones where the model standardises.
 */
export interface NormalPriorSpec {
  readonly kind: "normal";
  /** sigma2_phi of equation 9.21, or "learned": chosen by maximising the evidence, or "flat" (improper). */
  readonly variance: number | "learned" | "flat";
  /** Prior variance of the bias: a number, "flat" (improper), or "same" as the weights (the default). */
  readonly biasVariance?: number | "flat" | "same";
  /** Prior mean of every parameter, the bias last; default 0. */
  readonly mean?: readonly number[];
  /** Precision of every weight in units of 1/variance; default 1. The bias is not among them. */
  readonly precision?: readonly number[];
}

/** An inverse-gamma prior on the noise variance: density b^a / Gamma(a) s^(-a-1) e^(-b/s), shape a and scale b. */
export interface InverseGammaSpec {
  readonly shape: number;
  readonly scale: number;
}

/** y = f(x) + N(0, noise variance). */
export interface NormalLikelihoodSpec {
  readonly kind: "normal";
  /**
   * The noise variance sigma^2: known, or "learned" by maximising the evidence, or integrated out under an
   * inverse-gamma prior, in which case prior variances are in units of the noise variance.
   */
  readonly noiseVariance: number | "learned" | InverseGammaSpec;
}

/** A model, as plain JSON. */
export interface ModelSpec {
  readonly network: NetworkSpec;
  readonly prior: NormalPriorSpec;
  readonly likelihood: NormalLikelihoodSpec;
  /** Which variables are standardised before the network sees them; default "none" for fixed joints, else "both". */
  readonly standardise?: Standardise;
}
