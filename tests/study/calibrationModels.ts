import { createDataset } from "../../src/data/createDataset.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { identityScaler } from "../../src/data/scaler.ts";
import { bankPosterior } from "../../src/inference/bankPosterior.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import type { InferenceMethod, Posterior } from "../../src/inference/method.ts";
import { compileModel, samplePrior } from "../../src/model/compileModel.ts";
import { createModel, type Model } from "../../src/model/model.ts";
import { createMatrix, type Matrix, rowOf } from "../../src/numeric/matrix.ts";
import type { Rng } from "../../src/random/rng.ts";

/** Six rows of two inputs that are almost one: the posterior of their weights is strongly correlated. */
export const data: Dataset = createDataset({
  x: [
    [1, 1.1],
    [2, 1.8],
    [0.5, 0.7],
    [1.5, 1.4],
    [1, 0.8],
    [1.2, 1.5],
  ],
  y: [0, 0, 0, 0, 0, 0],
});

/** Three parameters, all of prior variance 1. */
export const model: Model<"regression"> = createModel(
  {
    network: { kind: "linear" },
    prior: { kind: "normal", variance: 1 },
    likelihood: { kind: "normal", noiseVariance: 0.25 },
    standardise: "none",
  },
  data,
);

/** A method made of draws [S, size] by hand. */
export function methodOfDraws(
  name: string,
  drawsOf: (model: Model, data: Dataset, rng: Rng) => Matrix | Promise<Matrix>,
): InferenceMethod {
  return {
    name,
    options: {},
    fit: async (of, on, { rng }) => {
      const compiled = compileModel(of, { x: identityScaler(on.x.cols), y: identityScaler(on.y.cols) });
      const bank = await drawsOf(of, on, rng);
      const posterior: Posterior = bankPosterior({ method: name, options: {}, compiled, bank, notes: [] });
      return { ...posterior, draws: bank };
    },
  };
}

/** Draws of the prior, whatever the data are. */
export const priorDraws = (count: number): InferenceMethod =>
  methodOfDraws("prior", (of, on, rng) => {
    const compiled = compileModel(of, { x: identityScaler(on.x.cols), y: identityScaler(on.y.cols) });
    const bank = createMatrix(count, compiled.size);
    for (let s = 0; s < count; s++) samplePrior(compiled, rng.fork(s), rowOf(bank, s));
    return bank;
  });

const STEP = 0.05;
const THIN = 40;

/**
 * Langevin dynamics preconditioned by the posterior covariance: theta - e (theta - mean) + factor sqrt(e) noise. The factor
 * sqrt(2) is right up to a variance of 1/(1 - e/2); with 1 the variance is halved.
 */
export const langevin = (count: number, factor: number): InferenceMethod =>
  methodOfDraws("langevin", async (of, on, rng) => {
    const target = await exact().fit(of, on);
    const bank = createMatrix(count, target.size);
    const noise = new Float64Array(target.size);
    const here = target.sample(rng);
    for (let s = 0; s < count; s++) {
      for (let t = 0; t < THIN; t++) {
        target.sample(rng, noise);
        for (let j = 0; j < here.length; j++) {
          const away = here[j]! - target.mean[j]!;
          here[j]! += -STEP * away + factor * Math.sqrt(STEP) * (noise[j]! - target.mean[j]!);
        }
      }
      bank.data.set(here, s * here.length);
    }
    return bank;
  });
