import type { CompiledModel } from "../../model/compileModel.ts";
import { checkMemory } from "../../model/memory.ts";
import { gemm } from "../../numeric/kernels/dense.ts";
import { withWorkspace } from "../../numeric/kernels/workspace.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import { forwardBank } from "../predictBank.ts";
import { createJacobians, type Jacobians } from "./jacobians.ts";
import type { PrecisionRoot } from "./precisionRoot.ts";

/** A network linearised at the mode, f(x) + J (w - mode), with its normal distribution of w: M parameters, the last ones, vary. */
export interface Linearisation {
  readonly compiled: CompiledModel;
  readonly mode: Float64Array;
  readonly root: PrecisionRoot;
  /** 1 / sqrt(prior precision) of the parameters that vary [M]: what brings whitened ones to their units. */
  readonly scales: Float64Array;
}

/** Outputs at the mode [n O] at standardised inputs [n, d]: the means of the linearised ones. */
export function outputsAtMode({ compiled, mode }: Linearisation, inputs: Matrix): Float64Array {
  const outputs = createMatrix(1, inputs.rows * compiled.likelihood.outputs);
  forwardBank(compiled, createMatrix(1, mode.length, mode), inputs, outputs);
  return outputs.data;
}

/** Variances of the linearised outputs [n O], the diagonal of J Sigma J'. */
export function outputVariances(linear: Linearisation, inputs: Matrix): Float64Array {
  const { compiled, root } = linear;
  const O = compiled.likelihood.outputs;
  const result = new Float64Array(inputs.rows * O);
  eachBlock(linear, inputs, (from, count, jacobians) => {
    const rows = whitenedRows(linear, count * O, jacobians);
    root.project(count * O, rows);
    for (let r = 0, at = 0; r < count * O; r++) {
      let sum = 0;
      for (let j = 0; j < root.size; j++, at++) sum += rows[at]! * rows[at]!;
      result[from * O + r] = sum;
    }
  });
  return result;
}

/** Linearised outputs [S, n O] under draws of the whitened parameters [S, M]: the same draws for all rows of inputs. */
export function outputDraws(linear: Linearisation, draws: Matrix, inputs: Matrix): Matrix {
  const { compiled, root } = linear;
  const O = compiled.likelihood.outputs;
  const S = draws.rows;
  const what = `the predictive distribution of ${inputs.rows} rows under ${S} draws`;
  checkMemory("predict", 8 * 4 * S * inputs.rows * O, what, "Predict fewer rows at a time.");
  const mean = outputsAtMode(linear, inputs);
  const result = createMatrix(S, mean.length);
  eachBlock(linear, inputs, (from, count, jacobians) => {
    const rows = whitenedRows(linear, count * O, jacobians);
    const moved = new Float64Array(count * O * S);
    gemm(count * O, S, root.size, rows, false, draws.data, true, moved);
    for (let r = 0; r < count * O; r++) {
      const at = from * O + r;
      for (let s = 0; s < S; s++) result.data[s * result.cols + at] = mean[at]! + moved[r * S + s]!;
    }
  });
  return result;
}

/** Adds J delta to outputs [n O], for one draw of the whitened parameters [M]. */
export function addMove(
  linear: Linearisation,
  draw: Float64Array,
  inputs: Matrix,
  outputs: Float64Array,
): void {
  const { compiled, scales, root } = linear;
  const O = compiled.likelihood.outputs;
  const direction = new Float64Array(compiled.form.size);
  const first = compiled.form.size - root.size;
  for (let j = 0; j < root.size; j++) direction[first + j] = scales[j]! * draw[j]!;
  eachBlock(linear, inputs, (from, count, jacobians) => {
    const moves = jacobians.along(direction);
    for (let r = 0; r < count * O; r++) outputs[from * O + r] = outputs[from * O + r]! + moves[r]!;
  });
}

function eachBlock(
  { compiled, mode }: Linearisation,
  inputs: Matrix,
  visit: (from: number, count: number, jacobians: Jacobians) => void,
): void {
  if (inputs.rows === 0) return;
  withWorkspace((workspace) => {
    const jacobians = createJacobians(workspace, compiled, mode);
    for (let from = 0; from < inputs.rows; from += jacobians.block) {
      const count = Math.min(jacobians.block, inputs.rows - from);
      jacobians.load(inputs, from, from + count);
      visit(from, count, jacobians);
    }
  });
}

/** Derivatives of `count` outputs by the whitened parameters [count, M]. */
function whitenedRows(
  { compiled, scales, root }: Linearisation,
  count: number,
  jacobians: Jacobians,
): Float64Array {
  const { size } = compiled.form;
  const first = size - root.size;
  const derivatives = jacobians.derivatives();
  const rows = new Float64Array(count * root.size);
  for (let r = 0, at = 0; r < count; r++) {
    for (let j = 0; j < root.size; j++, at++) rows[at] = scales[j]! * derivatives[r * size + first + j]!;
  }
  return rows;
}
