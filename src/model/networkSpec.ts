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

/**
 * A multilayer perceptron whose every weight and bias is a parameter. Parameters lie layer after layer, first the weights
 * [inputs, outputs] row after row, then the biases [outputs].
 */
export interface MlpSpec {
  readonly kind: "mlp";
  /** Numbers of units of the hidden layers, first to last; empty for a linear model. */
  readonly hidden: readonly number[];
  /** Of all hidden layers, or one for each. Default "relu". */
  readonly activation?: ActivationName | readonly ActivationName[];
  /** Whether a hidden layer as wide as its input adds that input to its activations. Default false. */
  readonly residual?: boolean;
  /**
   * How optimisers start: "he" (N(0, 2/fan_in), He et al. 2015), "glorot" (N(0, 2/(fan_in + fan_out)), Glorot & Bengio
   * 2010), both with biases of 0; "prior", a draw from the prior; or a draw of every weight and bias from N(0, variance).
   * Default "he" for relu and gelu, else "glorot"; without hidden layers the mean of the prior.
   */
  readonly initialise?: "he" | "glorot" | "prior" | { readonly variance: number };
}

/** A network that is linear in its parameters: the case in which inference is exact. */
export type LinearNetworkSpec = ShallowReluSpec | RandomReluSpec | HiddenLayerSpec | LinearSpec;

/** A network. */
export type NetworkSpec = LinearNetworkSpec | MlpSpec;
