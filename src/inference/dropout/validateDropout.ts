import type { Dataset } from "../../data/dataset.ts";
import { scaleDataset } from "../../data/scaler.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import { log } from "../../numeric/special.ts";
import { predictDraws } from "../../predictive/predictDraws.ts";
import { forwardBank } from "../predictBank.ts";
import { bestNoise } from "./bestNoise.ts";
import { drawMasks } from "./drawMasks.ts";
import type { DropoutParts } from "./dropoutParts.ts";

/** Draws of masks in the mixture that is judged. */
const DRAWS = 200;

/** What rows kept out say of a network. */
export interface Judgement {
  /** Mean log score per row of the mixture over masks, for targets in their own units. */
  readonly score: number;
  /** The noise with which it is reached, logarithms in the units of y; empty where the likelihood has none of its own. */
  readonly noise: readonly number[];
}

/**
 * The log score of the mixture over masks on rows that were not trained on. Where `chooses`, the noise of the likelihood
 * is the one with the best score, else the trained one.
 */
export function validateDropout(parts: DropoutParts, kept: Dataset, chooses: boolean): Judgement {
  const { compiled, parameters, rates, key } = parts;
  const { model, scaler, form, likelihood } = compiled;
  const scaled = scaleDataset(scaler, kept);
  const bank = drawMasks(compiled, parameters, rates, key, DRAWS);
  const rows = kept.x.rows;
  const outputs = createMatrix(DRAWS, rows * likelihood.outputs);
  forwardBank(compiled, bank, scaled.x, outputs);
  const count = likelihood.own.length;

  /** Mean log score of every target; of everything where targets have no noise of their own. */
  const scores = (noise: Float64Array): Float64Array => {
    const own = createMatrix(DRAWS, count);
    for (let s = 0; s < DRAWS; s++) own.data.set(noise, s * count);
    const predictive = predictDraws(model.spec.likelihood, model, { outputs, own }, scaler.y);
    const columns = Math.max(1, count);
    const sums = new Float64Array(columns);
    predictive.logProb(kept.y.data).forEach((value, i) => {
      sums[i % columns]! += value / rows;
    });
    return sums;
  };

  const trained = parameters.slice(form.size);
  const found =
    chooses && count > 0
      ? bestNoise(scores, largestNoise(outputs, scaled.y))
      : { values: trained, scores: scores(trained) };
  return {
    score: found.scores.reduce((sum, value) => sum + value, 0),
    noise: Array.from(found.values, (value, k) => value + log(scaler.y.scale[k]!)),
  };
}

/**
 * The logarithm of the root mean squared residual of every target over draws and rows. The variance of the noise of a
 * mixture of normals that fits best is an average of squared residuals in which the smaller ones count for more.
 */
function largestNoise(outputs: Matrix, y: Matrix): number[] {
  const values = y.data.length;
  return Array.from({ length: y.cols }, (_, k) => {
    let sum = 0;
    for (let s = 0; s < outputs.rows; s++) {
      for (let i = k; i < values; i += y.cols) {
        const residual = outputs.data[s * values + i]! - y.data[i]!;
        sum += residual * residual;
      }
    }
    // Where nothing is left of the residuals there is still the rounding of the outputs.
    return log(Math.max(Math.sqrt(sum / (outputs.rows * y.rows)), 1e-6));
  });
}
