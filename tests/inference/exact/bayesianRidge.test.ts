import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { takeDatasetRows } from "../../../src/data/takeDatasetRows.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import type { ExactPosterior } from "../../../src/inference/exact/exactPosterior.ts";
import { createModel } from "../../../src/model/model.ts";
import type { NormalPriorSpec } from "../../../src/model/priorSpec.ts";
import { largestDifference } from "../../support/differences.ts";
import { readJson, readRows } from "../../support/readFixture.ts";

/** BayesianRidge and ARDRegression of scikit-learn 1.2.1 on standardised data without an intercept. */
interface Fit {
  readonly alpha_noise_precision: number;
  readonly coef: number[];
  readonly predictive_mean_first10: number[];
  readonly predictive_sd_first10: number[];
  readonly test_rmse_original_units: number;
  readonly test_ll_original_units: number;
}

interface Case {
  readonly dataset: string;
  readonly split: number;
  readonly bayesian_ridge: Fit & {
    readonly lambda_weight_precision: number;
    readonly sigma_diag: number[];
    readonly score_last: number;
  };
  readonly ard: Fit & { readonly lambda_weight_precision: number[] };
  readonly type_II_maximum: {
    readonly noise_precision: number;
    readonly weight_precision: number;
    readonly log_evidence: number;
  };
}

type Splits = Record<string, Record<string, number[]>>;

// Boston housing is not shipped, so its case is left out.
const cases = readJson<Case[]>("references/sklearn_bayesian_ridge_ard.json").filter(
  (c) => c.dataset !== "boston_housing",
);

function load(c: Case) {
  const rows = readRows(`uci/${c.dataset}.csv`);
  const held = readJson<Splits>("uci/splits.json")[c.dataset]![c.split]!;
  const all = createDataset({ x: rows.map((r) => r.slice(0, -1)), y: rows.map((r) => r.at(-1)!) });
  const kept = rows.map((_, i) => i).filter((i) => !held.includes(i));
  return { train: takeDatasetRows(all, kept), held: takeDatasetRows(all, held) };
}

// Centred data leave nothing to a bias: a prior of no width takes it out of the evidence and the bands as well.
const NO_BIAS = 1e-30;

async function fitCase(c: Case, prior: Omit<NormalPriorSpec, "kind">, noiseVariance: number | "learned") {
  const { train, held } = load(c);
  const model = createModel(
    {
      network: { kind: "linear" },
      prior: { kind: "normal", biasVariance: NO_BIAS, ...prior },
      likelihood: { kind: "normal", noiseVariance },
      standardise: "both",
    },
    train,
  );
  const posterior = await exact().fit(model, train);
  return { posterior, held, rows: train.x.rows };
}

function checkPredictions(
  posterior: ExactPosterior,
  held: ReturnType<typeof load>["held"],
  expected: Fit,
  digits: number,
) {
  const predictive = posterior.predict(held.x);
  const [shift, scale] = [posterior.scaler.y.shift[0]!, posterior.scaler.y.scale[0]!];
  const mean = predictive.mean.slice(0, 10).map((value) => (value - shift) / scale);
  const sd = predictive.std.slice(0, 10).map((value) => value / scale);
  expect(largestDifference(mean, expected.predictive_mean_first10)).toBeLessThan(digits);
  expect(largestDifference(sd, expected.predictive_sd_first10)).toBeLessThan(digits);
  const n = held.y.rows;
  const squares = held.y.data.reduce(
    (sum, y, i) => sum + (y - predictive.mean[i]!) * (y - predictive.mean[i]!),
    0,
  );
  expect(Math.sqrt(squares / n)).toBeCloseTo(expected.test_rmse_original_units, 8);
  const score = predictive.logProb(held.y.data).reduce((sum, value) => sum + value, 0) / n;
  expect(score).toBeCloseTo(expected.test_ll_original_units, 8);
}

describe.each(cases.map((c) => [c.dataset, c] as const))("%s", (_, c) => {
  test("posterior, predictions and evidence at the precisions of BayesianRidge", async () => {
    const { alpha_noise_precision: alpha, lambda_weight_precision: lambda, ...expected } = c.bayesian_ridge;
    const { posterior, held, rows } = await fitCase(c, { variance: 1 / lambda }, 1 / alpha);
    expect(largestDifference(posterior.mean.slice(0, -1), expected.coef)).toBeLessThan(1e-12);
    expect(largestDifference(posterior.variances().slice(0, -1), expected.sigma_diag)).toBeLessThan(1e-14);
    checkPredictions(posterior, held, c.bayesian_ridge, 1e-12);
    // Its score adds Gamma(1e-6, 1e-6) priors on both precisions, and speaks of the standardised target.
    const hyperpriors = 1e-6 * (Math.log(lambda) - lambda + Math.log(alpha) - alpha);
    const logEvidence = posterior.logEvidence + rows * Math.log(posterior.scaler.y.scale[0]!);
    expect(logEvidence + hyperpriors).toBeCloseTo(expected.score_last, 9);
  });

  test("ARDRegression: one precision per weight", async () => {
    const { alpha_noise_precision: alpha, lambda_weight_precision: lambda } = c.ard;
    // It sets weights with a precision above 1e4 to 0.
    const precision = lambda.map((value) => (value > 1e4 ? 1e30 : value));
    const { posterior, held } = await fitCase(c, { variance: 1, precision }, 1 / alpha);
    expect(largestDifference(posterior.mean.slice(0, -1), c.ard.coef)).toBeLessThan(1e-12);
    checkPredictions(posterior, held, c.ard, 1e-12);
  });

  test("the evidence maximum", async () => {
    const { posterior, rows } = await fitCase(c, { variance: "learned" }, "learned");
    const scale = posterior.scaler.y.scale[0]!;
    const { noise_precision, weight_precision, log_evidence } = c.type_II_maximum;
    expect((scale * scale) / posterior.noiseVariance / noise_precision).toBeCloseTo(1, 4);
    expect(1 / posterior.priorVariance / weight_precision).toBeCloseTo(1, 4);
    const logEvidence = posterior.logEvidence + rows * Math.log(scale);
    expect(logEvidence).toBeCloseTo(log_evidence, 9);
    expect(logEvidence).toBeGreaterThan(log_evidence - 1e-10);
    expect(posterior.boundary).toEqual([]);
  });
});
