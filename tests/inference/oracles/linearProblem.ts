import { createDataset } from "../../../src/data/createDataset.ts";
import type { Dataset } from "../../../src/data/dataset.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import { createModel, type Model } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import { invert } from "../../support/denseAlgebra.ts";

/** A linear model with correlated inputs, known variances and nothing standardised, and its exact posterior. */
export interface LinearProblem {
  readonly data: Dataset;
  readonly model: Model<"regression">;
  readonly noiseVariance: number;
  readonly priorVariance: number;
  /** Posterior mean and standard deviations [D], the bias last. */
  readonly mean: readonly number[];
  readonly sd: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  readonly precision: readonly (readonly number[])[];
  readonly logEvidence: number;
}

const ROWS = 30;

/** Thirty rows, three correlated inputs and a bias. */
export function linearData(): Dataset {
  const rng = createRng("linear problem");
  const x = Array.from({ length: ROWS }, () => {
    const [a, b, c] = [rng.normal(), rng.normal(), rng.normal()];
    return [a!, 0.7 * a! + 0.7 * b!, 0.5 * c!];
  });
  const y = x.map(([a, b, c]) => 0.5 + 1.2 * a! - 0.8 * b! + 0.4 * c! + 0.6 * rng.normal());
  return createDataset({ x, y });
}

/** The problem with the given variances: likelihood and prior. */
export async function linearProblem(noiseVariance = 0.36, priorVariance = 1.5): Promise<LinearProblem> {
  const data = linearData();
  const model = linearModel(data, noiseVariance, priorVariance);
  const posterior = await exact({ solver: "qr" }).fit(model, data);
  const { data: flat, cols } = posterior.covariance();
  const covariance = Array.from({ length: cols }, (_, i) => [...flat.subarray(i * cols, (i + 1) * cols)]);
  return {
    data,
    model,
    noiseVariance,
    priorVariance,
    mean: [...posterior.mean],
    sd: covariance.map((row, j) => Math.sqrt(row[j]!)),
    covariance,
    precision: invert(covariance).inverse,
    logEvidence: posterior.logEvidence,
  };
}

/** The model by itself, for likelihoods and priors that a broken method would use. */
export function linearModel(data: Dataset, noiseVariance: number, priorVariance: number) {
  return createModel(
    {
      network: { kind: "linear" },
      prior: { kind: "normal", variance: priorVariance },
      likelihood: { kind: "normal", noiseVariance },
      standardise: "none",
    },
    data,
  );
}

/** The largest difference of two vectors, in units of the third. */
export function largestGap(a: ArrayLike<number>, b: ArrayLike<number>, unit: ArrayLike<number>): number {
  return Array.from(a).reduce((most, value, j) => Math.max(most, Math.abs(value - b[j]!) / unit[j]!), 0);
}
