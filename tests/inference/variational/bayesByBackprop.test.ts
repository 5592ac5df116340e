import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { NumericError } from "../../../src/errors/errors.ts";
import { bayesByBackprop } from "../../../src/inference/variational/bayesByBackprop.ts";
import type { VariationalOptions } from "../../../src/inference/variational/variationalOptions.ts";
import type { VariationalPosterior } from "../../../src/inference/variational/variationalPosterior.ts";
import { createModel } from "../../../src/model/model.ts";
import type { PriorSpec } from "../../../src/model/priorSpec.ts";
import { erfc } from "../../../src/numeric/special.ts";
import { createRng } from "../../../src/random/rng.ts";
import { largestDifference } from "../../support/differences.ts";
import { rejection } from "../../support/rejection.ts";
import { mlp, wave } from "../map/toys.ts";

const curve = wave(20);

const approximate = (options: VariationalOptions, ...of: Parameters<typeof mlp>) =>
  bayesByBackprop(options).fit(mlp(...of), of[0], { rng: createRng("approximate") });

/** A rate so small that q stays where it begins. */
const STILL = { rate: 1e-12, schedule: "constant" } as const;

describe("q begins with a part of the prior's spread", () => {
  // Weights and biases of 1-3-1 units: standard deviations sqrt(2/fan-in) and 1.
  const prior = [2, 2, 2, 1, 1, 1, 2 / 3, 2 / 3, 2 / 3, 1].map(Math.sqrt);
  const network = { hidden: [3] };
  const spec = { prior: { kind: "normal", variance: 2 } } as const;

  test.each([undefined, 0.01, 0.5, 2])("%s of it", async (initialSpread) => {
    const options = { ...STILL, steps: 1, ...(initialSpread !== undefined && { initialSpread }) };
    const { std, mean } = await approximate(options, curve, network, spec);
    const part = initialSpread ?? 0.15;
    expect(
      largestDifference(
        std,
        prior.map((sd) => part * sd),
      ),
    ).toBeLessThan(1e-9);
    // Units must differ from each other, so that they come to differ more.
    expect(new Set(mean).size).toBe(mean.length);
  });
});

/** Means over the windows of the trace, with their standard errors: the variance of the estimate of one step. */
function varianceOfStep({ trace }: VariationalPosterior, perWindow: number) {
  const variances = Array.from(trace.standardError, (error) => error * error * perWindow);
  const mean = variances.reduce((sum, v) => sum + v, 0) / variances.length;
  const squares = variances.reduce((sum, v) => sum + (v - mean) * (v - mean), 0);
  return { mean, error: Math.sqrt(squares) / variances.length };
}

describe("several draws per step", () => {
  const steps = 2000;
  const spread = async (samples: number, antithetic: boolean) =>
    varianceOfStep(
      await approximate({ ...STILL, steps, samples, antithetic }, curve, { hidden: [3] }),
      steps / 100,
    );

  test("average: sixteen have a sixteenth of the variance of one", async () => {
    const [one, many] = [await spread(1, false), await spread(16, false)];
    const error = Math.hypot(one.error / 16, many.error);
    expect(Math.abs(many.mean - one.mean / 16)).toBeLessThan(4 * error);
    // One draw used sixteen times would have all of it, a sum in place of a mean sixteen times as much.
    expect(Math.abs(many.mean - one.mean)).toBeGreaterThan(4 * error);
  });

  test("in pairs with opposite noise vary less", async () => {
    const [pairs, singles] = [await spread(8, true), await spread(8, false)];
    expect(pairs.mean + 4 * Math.hypot(pairs.error, singles.error)).toBeLessThan(singles.mean);
  });
});

/** A linear model: y = x'w + b + N(0, 0.3), nothing standardised. */
const rng = createRng("linear");
const rows = Array.from({ length: 12 }, () => [rng.normal(), rng.normal()]);
const line = createDataset({ x: rows, y: rows.map(([a, b]) => 0.6 * a! - 0.3 * b! + 0.5 * rng.normal()) });
const NOISE = 0.3;

const linear = (prior: PriorSpec) =>
  createModel(
    {
      network: { kind: "mlp", hidden: [] },
      prior,
      likelihood: { kind: "normal", noiseVariance: NOISE },
      standardise: "none",
    },
    line,
  );

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);
const sum = (values: ArrayLike<number>, of: (value: number, j: number) => number) =>
  Array.from(values).reduce((total, value, j) => total + of(value, j), 0);

/** E[log likelihood] and the entropy of independent normals, in closed form. */
function closedParts({ mean, std }: VariationalPosterior) {
  const likelihood = sum(line.y.data, (y, n) => {
    const h = [...rows[n]!, 1];
    const residual = y - sum(h, (value, j) => value * mean[j]!);
    const variance = sum(h, (value, j) => value * value * std[j]! * std[j]!);
    return -halfLogTwoPi - 0.5 * Math.log(NOISE) - (residual * residual + variance) / (2 * NOISE);
  });
  return { likelihood, entropy: sum(std, (sd) => halfLogTwoPi + 0.5 + Math.log(sd)) };
}

/** E[log N(w; 0, v)] for w ~ N(m, s^2). */
const ofNormal = (m: number, s: number, v: number) =>
  -halfLogTwoPi - 0.5 * Math.log(v) - (m * m + s * s) / (2 * v);

