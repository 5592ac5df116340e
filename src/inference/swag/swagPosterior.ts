import { checkMemory } from "../../model/memory.ts";
import type { Outcome } from "../../model/model.ts";
import { createBulkRandom } from "../../numeric/kernels/random.ts";
import { createMatrix, type Matrix, rowOf } from "../../numeric/matrix.ts";
import type { Rng } from "../../random/rng.ts";
import type { Posterior } from "../method.ts";
import { predictBank } from "../predictBank.ts";
import { drawIterate, iterateCovariance, noiseOf } from "./iterateMoments.ts";
import { saveSwag } from "./saveSwag.ts";
import type { SwagParts } from "./swagParts.ts";

/** The normal distribution of the iterates of SGD, or their mean alone. */
export interface SwagPosterior<O extends Outcome = Outcome> extends Posterior<O> {
  readonly method: "swag";
  /** The average of the iterates [size], in the units the network sees. */
  readonly mean: Float64Array;
  /** Covariance [size, size]; zeros for the mean alone. */
  covariance(): Matrix;
  /** The draws that predictions average over [S, size], equally probable: the mean alone where that predicts. */
  predictiveDraws(): Matrix;
  /** Estimated U of every epoch in which iterates were collected. */
  readonly trace: Float64Array;
  /** The constant learning rate. */
  readonly rate: number;
  /** What training and collecting computed, in gradients of all rows. */
  readonly gradients: number;
}

/** The posterior of its parts. */
export function swagPosterior<O extends Outcome>(parts: SwagParts): SwagPosterior<O> {
  const { options, compiled, moments, trace, rate, gradients, notes } = parts;
  const { model, scaler, size } = compiled;
  const single = options.predictive === "average";
  let drawn: Matrix | undefined;
  const predictiveDraws = (): Matrix => (drawn ??= drawBank());

  function drawBank(): Matrix {
    if (single) return createMatrix(1, size, moments.mean);
    const what = `a bank of ${options.draws} draws of ${size} parameters`;
    checkMemory("predict", 8 * options.draws * size, what, "Use fewer draws.");
    const random = createBulkRandom(parts.key);
    const draws = createMatrix(options.draws, size);
    const noise = new Float64Array(noiseOf(moments));
    for (let s = 0; s < draws.rows; s++) {
      drawIterate(moments, random.fillNormal(s * noise.length, noise), rowOf(draws, s));
    }
    return draws;
  }

  return {
    method: "swag",
    model,
    scaler,
    size,
    notes,
    mean: moments.mean,
    covariance() {
      const what = `a covariance of ${size} parameters`;
      checkMemory("covariance", 8 * 2 * size * size, what, "Use sample.");
      return single ? createMatrix(size, size) : iterateCovariance(moments);
    },
    predictiveDraws,
    trace,
    rate,
    gradients,
    sample(rng: Rng, out = new Float64Array(size)) {
      if (single) out.set(moments.mean);
      else drawIterate(moments, rng.fillNormal(new Float64Array(noiseOf(moments))), out);
      return out;
    },
    predict: (x) => predictBank<O>(compiled, predictiveDraws(), x),
    save: () => saveSwag(parts),
  };
}
