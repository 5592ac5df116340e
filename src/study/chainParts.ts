import type { ChainsPosterior } from "../inference/chains/chainsPosterior.ts";
import type { Inputs } from "../inference/inputs.ts";
import { predictBank } from "../inference/predictBank.ts";
import { compileModel } from "../model/compileModel.ts";
import { createMatrix } from "../numeric/matrix.ts";
import type { RegressionPredictive } from "../predictive/predictive.ts";

/**
 * What each of `count` equal consecutive parts of the draws of chains predicts at the rows of x; draws that are left over at
 * the end belong to none. Parts that are long compared with the memory of a chain are independent of each other.
 */
export function predictChainParts(
  { model, scaler, draws }: ChainsPosterior<"regression">,
  x: Inputs,
  count: number,
): RegressionPredictive[] {
  const compiled = compileModel(model, scaler);
  const rows = Math.floor(draws.rows / count);
  return Array.from({ length: count }, (_, k) => {
    const part = draws.data.subarray(k * rows * draws.cols, (k + 1) * rows * draws.cols);
    return predictBank<"regression">(compiled, createMatrix(rows, draws.cols, part), x);
  });
}
