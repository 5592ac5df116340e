import { outputRoot } from "../../../src/inference/laplace/outputRoot.ts";
import { forwardBank } from "../../../src/inference/predictBank.ts";
import type { CompiledModel } from "../../../src/model/compileModel.ts";
import { createMatrix, type Matrix } from "../../../src/numeric/matrix.ts";

/** Outputs [n O] at standardised inputs. */
export function outputsOf(compiled: CompiledModel, parameters: Float64Array, inputs: Matrix): Float64Array {
  const outputs = createMatrix(1, inputs.rows * compiled.likelihood.outputs);
  forwardBank(compiled, createMatrix(1, parameters.length, parameters), inputs, outputs);
  return outputs.data;
}

/** Derivatives [n O][D] of the outputs by the parameters of the network, by differences. */
export function slowJacobian(compiled: CompiledModel, parameters: Float64Array, inputs: Matrix): number[][] {
  const step = 1e-5;
  const columns = Array.from({ length: compiled.form.size }, (_, j) => {
    const at = (by: number) => {
      const moved = parameters.slice();
      moved[j] = moved[j]! + by;
      return outputsOf(compiled, moved, inputs);
    };
    const [ahead, behind] = [at(step), at(-step)];
    return ahead.map((value, i) => (value - behind[i]!) / (2 * step));
  });
  return Array.from(columns[0]!, (_, i) => columns.map((column) => column[i]!));
}

/** R_n'J_n for every row: its squares add up to the generalised Gauss-Newton matrix. */
export function slowRows(
  compiled: CompiledModel,
  parameters: Float64Array,
  inputs: Matrix,
  weights?: Float64Array,
): number[][] {
  const O = compiled.likelihood.outputs;
  const jacobian = slowJacobian(compiled, parameters, inputs);
  const outputs = outputsOf(compiled, parameters, inputs);
  const rootOf = outputRoot(compiled, parameters.slice(compiled.form.size));
  return jacobian.map((_, row) => {
    const [n, k] = [Math.floor(row / O), row % O];
    const root = new Float64Array(O * O);
    rootOf(outputs, n * O, weights?.[n] ?? 1, root);
    return Array.from({ length: compiled.form.size }, (_, j) => {
      let sum = 0;
      for (let o = 0; o < O; o++) sum += root[o * O + k]! * jacobian[n * O + o]![j]!;
      return sum;
    });
  });
}
