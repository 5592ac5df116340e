import type { Inputs } from "../inference/inputs.ts";
import { bankOutputs } from "../inference/predictBank.ts";
import type { CompiledModel } from "../model/compileModel.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import { predictDraws } from "../predictive/predictDraws.ts";
import type { Predictive } from "../predictive/predictive.ts";

/** The expected observations [S, n t] or probabilities of classes under every parameter vector of a bank. */
export function expectedDraws(compiled: CompiledModel, bank: Matrix, x: Inputs): Matrix {
  const { model, scaler } = compiled;
  const { outputs, own } = bankOutputs(compiled, bank, x);
  const rows = Array.from({ length: bank.rows }, (_, s) => {
    const one = {
      outputs: createMatrix(1, outputs.cols, rowOf(outputs, s)),
      own: createMatrix(1, own.cols, rowOf(own, s)),
    };
    return expectationsOf(predictDraws(model.spec.likelihood, model, one, scaler.y));
  });
  const values = createMatrix(bank.rows, rows[0]!.length);
  for (const [s, row] of rows.entries()) values.data.set(row, s * values.cols);
  return values;
}

/** Means of numbers, or probabilities of classes: of the second alone where there are two. */
export function expectationsOf(predictive: Predictive): Float64Array {
  if (predictive.kind === "regression") return predictive.mean;
  const { data, rows, cols } = predictive.probabilities;
  return cols === 2 ? Float64Array.from({ length: rows }, (_, i) => data[2 * i + 1]!) : data;
}
