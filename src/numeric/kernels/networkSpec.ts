import { checkChoice, checkKeys, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import * as field from "./shared/networkFields.ts";
import type { FloatFormat } from "./workspace.ts";

/** relu: max(z, 0); softplus: log(1 + e^z); gelu: z F(z), F the standard normal distribution function. */
export type Activation = "relu" | "tanh" | "softplus" | "gelu" | "sin";

/**
 * The loss of one row with outputs f and targets y, without constants that depend on y alone:
 * - squaredError: sum_k b_k (f_k - y_k)^2 / 2 with noise precisions b;
 * - normal: sum_k (s_k + (y_k - m_k)^2 e^-s_k) / 2, where f holds the means m and then the log variances s;
 * - bernoulli: sum_k log(1 + e^f_k) - y_k f_k, y in [0, 1];
 * - softmax: log(sum_k e^f_k) - f_y for one class index y, counted from 0;
 * - poisson: sum_k e^f_k - y_k f_k, y a count.
 */
export type NetworkLoss = "squaredError" | "normal" | "bernoulli" | "softmax" | "poisson";

/** What a network kernel computes, and how much it holds. */
export interface NetworkOptions {
  /** Numbers of units: inputs, hidden layers, outputs; two or more. */
  readonly layers: readonly number[];
  /** Of all hidden layers, or of each. Default: "relu". */
  readonly activation?: Activation | readonly Activation[];
  readonly loss: NetworkLoss;
  /** Default: "f64". */
  readonly format?: FloatFormat;
  /** Rows of data that are held. */
  readonly rows: number;
  /** Rows that pass through the network at a time: affects memory and speed, not results. Default: 128, or rows. */
  readonly batch?: number;
  /**
   * Factors of the hidden units (dropout): "units", one per unit; "rows", one per unit and row of a batch. Default:
   * "none".
   */
  readonly masks?: "none" | "units" | "rows";
  /** Whether a hidden layer as wide as its input adds that input to its activations. Default: false. */
  readonly residual?: boolean;
  /** Whether the gradient by the inputs is computed too. Default: false. */
  readonly inputGradients?: boolean;
  /**
   * Parameters behind those of the network, in the same vectors, which the network does not touch (those of a
   * likelihood): updates see one vector. Default: 0.
   */
  readonly extraParameters?: number;
}

/** One layer: weights[i outputs + j] leads from input i to output j; both ranges are indices of the parameter vector. */
export interface NetworkLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly activation: Activation | "identity";
  readonly residual: boolean;
  /** Index of the first weight; there are inputs x outputs, row after row. */
  readonly weights: number;
  /** Index of the first bias, behind the weights; there are as many as outputs. */
  readonly bias: number;
}

/** The checked options with everything filled in. */
export interface NetworkSpec {
  readonly layers: readonly NetworkLayer[];
  readonly loss: NetworkLoss;
  readonly format: FloatFormat;
  readonly rows: number;
  readonly batch: number;
  readonly masks: "none" | "units" | "rows";
  readonly inputGradients: boolean;
  readonly inputs: number;
  readonly outputs: number;
  /** Targets per row. */
  readonly targets: number;
  /** Hidden units of all layers together. */
  readonly hiddenUnits: number;
  /** Number of parameters. */
  readonly size: number;
  /** Parameters behind them. */
  readonly extraParameters: number;
}

const KEYS = [
  "layers",
  "activation",
  "loss",
  "format",
  "rows",
  "batch",
  "masks",
  "residual",
  "inputGradients",
  "extraParameters",
];
const MOST = 16_777_216;

/** The number by which the kernels know each activation. */
export const ACTIVATIONS: Readonly<Record<Activation | "identity", number>> = {
  identity: field.IDENTITY,
  relu: field.RELU,
  tanh: field.TANH,
  softplus: field.SOFTPLUS,
  gelu: field.GELU,
  sin: field.SIN,
};

/** The number by which the kernels know each loss. */
export const LOSSES: Readonly<Record<NetworkLoss, number>> = {
  squaredError: field.SQUARED_ERROR,
  normal: field.NORMAL,
  bernoulli: field.BERNOULLI,
  softmax: field.SOFTMAX,
  poisson: field.POISSON,
};

/** Checks the options and lays out the parameters. Throws an ArgumentError that says what is wrong with which option. */
export function networkSpec(where: string, options: NetworkOptions): NetworkSpec {
  checkKeys(where, options, KEYS);
  const widths = options.layers;
  if (!Array.isArray(widths) || widths.length < 2) {
    throw new ArgumentError({
      where,
      problem: "layers must list at least the numbers of inputs and outputs",
    });
  }
  widths.forEach(
    (width, l) => void checkNumber(where, `layers[${l}]`, width, { integer: true, min: 1, max: MOST }),
  );
  const loss = checkChoice(where, "loss", options.loss, Object.keys(LOSSES) as NetworkLoss[]);
  const rows = checkNumber(where, "rows", options.rows, { integer: true, min: 0, max: 2_147_483_648 });
  const batch = options.batch ?? Math.max(1, Math.min(rows, 128));
  const outputs = widths.at(-1)!;
  if (loss === "normal" && outputs % 2 !== 0) {
    throw new ArgumentError({
      where,
      problem: `loss "normal" must have an even number of outputs, a mean and a log variance each, got ${outputs}`,
    });
  }
  const layers = layerTable(where, widths, options);
  const last = layers.at(-1)!;
  return {
    layers,
    loss,
    format: checkChoice(where, "format", options.format ?? "f64", ["f64", "f32"]),
    rows,
    batch: checkNumber(where, "batch", batch, { integer: true, min: 1, max: MOST }),
    masks: checkChoice(where, "masks", options.masks ?? "none", ["none", "units", "rows"]),
    inputGradients: options.inputGradients ?? false,
    inputs: widths[0]!,
    outputs,
    targets: loss === "softmax" ? 1 : loss === "normal" ? outputs / 2 : outputs,
    hiddenUnits: layers.slice(0, -1).reduce((sum, layer) => sum + layer.outputs, 0),
    size: last.bias + last.outputs,
    extraParameters: checkNumber(where, "extraParameters", options.extraParameters ?? 0, {
      integer: true,
      min: 0,
    }),
  };
}

function layerTable(where: string, widths: readonly number[], options: NetworkOptions): NetworkLayer[] {
  const hidden = widths.length - 2;
  const activation = options.activation ?? "relu";
  const activations = typeof activation === "string" ? new Array(hidden).fill(activation) : activation;
  if (activations.length !== hidden) {
    throw new ArgumentError({
      where,
      problem: `activation must be one word, or one for each of ${hidden} hidden layers, got ${activations.length}`,
    });
  }
  const words = Object.keys(ACTIVATIONS).filter((word) => word !== "identity") as Activation[];
  let offset = 0;
  return widths.slice(1).map((outputs, l) => {
    const inputs = widths[l]!;
    const weights = offset;
    const bias = weights + inputs * outputs;
    offset = bias + outputs;
    return {
      inputs,
      outputs,
      activation: l === hidden ? "identity" : checkChoice(where, "activation", activations[l], words),
      residual: options.residual === true && l < hidden && inputs === outputs,
      weights,
      bias,
    };
  });
}
