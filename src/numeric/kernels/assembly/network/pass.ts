/**
 * One pass of a block of rows through a network and back. Inside, a layer's numbers lie unit after unit, one row of the
 * data per lane ("columns"), so that activations and losses use whole vectors whatever the widths.
 */
import {
  BACK_SUMS,
  BACK_VALUES,
  BATCH,
  DATA_INPUTS,
  DATA_ORDER,
  DATA_TARGETS,
  DATA_WEIGHTS,
  LAYER_ACTIVATION,
  LAYER_DERIVATIVES,
  LAYER_GRADIENT,
  LAYER_IN,
  LAYER_MASKS,
  LAYER_OFFSET,
  LAYER_OUT,
  LAYER_RESIDUAL,
  LAYER_SWAPPED,
  LAYER_VALUES,
  LAYERS,
  LEFT_ROWS,
  MASKS,
  PASS_COLUMNS,
  PASS_ROWS,
  PASS_TARGETS,
  PASS_WEIGHTS,
  RIGHT_ROWS,
  TARGETS,
  WEIGHTS_TRANSPOSED,
  ZEROS,
} from "../../shared/networkFields";
import { activate } from "./activation";
import { field, layerAt, paddedRow, rowStride } from "./layout";
import { productAdd, productSet } from "./product";
import { copyVectors, fillColumn, transposeBlocks } from "./rearrange";

/** The columns that enter layer l. */
// @ts-ignore: decorator
@inline
export function columnsInto(network: usize, l: usize): usize {
  return l == 0 ? field(network, PASS_COLUMNS) : field(layerAt(network, l - 1), LAYER_VALUES);
}

/** Brings rows order[start] ... order[start + count - 1] of the inputs into the pass, as rows ending in 1 and as columns. */
export function gatherInputs<T>(network: usize, start: usize, count: usize): void {
  const width = field(layerAt(network, 0), LAYER_IN);
  const rows = field(network, PASS_ROWS);
  const row = rowStride<T>(width + 1);
  const data = field(network, DATA_INPUTS);
  const order = field(network, DATA_ORDER) + start * 4;
  let target = rows;
  for (let r: usize = 0; r < count; r++) {
    copyVectors<T>(width, data + <usize>load<u32>(order + r * 4) * width * sizeof<T>(), target);
    store<T>(target + width * sizeof<T>(), <T>1);
    target += row;
  }
  // Lanes without a row of the data compute with zeros.
  const end = rows + (paddedRow<T>(count) / sizeof<T>()) * row;
  memory.fill(target, 0, end - target);
  transposeBlocks<T>(paddedRow<T>(count) / sizeof<T>(), width, rows, row, field(network, PASS_COLUMNS), rowStride<T>(count));
}

/** Brings the same rows of targets, and of weights times `scale`, into the pass as columns. */
export function gatherTargets<T>(network: usize, start: usize, count: usize, scale: T): void {
  const order = field(network, DATA_ORDER) + start * 4;
  const targets = field(network, TARGETS);
  const row = rowStride<T>(count);
  const columns = field(network, PASS_TARGETS);
  const weights = field(network, PASS_WEIGHTS);
  memory.fill(columns, 0, targets * row);
  memory.fill(weights, 0, row);
  for (let r: usize = 0; r < count; r++) {
    const at = <usize>load<u32>(order + r * 4) * sizeof<T>();
    const from = field(network, DATA_TARGETS) + at * targets;
    const to = columns + r * sizeof<T>();
    for (let t: usize = 0; t < targets; t++) store<T>(to + t * row, load<T>(from + t * sizeof<T>()));
    store<T>(weights + r * sizeof<T>(), <T>(scale * load<T>(field(network, DATA_WEIGHTS) + at)));
  }
}

/** Sums and activations of every layer for the gathered inputs, with derivatives if `keep`. */
export function forwardPass<T>(network: usize, parameters: usize, count: usize, keep: bool): void {
  const layers = field(network, LAYERS);
  for (let l: usize = 0; l < layers; l++) forwardLayer<T>(network, l, parameters, count, keep);
}

function forwardLayer<T>(network: usize, l: usize, parameters: usize, count: usize, keep: bool): void {
  const layer = layerAt(network, l);
  const size = sizeof<T>();
  const ins = field(layer, LAYER_IN);
  const outs = field(layer, LAYER_OUT);
  const row = rowStride<T>(count);
  const values = field(layer, LAYER_VALUES);
  const weights = parameters + field(layer, LAYER_OFFSET) * size;
  const bias = weights + ins * outs * size;
  const from = columnsInto(network, l);
  productSet<T>(outs, paddedRow<T>(count), ins, weights, outs * size, from, row, bias, size, values, row);
  const derivatives = field(layer, LAYER_DERIVATIVES);
  activate<T>(field(layer, LAYER_ACTIVATION), keep, outs * row, values, derivatives);
  const masks = field(network, MASKS);
  if (masks != 0 && field(layer, LAYER_MASKS) != 0) {
    const batch = field(network, BATCH);
    applyMasks<T>(masks == 2, batch, outs, count, row, field(layer, LAYER_MASKS), values);
    if (keep) applyMasks<T>(masks == 2, batch, outs, count, row, field(layer, LAYER_MASKS), derivatives);
  }
  if (field(layer, LAYER_RESIDUAL)) addVectors<T>(outs * row, from, values);
}

