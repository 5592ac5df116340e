import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { bayesByBackprop } from "../../../src/inference/variational/bayesByBackprop.ts";
import type { VariationalOptions } from "../../../src/inference/variational/variationalOptions.ts";
import { createModel } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import { invert, quadraticForm } from "../../support/denseAlgebra.ts";
import { readJson } from "../../support/readFixture.ts";
import { largestGap, linearModel, linearProblem } from "./linearProblem.ts";

const problem = await linearProblem();
const { data, model, mean, sd, precision, covariance, logEvidence } = problem;
const D = mean.length;
const factorisedSd = precision.map((row, j) => 1 / Math.sqrt(row[j]!));
/** Sum of log Lambda_jj less log det Lambda: twice what the factorised family falls short by. */
const shortfall =
  precision.reduce((sum, row, j) => sum + Math.log(row[j]!), 0) - invert(precision).logDeterminant;

const approximate = (options: VariationalOptions, of = model) =>
  bayesByBackprop(options).fit(of, data, { rng: createRng("oracle") });

const logRatios = (found: ArrayLike<number>, wanted: readonly number[]) =>
  Math.max(...Array.from(found, (value, j) => Math.abs(Math.log(value / wanted[j]!))));

describe("the factorised family on a linear-Gaussian model", () => {
  test.each(["reparameterisation", "local", "flipout"] as const)(
    "has the posterior's mean and the variances 1/Lambda_jj: %s",
    async (estimator) => {
      const posterior = await approximate({ estimator });
      expect(largestGap(posterior.mean, mean, sd)).toBeLessThan(0.02);
      expect(logRatios(posterior.std, factorisedSd)).toBeLessThan(0.03);
      // Which is not the posterior's own spread: a test that could not tell them apart would be worth nothing.
      expect(logRatios(posterior.std, sd)).toBeGreaterThan(0.2);
      expect(posterior.elbo!.value).toBeCloseTo(logEvidence - 0.5 * shortfall, 2);
      expect(posterior.elbo!.value).toBeLessThanOrEqual(logEvidence);
    },
  );

  test("mini-batches stand for all rows", async () => {
    const posterior = await approximate({ batch: 8, steps: 30_000, rate: 0.003 });
    expect(largestGap(posterior.mean, mean, sd)).toBeLessThan(0.1);
    expect(logRatios(posterior.std, factorisedSd)).toBeLessThan(0.05);
    // A forgotten N/B is a likelihood with N/B times the noise.
    const twin = await approximate(
      {},
      linearModel(data, problem.noiseVariance * (30 / 8), problem.priorVariance),
    );
    expect(logRatios(twin.std, factorisedSd)).toBeGreaterThan(0.3);
  });
});

describe("families that hold the posterior find it", () => {
  test.each<[string, VariationalOptions]>([
    ["full", { family: "full" }],
    ["low-rank, of rank D - 1", { family: { kind: "low-rank", rank: D - 1 } }],
  ])("%s: mean, covariance, and the evidence itself", async (_name, options) => {
    const posterior = await approximate(options);
    expect(largestGap(posterior.mean, mean, sd)).toBeLessThan(0.02);
    expect(logRatios(posterior.std, sd)).toBeLessThan(0.03);
    expect(posterior.elbo!.value).toBeLessThanOrEqual(logEvidence);
    expect(posterior.elbo!.value).toBeGreaterThan(logEvidence - 0.01);
    // Along a direction in which parameters are correlated.
    const x = [1, 1, 0];
    const h = [...x, 1];
    const wanted = quadraticForm(covariance, h);
    expect(Math.abs(Math.log(posterior.predict([x]).epistemic[0]! / wanted))).toBeLessThan(0.06);
  });

  test("log density is that of the normal distribution it reports", async () => {
    const posterior = await approximate({ family: "full" });
    const draw = posterior.sample(createRng("point"));
    const { inverse, logDeterminant } = invert(covariance);
    const square = quadraticForm(
      inverse,
      [...draw].map((value, j) => value - mean[j]!),
    );
    const wanted = -0.5 * (D * Math.log(2 * Math.PI) + logDeterminant + square);
    expect(Math.abs(posterior.logDensity(draw) - wanted)).toBeLessThan(0.1);
  });
});

describe("temperature", () => {
  test.each([0.25, 4])("T = %f leaves the mean and scales the covariance by T", async (temperature) => {
    const full = await approximate({ family: "full", temperature });
    const wanted = sd.map((value) => value * Math.sqrt(temperature));
    expect(largestGap(full.mean, mean, wanted)).toBeLessThan(0.02);
    expect(logRatios(full.std, wanted)).toBeLessThan(0.03);
    expect(full.elbo).toBeUndefined();
    expect(full.notes.map(({ code }) => code)).toContain("tempered");
  });

  test("a weight on the divergence in its place would be seen: it moves the mean", async () => {
    // KL times T is the likelihood, but not the prior, to the power 1/T.
    const weighted = await approximate(
      { family: "full" },
      linearModel(data, problem.noiseVariance * 4, problem.priorVariance),
    );
    const wanted = sd.map((value) => value * 2);
    expect(largestGap(weighted.mean, mean, wanted)).toBeGreaterThan(0.1);
  });
});

interface Case {
  readonly name: string;
  readonly x: number[];
  readonly y: number[];
  readonly n_hidden: number;
  readonly prior_variance: number;
  readonly noise_variance: number;
  readonly log_evidence: number;
  readonly mean_field_optimum: { readonly mean: number[]; readonly sd: number[]; readonly elbo: number };
}

describe("reference optima of the book's basis (computed independently, in closed form)", () => {
  const { cases } = readJson<{ cases: Case[] }>("references/vi_gaussian.json");
  test.each(cases)("$name", async (reference) => {
    const set = createDataset({ x: reference.x, y: reference.y });
    const joints = Array.from({ length: reference.n_hidden }, (_, k) => k / reference.n_hidden);
    const book = createModel(
      {
        network: { kind: "shallow-relu", joints },
        prior: { kind: "normal", variance: reference.prior_variance },
        likelihood: { kind: "normal", noiseVariance: reference.noise_variance },
      },
      set,
    );
    const method = bayesByBackprop({ steps: 40_000 });
    const posterior = await method.fit(book, set, { rng: createRng("reference") });
    const { mean: wanted, sd: spread, elbo } = reference.mean_field_optimum;
    // The joints' features are nearly collinear: the mean is loose along them, which costs the bound next to nothing.
    expect(posterior.elbo!.value).toBeLessThanOrEqual(elbo + 1e-9);
    expect(posterior.elbo!.value).toBeGreaterThan(elbo - 0.02);
    expect(logRatios(posterior.std, spread)).toBeLessThan(0.05);
    expect(largestGap(posterior.mean, wanted, spread)).toBeLessThan(0.2);
    expect(posterior.elbo!.value).toBeLessThan(reference.log_evidence);
  });
});