/** E[log of a Laplace density of scale b] for w ~ N(m, s^2): the mean of |w| is that of a folded normal. */
function ofLaplace(m: number, s: number, b: number): number {
  const folded =
    s * Math.sqrt(2 / Math.PI) * Math.exp((-m * m) / (2 * s * s)) + m * (1 - erfc(m / s / Math.SQRT2));
  return -Math.log(2 * b) - folded / b;
}

describe("the divergence from the prior", () => {
  const run = (of: ReturnType<typeof linear>, steps: number) =>
    bayesByBackprop({ steps, samples: 2, initialSpread: 0.2 }).fit(of, line, {
      rng: createRng("divergence"),
    });
  /** ELBO with a share of the divergence: all of it is right. */
  const elboOf = ({ likelihood, entropy }: ReturnType<typeof closedParts>, prior: number, share = 1) =>
    likelihood + share * (prior + entropy);

  test.each([1, 300])("from a normal prior is in closed form, after %i steps", async (steps) => {
    const posterior = await run(
      linear({ kind: "normal", variance: 0.7, by: "parameter", biasVariance: 2 }),
      steps,
    );
    const { mean, std, elbo } = posterior as VariationalPosterior;
    const prior = sum(mean, (m, j) => ofNormal(m, std[j]!, j < 2 ? 0.7 : 2));
    expect(elbo!.standardError).toBe(0);
    expect(elbo!.value).toBeCloseTo(elboOf(closedParts(posterior as VariationalPosterior), prior), 9);
  });

  test.each([1, 300])("from a Laplace prior is that of its draws, after %i steps", async (steps) => {
    const posterior = await run(
      linear({ kind: "laplace", scale: 0.4, by: "parameter", biasVariance: 2 }),
      steps,
    );
    const { mean, std, elbo } = posterior as VariationalPosterior;
    const prior = sum(mean, (m, j) => (j < 2 ? ofLaplace(m, std[j]!, 0.4) : ofNormal(m, std[j]!, 2)));
    const parts = closedParts(posterior as VariationalPosterior);
    const { value, standardError } = elbo!;
    expect(standardError).toBeGreaterThan(0);
    expect(Math.abs(value - elboOf(parts, prior))).toBeLessThan(4 * standardError);
    expect(Math.abs(value - elboOf(parts, prior, 0.5))).toBeGreaterThan(4 * standardError);
  });
});

test("the standard errors of the trace are those of its means", async () => {
  const prior = { kind: "normal", variance: 0.7, by: "parameter" } as const;
  const method = bayesByBackprop({ ...STILL, steps: 4000, samples: 2, antithetic: false });
  const { trace, elbo } = await method.fit(linear(prior), line, { rng: createRng("trace") });
  // q stays where it is, so that every window estimates the same bound, which has a closed form.
  const scores = Array.from(trace.mean, (mean, w) => (mean - elbo!.value) / trace.standardError[w]!);
  const [n, df] = [scores.length, 39];
  // Squares of t variables with 39 degrees of freedom: mean df/(df-2), variance 2 df^2 (df-1)/((df-2)^2 (df-4)).
  const mean = df / (df - 2);
  const error = Math.sqrt((2 * df * df * (df - 1)) / ((df - 2) * (df - 2) * (df - 4)) / n);
  const found = sum(scores, (score) => score * score) / n;
  expect(Math.abs(found - mean)).toBeLessThan(4 * error);
  // Errors of twice or half the size would be seen.
  for (const factor of [4, 0.25]) expect(Math.abs(factor * found - mean)).toBeGreaterThan(4 * error);
});

describe("an ELBO that leaves the finite numbers", () => {
  test.each<[string, VariationalOptions, "f64" | "f32"]>([
    ["factorised", { rate: 1e200 }, "f64"],
    ["in f32", { rate: 1e30 }, "f32"],
    ["batches", { rate: 1e200, batch: 7 }, "f64"],
    ["local", { rate: 1e200, estimator: "local" }, "f64"],
    ["flipout", { rate: 1e200, estimator: "flipout" }, "f64"],
    ["low-rank", { rate: 1e200, family: { kind: "low-rank", rank: 2 } }, "f64"],
    ["full", { rate: 1e200, family: "full" }, "f64"],
    ["in the only step", { rate: 1e200, steps: 1 }, "f64"],
    ["in the only step, tempered", { rate: 1e200, steps: 1, temperature: 2 }, "f64"],
  ])("stops and says where: %s", async (_, options, precision) => {
    const network = { hidden: [3], activation: "relu" } as const;
    const fitted = { steps: 50, schedule: "constant", samples: 2, ...options } as const;
    const error = await rejection(approximate(fitted, curve, network, { precision }));
    expect(error).toBeInstanceOf(NumericError);
    const { step, rate, parameterNorm, lambda } = error.details as {
      step: number;
      rate: number;
      parameterNorm: number;
      lambda: Float64Array;
    };
    expect(error.message).toContain(`not at step ${step + 1} with learning rate ${rate.toPrecision(3)}`);
    expect(error.message).toContain(`the last good mean has norm ${parameterNorm.toPrecision(3)}`);
    expect(rate).toBe(options.rate);
    expect(lambda.every(Number.isFinite)).toBe(true);
    const length = Math.sqrt(sum(lambda.subarray(0, 10), (value) => value * value));
    expect(parameterNorm / length).toBeCloseTo(1, 10);
    // What is kept is from before the step that went too far.
    expect(parameterNorm).toBeLessThan(100);
  });
});
