import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import type { Dataset } from "../../../src/data/dataset.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import type { ExactPosterior } from "../../../src/inference/exact/exactPosterior.ts";
import type { LinearNetworkSpec } from "../../../src/model/networkSpec.ts";
import { largestDifference } from "../../support/differences.ts";
import { readJson, readRows } from "../../support/readFixture.ts";
import { evenJoints, normalModel, solversFor, toyData } from "./models.ts";

/**
 * Posteriors known to 60 digits (made in Python, see the fixtures' README). The tolerance of a quantity is how far two
 * float64 programs were seen to come from it in the same case, Cholesky of the precision and Gaussian process.
 */
interface Listed {
  readonly name: string;
  readonly noise_variance: number;
  readonly posterior_mean: number[];
  readonly posterior_covariance?: number[][];
  readonly posterior_variance_diag: number[];
  readonly log_evidence: number;
  readonly predictive_mean: number[];
  readonly predictive_std_latent: number[];
  readonly predictive_std_observed: number[];
  readonly cross_check_of_float64_methods: Record<string, unknown>;
}

interface ToyCase extends Listed {
  readonly n_hidden: number;
  readonly prior_variance: number;
  readonly prior_variance_bias: number;
  readonly train: string | null;
}

interface ExtraCase extends Listed {
  readonly basis: { readonly n_hidden: number; readonly weights?: number[][]; readonly biases?: number[] };
  readonly x: (number | number[])[];
  readonly y: number[];
  readonly x_star: (number | number[])[];
  readonly prior_variance_per_parameter: number[];
}

interface Case {
  readonly listed: Listed;
  readonly network: LinearNetworkSpec;
  readonly data: Dataset;
  readonly at: number[][];
  readonly variance: number;
  readonly biasVariance: number;
}

const grid = readRows("udl/toy_true_function.csv").map((row) => [row[0]!]);
const rowsOf = (x: (number | number[])[]) => x.map((value) => [value].flat());

const toyCases = readJson<{ cases: ToyCase[] }>("udl/blr_cases.json").cases.map(
  (listed): Case => ({
    listed,
    network: evenJoints(listed.n_hidden),
    data: toyData(listed.train === null ? 0 : listed.train.startsWith("first 8") ? 8 : 15),
    at: grid,
    variance: listed.prior_variance,
    biasVariance: listed.prior_variance_bias,
  }),
);

const extraCases = readJson<{ cases: ExtraCase[] }>("references/blr_extra_cases.json").cases.map(
  (listed): Case => ({
    listed,
    network:
      listed.basis.weights === undefined
        ? evenJoints(listed.basis.n_hidden)
        : { kind: "hidden-layer", weights: listed.basis.weights, biases: listed.basis.biases! },
    data: createDataset({ x: rowsOf(listed.x), y: listed.y }),
    at: rowsOf(listed.x_star),
    variance: listed.prior_variance_per_parameter[0]!,
    biasVariance: listed.prior_variance_per_parameter.at(-1)!,
  }),
);

/** The larger of the two listed deviations, and never less than 50 units in the last place of the largest number or of 1. */
function toleranceOf(listed: Listed, quantity: string, values: ArrayLike<number>): number {
  const methods = Object.values(listed.cross_check_of_float64_methods).filter((m) => typeof m === "object");
  const seen = methods.map((method) => (method as Record<string, number>)[quantity]!);
  const largest = Math.max(...Array.from(values, Math.abs));
  return Math.max(...seen, 50 * Number.EPSILON * Math.max(1, largest));
}

function check(posterior: ExactPosterior, { listed, at }: Case, factor: number): void {
  const within = (quantity: string, found: ArrayLike<number>, expected: ArrayLike<number>) => {
    const tolerance = factor * toleranceOf(listed, quantity, expected);
    expect(largestDifference(found, expected), quantity).toBeLessThanOrEqual(tolerance);
  };
  const predictive = posterior.predict(at);
  within("max_abs_err_mean", posterior.mean, listed.posterior_mean);
  within("max_abs_err_cov", posterior.variances(), listed.posterior_variance_diag);
  if (listed.posterior_covariance !== undefined) {
    within("max_abs_err_cov", posterior.covariance().data, listed.posterior_covariance.flat());
  }
  within("abs_err_log_evidence", [posterior.logEvidence], [listed.log_evidence]);
  within("max_abs_err_predictive_mean", predictive.mean, listed.predictive_mean);
  const latent = Array.from(predictive.epistemic, Math.sqrt);
  within("max_abs_err_predictive_std_latent", latent, listed.predictive_std_latent);
  within("max_abs_err_predictive_std_latent", predictive.std, listed.predictive_std_observed);
}

// The Cholesky and the dual solver are such float64 programs themselves: another order of sums, which the WebAssembly
// kernels and their TypeScript twins have, moves their error by a few times. The solvers chosen by "auto" get no such room.
const FACTOR = { banded: 1, qr: 1, cholesky: 8, dual: 8 } as const;

describe.each([...toyCases, ...extraCases].map((c) => [c.listed.name, c] as const))("%s", (_, c) => {
  const model = normalModel(
    c.network,
    { variance: c.variance, biasVariance: c.biasVariance },
    c.listed.noise_variance,
    c.data,
  );

  test.each(solversFor(c.network))("%s gives mean, covariance, evidence and both bands", async (solver) => {
    const posterior = await exact({ solver }).fit(model, c.data);
    check(posterior, c, FACTOR[solver]);
  });
});

test("all 17 cases are there", () => {
  expect(toyCases).toHaveLength(13);
  expect(extraCases).toHaveLength(4);
});

test("a band without the noise, or a prior on the bias that is not its own, would be noticed", async () => {
  const c = toyCases.find(({ listed }) => listed.name === "toy15_h14_sp2_10_bias_1e6")!;
  const model = normalModel(c.network, { variance: c.variance }, c.listed.noise_variance, c.data);
  const posterior = await exact().fit(model, c.data);
  expect(() => check(posterior, c, 4)).toThrow();
  const latent = Array.from(posterior.predict(c.at).epistemic, Math.sqrt);
  expect(largestDifference(latent, c.listed.predictive_std_observed)).toBeGreaterThan(0.05);
});
