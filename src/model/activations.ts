import { erfc, exp, log1p, sin, tanh } from "../numeric/special.ts";

/** The activation functions a hidden layer can have. */
export const activations: {
  readonly relu: (z: number) => number;
  readonly tanh: (z: number) => number;
  readonly softplus: (z: number) => number;
  readonly gelu: (z: number) => number;
  readonly sin: (z: number) => number;
} = {
  relu: (z) => Math.max(0, z),
  tanh,
  softplus: (z) => Math.max(0, z) + log1p(exp(-Math.abs(z))),
  gelu: (z) => 0.5 * z * erfc(-z * Math.SQRT1_2),
  sin,
};

/** The name of an activation function. */
export type ActivationName = keyof typeof activations;
