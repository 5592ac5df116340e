import { drive } from "../inference/driver.ts";
import type { Posterior, Run } from "../inference/method.ts";
import { bankOutputs } from "../inference/predictBank.ts";
import { compileModel } from "../model/compileModel.ts";
import { checkMemory } from "../model/memory.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import { predictDraws } from "../predictive/predictDraws.ts";
import { isChains } from "./posteriorBasis.ts";

/**
 * Draws of observations [S, n t] at the rows of x, in the units of y. Of chains: one under every draw of theirs, in their order. Of
 * any other posterior: `count` joint draws of what it predicts, which are not those of its parameters. Draws are on the path
 * `run.rng`.
 */
export async function observationDraws(
  posterior: Posterior,
  x: Matrix,
  count: number,
  run: Run,
): Promise<Matrix> {
  const { model, scaler } = posterior;
  const draws = isChains(posterior) ? posterior.draws.rows : count;
  const what = `${draws} draws of observations at ${x.rows} rows`;
  checkMemory("observationDraws", 8 * draws * x.rows * model.targets, what, "Take fewer draws or rows.");
  if (!isChains(posterior)) return posterior.predict(x).sample(count, run.rng);
  const { outputs, own } = bankOutputs(compileModel(model, scaler), posterior.draws, x);
  const found = createMatrix(draws, x.rows * model.targets);
  await drive(run, "drawing observations", draws, (s) => {
    const one = {
      outputs: createMatrix(1, outputs.cols, rowOf(outputs, s)),
      own: createMatrix(1, own.cols, rowOf(own, s)),
    };
    found.data.set(
      predictDraws(model.spec.likelihood, model, one, scaler.y).sample(1, run.rng).data,
      s * found.cols,
    );
  });
  return found;
}
