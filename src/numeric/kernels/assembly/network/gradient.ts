/** Values, losses and gradients of a network over rows start ... start + count - 1 of the order, some rows at a time. */
import {
  BACK_SUMS,
  BACK_VALUES,
  BATCH,
  GRADIENT,
  INPUT_GRADIENTS,
  LAYER_GRADIENT,
  LAYER_IN,
  LAYER_OFFSET,
  LAYER_OUT,
  LAYER_SWAPPED,
  LAYER_VALUES,
  LAYERS,
  LOSS,
  LOSSES,
  OUTPUT_GRADIENTS,
  OUTPUTS,
  PADDED_BYTES,
  PADDED_GRADIENT,
  PARAMETERS,
  PASS_TARGETS,
  PASS_WEIGHTS,
  PRECISIONS,
} from "../../shared/networkFields";
import { field, layerAt, paddedRow, rowStride } from "./layout";
import { lossAndGradient } from "./loss";
import { backwardPass, forwardPass, gatherInputs, gatherTargets } from "./pass";
import { copyNumbers, copyVectors } from "./rearrange";

/** Outputs of the network. */
// @ts-ignore: decorator
@inline
export function outputsOf(network: usize): usize {
  return field(layerAt(network, field(network, LAYERS) - 1), LAYER_OUT);
}

/** The outputs of the pass as columns. */
// @ts-ignore: decorator
@inline
export function outputColumns(network: usize): usize {
  return field(layerAt(network, field(network, LAYERS) - 1), LAYER_VALUES);
}

/** Columns [width, count] to rows [count, width] without padding. */
export function columnsToRows<T>(width: usize, count: usize, columns: usize, row: usize, rows: usize): void {
  for (let r: usize = 0; r < count; r++) {
    for (let j: usize = 0; j < width; j++) {
      store<T>(rows, load<T>(columns + j * row));
      rows += sizeof<T>();
    }
    columns += sizeof<T>();
  }
}

/** Rows [count, width] without padding to columns [width, count]. */
function rowsToColumns<T>(width: usize, count: usize, rows: usize, columns: usize, row: usize): void {
  for (let r: usize = 0; r < count; r++) {
    for (let j: usize = 0; j < width; j++) {
      store<T>(columns + j * row, load<T>(rows));
      rows += sizeof<T>();
    }
    columns += sizeof<T>();
  }
}

/** Outputs of the rows, to OUTPUTS. */
export function forward<T>(network: usize, start: usize, count: usize): void {
  const outputs = outputsOf(network);
  const batch = field(network, BATCH);
  for (let done: usize = 0; done < count; done += batch) {
    const rows = min(batch, count - done);
    gatherInputs<T>(network, start + done, rows);
    forwardPass<T>(network, field(network, PARAMETERS), rows, false);
    const target = field(network, OUTPUTS) + done * outputs * sizeof<T>();
    columnsToRows<T>(outputs, rows, outputColumns(network), rowStride<T>(rows), target);
  }
}

/** Losses of the rows of the pass to LOSSES from row `at` on, their gradient to BACK_SUMS; adds the weighted losses to `sum`. */
export function lossOfPass<T>(network: usize, count: usize, at: usize, sum: f64): f64 {
  const losses = field(network, LOSSES) + at * sizeof<T>();
  const weights = field(network, PASS_WEIGHTS);
  lossAndGradient<T>(
    field(network, LOSS),
    outputsOf(network),
    paddedRow<T>(count),
    rowStride<T>(count),
    outputColumns(network),
    field(network, PASS_TARGETS),
    weights,
    field(network, PRECISIONS),
    losses,
    field(network, BACK_SUMS),
  );
  for (let r: usize = 0; r < count * sizeof<T>(); r += sizeof<T>()) {
    sum += <f64>load<T>(weights + r) * <f64>load<T>(losses + r);
  }
  return sum;
}

/** The weighted sum of the losses times `scale`, and with `backward` its gradient, to GRADIENT. */
export function value<T>(network: usize, start: usize, count: usize, scale: f64, backward: bool): f64 {
  const parameters = field(network, PARAMETERS);
  const batch = field(network, BATCH);
  let sum: f64 = 0;
  if (backward) clearGradient(network);
  for (let done: usize = 0; done < count; done += batch) {
    const rows = min(batch, count - done);
    gatherInputs<T>(network, start + done, rows);
    gatherTargets<T>(network, start + done, rows, <T>scale);
    forwardPass<T>(network, parameters, rows, backward);
    sum = lossOfPass<T>(network, rows, done, sum);
    if (backward) {
      backwardPass<T>(network, parameters, rows, field(network, INPUT_GRADIENTS) != 0);
      inputGradients<T>(network, rows, done);
    }
  }
  if (backward) finishGradient<T>(network);
  return sum;
}

/** One pass of at most a batch that keeps what {@link backwardRows} needs; outputs go to OUTPUTS from row `at` on. */
export function forwardRows<T>(network: usize, start: usize, count: usize, at: usize): void {
  const outputs = outputsOf(network);
  gatherInputs<T>(network, start, count);
  forwardPass<T>(network, field(network, PARAMETERS), count, true);
  const target = field(network, OUTPUTS) + at * outputs * sizeof<T>();
  columnsToRows<T>(outputs, count, outputColumns(network), rowStride<T>(count), target);
}

/** Back through the pass, from OUTPUT_GRADIENTS from row `at` on; adds to the padded gradient. */
export function backwardRows<T>(network: usize, count: usize, at: usize): void {
  const outputs = outputsOf(network);
  const source = field(network, OUTPUT_GRADIENTS) + at * outputs * sizeof<T>();
  rowsToColumns<T>(outputs, count, source, field(network, BACK_SUMS), rowStride<T>(count));
  backwardPass<T>(network, field(network, PARAMETERS), count, field(network, INPUT_GRADIENTS) != 0);
  inputGradients<T>(network, count, at);
}

function inputGradients<T>(network: usize, count: usize, at: usize): void {
  if (field(network, INPUT_GRADIENTS) == 0) return;
  const width = field(layerAt(network, 0), LAYER_IN);
  const target = field(network, INPUT_GRADIENTS) + at * width * sizeof<T>();
  columnsToRows<T>(width, count, field(network, BACK_VALUES), rowStride<T>(count), target);
}

export function clearGradient(network: usize): void {
  memory.fill(field(network, PADDED_GRADIENT), 0, field(network, PADDED_BYTES));
}

/** The padded gradient to GRADIENT, without gaps. */
export function finishGradient<T>(network: usize): void {
  const layers = field(network, LAYERS);
  for (let l: usize = 0; l < layers; l++) {
    const layer = layerAt(network, l);
    const ins = field(layer, LAYER_IN) + 1;
    const outs = field(layer, LAYER_OUT);
    const source = field(layer, LAYER_GRADIENT);
    const target = field(network, GRADIENT) + field(layer, LAYER_OFFSET) * sizeof<T>();
    if (!field(layer, LAYER_SWAPPED)) {
      // In order: what a row writes too much, the next one overwrites, and the last one's lands behind the gradient.
      for (let i: usize = 0; i < ins; i++) {
        copyVectors<T>(outs, source + i * paddedRow<T>(outs), target + i * outs * sizeof<T>());
      }
    } else if (outs == 1) {
      copyNumbers<T>(ins, source, target);
    } else {
      columnsToRows<T>(outs, ins, source, paddedRow<T>(ins), target);
    }
  }
}
