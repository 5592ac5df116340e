import type { Dataset } from "../data/dataset.ts";
import type { CompiledModel } from "../model/compileModel.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import { forwardBank } from "./predictBank.ts";

/**
 * log p(y | theta) of all rows for every parameter vector of a bank [S, size], [S]; data and result are in standardised units.
 * Training tricks that change the likelihood, such as label smoothing, are part of it, as they are of the posterior.
 */
export function logLikelihoods(compiled: CompiledModel, bank: Matrix, data: Dataset): Float64Array {
  const outputs = createMatrix(bank.rows, data.x.rows * compiled.likelihood.outputs);
  forwardBank(compiled, bank, data.x, outputs);
  return logLikelihoodsOf(compiled, outputs, bank, data);
}

/** The same where the outputs of the network are known: row s of `outputs` begins with those of the rows of the data. */
export function logLikelihoodsOf(
  { form, likelihood }: CompiledModel,
  outputs: Matrix,
  bank: Matrix,
  data: Dataset,
): Float64Array {
  const { rows } = data.x;
  const outputGradients = new Float64Array(rows * likelihood.outputs);
  const ownGradient = new Float64Array(likelihood.own.length);
  const block = {
    at: 0,
    targets: data.y.data,
    weights: data.weights ?? new Float64Array(rows).fill(1),
    order: Uint32Array.from({ length: rows }, (_, i) => i),
    start: 0,
    count: rows,
    scale: 1,
  };
  return Float64Array.from({ length: bank.rows }, (_, s) => {
    const own = rowOf(bank, s).subarray(form.size);
    return -likelihood.addRows({ ...block, outputs: rowOf(outputs, s) }, own, outputGradients, ownGradient);
  });
}

/** log p(theta) of every parameter vector of a bank, those of the likelihood included, [S]. Flat priors count for nothing. */
export function logPriors({ form, prior, likelihood }: CompiledModel, bank: Matrix): Float64Array {
  return Float64Array.from({ length: bank.rows }, (_, s) => {
    const vector = rowOf(bank, s);
    const own = likelihood.own.map((parameter, k) => parameter.logDensity(vector[form.size + k]!));
    return own.reduce((sum, value) => sum + value, prior.logDensity(vector.subarray(0, form.size)));
  });
}
