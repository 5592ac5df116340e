/** Derivatives row by row, and along a direction, for one pass of at most a batch of rows. */
import {
  BACK_SUMS,
  BACK_VALUES,
  LAYER_DERIVATIVES,
  LAYER_IN,
  LAYER_OFFSET,
  LAYER_OUT,
  LAYER_RESIDUAL,
  LAYERS,
  PARAMETERS,
  RIGHT_ROWS,
  SIZE,
} from "../../shared/networkFields";
import { columnsToRows, lossOfPass, outputsOf } from "./gradient";
import { field, layerAt, paddedRow, rowStride } from "./layout";
import {
  backwardLayer,
  columnsInto,
  forwardPass,
  gatherInputs,
  gatherTargets,
  leftRows,
  rowsInto,
  rowsOfSums,
  throughActivation,
} from "./pass";
import { productAdd, productSet } from "./product";

/** The derivative of every output of every row by every parameter: target [count, K, size]. */
export function jacobian<T>(network: usize, start: usize, count: usize, target: usize): void {
  const outputs = outputsOf(network);
  const row = rowStride<T>(count);
  const sums = field(network, BACK_SUMS);
  const step = field(network, SIZE) * sizeof<T>();
  gatherInputs<T>(network, start, count);
  forwardPass<T>(network, field(network, PARAMETERS), count, true);
  for (let k: usize = 0; k < outputs; k++) {
    memory.fill(sums, 0, outputs * row);
    for (let r: usize = 0; r < count; r++) store<T>(sums + k * row + r * sizeof<T>(), <T>1);
    derivativesByRow<T>(network, count, target + k * step, outputs * step);
  }
}

/** The gradient of every row's weighted loss times `scale`: target [count, size]. Returns the sum of these losses. */
export function exampleGradients<T>(network: usize, start: usize, count: usize, scale: f64, target: usize): f64 {
  gatherInputs<T>(network, start, count);
  gatherTargets<T>(network, start, count, <T>scale);
  forwardPass<T>(network, field(network, PARAMETERS), count, true);
  const sum = lossOfPass<T>(network, count, 0, 0);
  derivativesByRow<T>(network, count, target, field(network, SIZE) * sizeof<T>());
  return sum;
}

/** From BACK_SUMS back through the network: the derivatives of row r go to target + r step. */
function derivativesByRow<T>(network: usize, count: usize, target: usize, step: usize): void {
  for (let l = field(network, LAYERS); l-- > 0; ) {
    const layer = layerAt(network, l);
    const ins = field(layer, LAYER_IN) + 1;
    const outs = field(layer, LAYER_OUT);
    rowsInto<T>(network, l, count);
    rowsOfSums<T>(network, l, count);
    let left = leftRows(network, l);
    let right = field(network, RIGHT_ROWS);
    let to = target + field(layer, LAYER_OFFSET) * sizeof<T>();
    for (let r: usize = 0; r < count; r++) {
      for (let i: usize = 0; i < ins; i++) {
        scaleInto<T>(outs, load<T>(left + i * sizeof<T>()), right, to + i * outs * sizeof<T>());
      }
      left += rowStride<T>(ins);
      right += rowStride<T>(outs);
      to += step;
    }
    if (l == 0) return;
    backwardLayer<T>(network, l, field(network, PARAMETERS), count);
    throughActivation<T>(network, l - 1, count);
  }
}

/** target = factor source for exactly n numbers. */
// @ts-ignore: decorator
@inline
function scaleInto<T>(n: usize, factor: T, source: usize, target: usize): void {
  const factors = v128.splat<T>(factor);
  const end = target + n * sizeof<T>();
  const whole = target + ((n * sizeof<T>()) & ~15);
  while (target < whole) {
    v128.store(target, v128.mul<T>(factors, v128.load(source)));
    source += 16;
    target += 16;
  }
  while (target < end) {
    store<T>(target, <T>(factor * load<T>(source)));
    source += sizeof<T>();
    target += sizeof<T>();
  }
}

/** The derivative of the outputs along a direction of the parameters: target [count, K]. */
export function directional<T>(network: usize, start: usize, count: usize, direction: usize, target: usize): void {
  const layers = field(network, LAYERS);
  const parameters = field(network, PARAMETERS);
  gatherInputs<T>(network, start, count);
  forwardPass<T>(network, parameters, count, true);
  for (let l: usize = 0; l < layers; l++) {
    tangentOfSums<T>(network, l, parameters, direction, count);
    tangentOfValues<T>(network, l, count);
  }
  columnsToRows<T>(outputsOf(network), count, field(network, BACK_SUMS), rowStride<T>(count), target);
}

/** BACK_SUMS = the direction's bias + its weights times what enters layer l + the weights times the tangent of that. */
function tangentOfSums<T>(network: usize, l: usize, parameters: usize, direction: usize, count: usize): void {
  const layer = layerAt(network, l);
  const size = sizeof<T>();
  const ins = field(layer, LAYER_IN);
  const outs = field(layer, LAYER_OUT);
  const row = rowStride<T>(count);
  const width = paddedRow<T>(count);
  const sums = field(network, BACK_SUMS);
  const offset = field(layer, LAYER_OFFSET) * size;
  const changes = direction + offset;
  const from = columnsInto(network, l);
  productSet<T>(outs, width, ins, changes, outs * size, from, row, changes + ins * outs * size, size, sums, row);
  if (l == 0) return;
  productAdd<T>(outs, width, ins, parameters + offset, outs * size, field(network, BACK_VALUES), row, sums, row);
}

/** BACK_VALUES = the derivatives of the activations times BACK_SUMS, plus the former BACK_VALUES if residual. */
function tangentOfValues<T>(network: usize, l: usize, count: usize): void {
  const layer = layerAt(network, l);
  if (l + 1 == field(network, LAYERS)) return;
  const bytes = field(layer, LAYER_OUT) * rowStride<T>(count);
  const derivatives = field(layer, LAYER_DERIVATIVES);
  const sums = field(network, BACK_SUMS);
  const values = field(network, BACK_VALUES);
  for (let i: usize = 0; i < bytes; i += 16) {
    const change = v128.mul<T>(v128.load(sums + i), v128.load(derivatives + i));
    const old = field(layer, LAYER_RESIDUAL) && l > 0 ? v128.load(values + i) : v128.splat<T>(<T>0);
    v128.store(values + i, v128.add<T>(old, change));
  }
}
