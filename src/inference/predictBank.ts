import { scaleColumns } from "../data/scaler.ts";
import type { CompiledModel } from "../model/compileModel.ts";
import { checkMemory } from "../model/memory.ts";
import type { Outcome } from "../model/model.ts";
import { createNetworkKernel } from "../numeric/kernels/network.ts";
import { createNetworkBank } from "../numeric/kernels/networkBank.ts";
import { withWorkspace } from "../numeric/kernels/workspace.ts";
import { createMatrix, type Matrix } from "../numeric/matrix.ts";
import { type OutputDraws, predictDraws } from "../predictive/predictDraws.ts";
import { asInputs, type Inputs } from "./inputs.ts";
import type { PredictiveOf } from "./method.ts";

/** Outputs of all draws that are computed at a time, and rows at a time: the memory of the kernels stays small. */
const MOST_OUTPUTS = 1_000_000;
const MOST_ROWS = 4096;

/**
 * The predictive distribution at the rows of x under a bank of parameter vectors [S, size], those of the likelihood
 * included: the exact mixture over the bank. Rows pass through the network in blocks.
 * Throws a ShapeError or ArgumentError where x is not what the model was fitted on, or is too much for the memory.
 */
export function predictBank<O extends Outcome>(
  compiled: CompiledModel,
  bank: Matrix,
  x: Inputs,
): PredictiveOf<O> {
  const { model, scaler } = compiled;
  return predictDraws(
    model.spec.likelihood,
    model,
    bankOutputs(compiled, bank, x),
    scaler.y,
  ) as PredictiveOf<O>;
}

/** What the parameter vectors of a bank say at the rows of x: outputs of the network, and parameters of the likelihood. */
export function bankOutputs(compiled: CompiledModel, bank: Matrix, x: Inputs): OutputDraws {
  const { model, scaler, form, likelihood } = compiled;
  const inputs = scaleColumns(scaler.x, asInputs("predict", x, model.inputs));
  const width = likelihood.outputs;
  // Outputs, and locations, scales and weights of the mixture that they become.
  const bytes = 8 * 4 * bank.rows * inputs.rows * width;
  const what = `the predictive distribution of ${inputs.rows} rows under ${bank.rows} draws`;
  checkMemory("predict", bytes, what, "Predict fewer rows at a time.");
  const outputs = createMatrix(bank.rows, inputs.rows * width);
  const own = createMatrix(bank.rows, likelihood.own.length);
  for (let s = 0; s < bank.rows; s++) {
    own.data.set(bank.data.subarray(s * bank.cols + form.size, (s + 1) * bank.cols), s * own.cols);
  }
  forwardBank(compiled, bank, inputs, outputs);
  return { outputs, own };
}

/** Writes the outputs [S, n O] of every parameter vector of the bank at standardised inputs [n, d]. */
export function forwardBank(
  { model, form, likelihood }: CompiledModel,
  bank: Matrix,
  inputs: Matrix,
  outputs: Matrix,
): void {
  const width = likelihood.outputs;
  const fitting = Math.max(1, Math.floor(MOST_OUTPUTS / Math.max(1, bank.rows * width)));
  const rows = Math.min(inputs.rows, MOST_ROWS, fitting);
  if (rows === 0) return;
  withWorkspace((workspace) => {
    const network = createNetworkKernel(workspace, {
      layers: form.layers,
      activation: form.activation,
      residual: form.residual,
      loss: "squaredError",
      format: model.spec.precision ?? "f64",
      rows,
    });
    const kernel = createNetworkBank(network, bank.rows, rows);
    for (let s = 0; s < bank.rows; s++) {
      const vector = bank.data.subarray(s * bank.cols, s * bank.cols + form.size);
      kernel.parameters.view.set(vector, s * form.size);
    }
    const features = new Float64Array(rows * form.layers[0]!);
    for (let from = 0; from < inputs.rows; from += rows) {
      const count = Math.min(rows, inputs.rows - from);
      form.featuresInto(inputs, from, from + count, features);
      network.arrays.inputs.view.set(features);
      kernel.forward(bank.rows, 0, count);
      const found = kernel.outputs.view;
      for (let s = 0; s < bank.rows; s++) {
        const block = found.subarray(s * count * width, (s + 1) * count * width);
        outputs.data.set(block, s * outputs.cols + from * width);
      }
    }
  });
}
