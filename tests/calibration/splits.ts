import { createDataset } from "../../src/data/createDataset.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { takeDatasetRows } from "../../src/data/takeDatasetRows.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import type { FitSpec } from "../../src/inference/fitResult.ts";
import { createModel } from "../../src/model/model.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import type { RegressionPredictive } from "../../src/predictive/predictive.ts";
import type { Rng } from "../../src/random/rng.ts";
import { readRows } from "../support/readFixture.ts";

/** Bayesian linear regression with learned variances: a fit takes a few milliseconds. */
export const LINEAR: ModelSpec = {
  network: { kind: "linear" },
  prior: { kind: "normal", variance: "learned" },
  likelihood: { kind: "normal", noiseVariance: "learned" },
  standardise: "both",
};

export const LINEAR_FIT: FitSpec = { method: { name: "exact" }, model: LINEAR };

/** A data set of tests/fixtures/uci; rows that occur twice are taken once, so that no two scores are equal. */
export function uciData(name: string): Dataset {
  const rows = [...new Map(readRows(`uci/${name}.csv`).map((row) => [row.join(), row])).values()];
  return createDataset({ x: rows.map((row) => row.slice(0, -1)), y: rows.map((row) => row.at(-1)!) });
}

/** Consecutive parts of a random order of the rows. */
export function dealRows(data: Dataset, sizes: readonly number[], rng: Rng): Dataset[] {
  const order = rng.permutation(data.x.rows);
  let from = 0;
  return sizes.map((size) => takeDatasetRows(data, order.subarray(from, (from += size))));
}

/** The predictions of {@link LINEAR}, or of another model, for some data sets after a fit to the first. */
export async function predictAfterFit(
  train: Dataset,
  others: readonly Dataset[],
  spec: ModelSpec = LINEAR,
): Promise<readonly RegressionPredictive[]> {
  const posterior = await exact().fit(createModel(spec, train), train);
  return others.map(({ x }) => posterior.predict(x) as RegressionPredictive);
}