/** Multiplies the columns of each unit by its factor, or by its factor for each row. */
function applyMasks<T>(byRow: bool, batch: usize, units: usize, count: usize, row: usize, masks: usize, values: usize): void {
  for (let u: usize = 0; u < units; u++) {
    if (byRow) {
      for (let i: usize = 0; i < count * sizeof<T>(); i += 16) {
        v128.store(values + i, v128.mul<T>(v128.load(values + i), v128.load(masks + i)));
      }
      masks += batch * sizeof<T>();
    } else {
      const factor = v128.load_splat<T>(masks);
      for (let i: usize = 0; i < row; i += 16) v128.store(values + i, v128.mul<T>(v128.load(values + i), factor));
      masks += sizeof<T>();
    }
    values += row;
  }
}

function addVectors<T>(bytes: usize, source: usize, target: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(target + i, v128.add<T>(v128.load(target + i), v128.load(source + i)));
  }
}

/**
 * From the gradient by the outputs in BACK_SUMS: adds the gradient by the parameters to the padded gradient if
 * `parameterGradient`, and leaves the gradient by the inputs in BACK_VALUES if `inputGradient`.
 */
export function backwardPass<T>(network: usize, parameters: usize, count: usize, inputGradient: bool): void {
  for (let l = field(network, LAYERS); l-- > 0; ) {
    rowsInto<T>(network, l, count);
    rowsOfSums<T>(network, l, count);
    addGradient<T>(network, l, count);
    if (l > 0 || inputGradient) backwardLayer<T>(network, l, parameters, count);
    if (l > 0) throughActivation<T>(network, l - 1, count);
  }
}

/** What enters layer l as rows that end in 1, in LEFT_ROWS (for the first layer it is in PASS_ROWS already). */
export function rowsInto<T>(network: usize, l: usize, count: usize): void {
  if (l == 0) return;
  const ins = field(layerAt(network, l), LAYER_IN);
  const target = field(network, LEFT_ROWS);
  transposeBlocks<T>(ins, count, columnsInto(network, l), rowStride<T>(count), target, rowStride<T>(ins + 1));
  fillColumn<T>(count, ins, <T>1, target, rowStride<T>(ins + 1));
}

/** The rows that {@link rowsInto} left. */
// @ts-ignore: decorator
@inline
export function leftRows(network: usize, l: usize): usize {
  return l == 0 ? field(network, PASS_ROWS) : field(network, LEFT_ROWS);
}

/** The gradient by the sums of layer l as rows, in RIGHT_ROWS. */
export function rowsOfSums<T>(network: usize, l: usize, count: usize): void {
  const outs = field(layerAt(network, l), LAYER_OUT);
  const source = field(network, BACK_SUMS);
  transposeBlocks<T>(outs, count, source, rowStride<T>(count), field(network, RIGHT_ROWS), rowStride<T>(outs));
}

/** Weights and bias in one product: the row of the bias belongs to the ones. */
function addGradient<T>(network: usize, l: usize, count: usize): void {
  const layer = layerAt(network, l);
  const ins = field(layer, LAYER_IN) + 1;
  const outs = field(layer, LAYER_OUT);
  const left = leftRows(network, l);
  const right = field(network, RIGHT_ROWS);
  const rowIn = rowStride<T>(ins);
  const rowOut = rowStride<T>(outs);
  const target = field(layer, LAYER_GRADIENT);
  if (field(layer, LAYER_SWAPPED)) {
    productAdd<T>(outs, paddedRow<T>(ins), count, right, rowOut, left, rowIn, target, paddedRow<T>(ins));
  } else {
    productAdd<T>(ins, paddedRow<T>(outs), count, left, rowIn, right, rowOut, target, paddedRow<T>(outs));
  }
}

/** The gradient by what enters layer l, in BACK_VALUES. */
export function backwardLayer<T>(network: usize, l: usize, parameters: usize, count: usize): void {
  const layer = layerAt(network, l);
  const size = sizeof<T>();
  const ins = field(layer, LAYER_IN);
  const outs = field(layer, LAYER_OUT);
  const row = rowStride<T>(count);
  const weights = parameters + field(layer, LAYER_OFFSET) * size;
  const transposed = field(network, WEIGHTS_TRANSPOSED);
  transposeBlocks<T>(ins, outs, weights, outs * size, transposed, rowStride<T>(ins));
  const sums = field(network, BACK_SUMS);
  const target = field(network, BACK_VALUES);
  const width = paddedRow<T>(count);
  if (field(layer, LAYER_RESIDUAL)) {
    productAdd<T>(ins, width, outs, transposed, rowStride<T>(ins), sums, row, target, row);
  } else {
    productSet<T>(ins, width, outs, transposed, rowStride<T>(ins), sums, row, field(network, ZEROS), 0, target, row);
  }
}

/** The gradient by the sums of layer l, in BACK_SUMS, from that by its activations. */
export function throughActivation<T>(network: usize, l: usize, count: usize): void {
  const layer = layerAt(network, l);
  const bytes = field(layer, LAYER_OUT) * rowStride<T>(count);
  const derivatives = field(layer, LAYER_DERIVATIVES);
  const values = field(network, BACK_VALUES);
  const sums = field(network, BACK_SUMS);
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(sums + i, v128.mul<T>(v128.load(values + i), v128.load(derivatives + i)));
  }
}
