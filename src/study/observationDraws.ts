import { drive } from "../inference/driver.ts";
import type { Posterior, Run } from "../inference/method.ts";
import { bankOutputs } from "../inference/predictBank.ts";
import type { CompiledModel } from "../model/compileModel.ts";
import { checkMemory } from "../model/memory.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import { predictDraws } from "../predictive/predictDraws.ts";
import { isChains } from "./posteriorBasis.ts";
import { settledModel } from "./posteriorDraws.ts";

/** Draws of observations. */
export interface ObservationDraws {
  /** [S, n t], in the units of y. */
  readonly values: Matrix;
  /** Whether draw s is one under parameter vector s; otherwise all are joint draws of what the posterior predicts. */
  readonly paired: boolean;
}

/**
 * Draws of observations at the rows of x: one under each parameter vector of a bank [S, size] of chains or of new draws. Where there
 * are but a few vectors, where predictions are not those of the network averaged over draws, or where draws lack parameters of the
 * likelihood, `count` draws of what the posterior predicts. They come from `run.rng`.
 */
export async function observationDraws(
  posterior: Posterior,
  bank: Matrix,
  x: Matrix,
  count: number,
  run: Run,
): Promise<ObservationDraws> {
  const compiled = pairedModel(posterior);
  const { targets } = posterior.model;
  const draws = compiled === undefined ? count : bank.rows;
  const what = `${draws} draws of observations at ${x.rows} rows`;
  checkMemory("observationDraws", 8 * draws * x.rows * targets, what, "Take fewer draws or rows.");
  if (compiled === undefined) return { values: posterior.predict(x).sample(count, run.rng), paired: false };
  const { model, scaler } = compiled;
  const { outputs, own } = bankOutputs(compiled, bank, x);
  const values = createMatrix(draws, x.rows * targets);
  await drive(run, "drawing observations", draws, (s) => {
    const one = {
      outputs: createMatrix(1, outputs.cols, rowOf(outputs, s)),
      own: createMatrix(1, own.cols, rowOf(own, s)),
    };
    const predictive = predictDraws(model.spec.likelihood, model, one, scaler.y);
    values.data.set(predictive.sample(1, run.rng).data, s * values.cols);
  });
  return { values, paired: true };
}

/** Methods whose predictions are not those of the network averaged over draws: linearised ones, and rules of combination. */
const PREDICT_OTHERWISE = ["laplace", "multi-swag"];

/** The model under which a draw of the parameters says all of an observation; none where it does not. */
function pairedModel(posterior: Posterior): CompiledModel | undefined {
  const few = !isChains(posterior) && "bank" in posterior;
  if (few || PREDICT_OTHERWISE.includes(posterior.method)) return undefined;
  const compiled = settledModel(posterior);
  return compiled.size === posterior.size ? compiled : undefined;
}
