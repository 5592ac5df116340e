import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import type { Dataset } from "../../../src/data/dataset.ts";
import { deepEnsemble } from "../../../src/inference/ensemble/deepEnsemble.ts";
import type { DeepEnsembleOptions } from "../../../src/inference/ensemble/ensembleOptions.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import { createModel, type Model } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import { invert, multiply, transposed } from "../../support/denseAlgebra.ts";
import { linearModel, linearProblem } from "./linearProblem.ts";

const MEMBERS = 400;
const problem = await linearProblem();
const { data, model, priorVariance } = problem;

async function membersOf(
  options: DeepEnsembleOptions,
  of: Model = model,
  on: Dataset = data,
  seed = "ensemble",
): Promise<readonly Float64Array[]> {
  const posterior = await deepEnsemble(options).fit(of, on, { rng: createRng(seed) });
  return posterior.members.map(({ parameters }) => parameters);
}

/** Mean and covariance of vectors, the sum of squares divided by S - 1. */
function moments(draws: readonly Float64Array[]) {
  const size = draws[0]!.length;
  const mean = Array.from(
    { length: size },
    (_, j) => draws.reduce((sum, w) => sum + w[j]!, 0) / draws.length,
  );
  const covariance = mean.map((a, i) =>
    mean.map((b, j) => draws.reduce((sum, w) => sum + (w[i]! - a) * (w[j]! - b), 0) / (draws.length - 1)),
  );
  return { mean, covariance };
}

type Square = readonly (readonly number[])[];

/**
 * The largest difference of the moments of S normal draws from those they should have, in Monte Carlo standard errors:
 * C_jj/S for a mean, (C_ii C_jj + C_ij^2)/S for an entry of the covariance.
 */
function errors(draws: readonly Float64Array[], mean: readonly number[], covariance: Square) {
  const found = moments(draws);
  const count = draws.length;
  const gaps = { mean: 0, covariance: 0 };
  mean.forEach((value, i) => {
    gaps.mean = Math.max(gaps.mean, Math.abs(found.mean[i]! - value) / Math.sqrt(covariance[i]![i]! / count));
    mean.forEach((_, j) => {
      const c = covariance[i]!;
      const error = Math.sqrt((c[i]! * covariance[j]![j]! + c[j]! * c[j]!) / count);
      gaps.covariance = Math.max(gaps.covariance, Math.abs(found.covariance[i]![j]! - c[j]!) / error);
    });
  });
  return gaps;
}

describe("anchored members of a linear model with normal prior and noise", () => {
  /** Lambda^-1 P0 Lambda^-1, for the prior precision P0 = I / v. */
  const withoutJitter = multiply(problem.covariance, problem.covariance).map((row) =>
    row.map((value) => value / priorVariance),
  );

  test("are draws from the posterior", async () => {
    const draws = await membersOf({ members: MEMBERS, anchored: true });
    const { mean, covariance } = errors(draws, problem.mean, problem.covariance);
    expect(mean).toBeLessThan(4);
    expect(covariance).toBeLessThan(4);
    expect(errors(draws, problem.mean, withoutJitter).covariance).toBeGreaterThan(20);
  });

  test("are so for rows of different weight, and standardised", async () => {
    const weights = Float64Array.from(data.y.data, (_, n) => 0.3 + (n % 4));
    const weighted = { ...data, weights };
    const standardised = createModel({ ...model.spec, standardise: "both" } as typeof model.spec, weighted);
    const posterior = await exact({ solver: "qr" }).fit(standardised as Model<"regression">, weighted);
    const { data: flat, cols } = posterior.covariance();
    const covariance = Array.from({ length: cols }, (_, i) => [...flat.subarray(i * cols, (i + 1) * cols)]);
    const draws = await membersOf({ members: MEMBERS, anchored: true }, standardised, weighted);
    const gaps = errors(draws, [...posterior.mean], covariance);
    expect(gaps.mean).toBeLessThan(4);
    expect(gaps.covariance).toBeLessThan(4);
  });

  test("without jitter have covariance Lambda^-1 P0 Lambda^-1, which is too small", async () => {
    const draws = await membersOf({ members: MEMBERS, anchored: "without-jitter" });
    const { mean, covariance } = errors(draws, problem.mean, withoutJitter);
    expect(mean).toBeLessThan(4);
    expect(covariance).toBeLessThan(4);
    expect(errors(draws, problem.mean, problem.covariance).covariance).toBeGreaterThan(8);
  });

  test("take a proper normal prior and known noise, and no other rows", async () => {
    const flat = createModel({ ...model.spec, prior: { kind: "normal", variance: "flat" } }, data);
    const noisy = createModel(
      {
        network: { kind: "mlp", hidden: [] },
        prior: { kind: "normal", variance: 1 },
        likelihood: { kind: "normal", noiseVariance: "learned" },
      },
      data,
    );
    for (const bad of [flat, noisy]) {
      await expect(membersOf({ anchored: true, members: 2 }, bad)).rejects.toThrow(
        /normal prior.*known noise/,
      );
    }
    expect(() => deepEnsemble({ anchored: true, bagging: true })).toThrow(/bagging/);
    expect(() => deepEnsemble({ anchored: true, training: { earlyStopping: {} } })).toThrow(/earlyStopping/);
  });
});

describe("plain members under gradient flow from N(0, s2 I) and a flat prior", () => {
  const S2 = 0.49;
  /** Gradient descent to convergence, on rows that may be fewer than parameters. */
  const descent = (rows: number): DeepEnsembleOptions => ({
    members: MEMBERS,
    training: {
      optimiser: { kind: "sgd", rate: 0.4, momentum: 0 },
      schedule: "constant",
      epochs: 400,
      batch: rows,
    },
  });
  const rng = createRng("gradient flow");
  const dataOf = (rows: number) => {
    const x = Array.from({ length: rows }, () => Array.from({ length: 4 }, () => 0.8 * rng.normal()));
    return createDataset({ x, y: x.map(([a, b]) => a! - b! + 0.3 * rng.normal()) });
  };
  const modelOf = (on: Dataset) =>
    createModel(
      {
        network: { kind: "mlp", hidden: [], initialise: { variance: S2 } },
        prior: { kind: "normal", variance: "flat", biasVariance: "flat" },
        likelihood: { kind: "normal", noiseVariance: 1 },
        standardise: "none",
      },
      on,
    );
  const features = (on: Dataset) =>
    Array.from({ length: on.x.rows }, (_, n) => [...on.x.data.subarray(4 * n, 4 * n + 4), 1]);

  test("have mean H^+ y and covariance s2 (I - H^+ H)", async () => {
    const few = dataOf(3);
    const h = features(few);
    const pseudo = multiply(transposed(h), invert(multiply(h, transposed(h))).inverse);
    const mean = multiply(
      pseudo,
      [...few.y.data].map((v) => [v]),
    ).map(([v]) => v!);
    const projection = multiply(pseudo, h);
    const covariance = projection.map((row, i) => row.map((v, j) => S2 * ((i === j ? 1 : 0) - v)));
    const draws = await membersOf(descent(3), modelOf(few), few);
    const gaps = errors(draws, mean, covariance);
    expect(gaps.mean).toBeLessThan(4);
    expect(gaps.covariance).toBeLessThan(4);
    // Broken twins: a standard deviation in place of the variance, and members that never left where they began.
    const scaled = covariance.map((row) => row.map((value) => S2 * value));
    expect(errors(draws, mean, scaled).covariance).toBeGreaterThan(8);
    const started = mean.map((_, i) => mean.map((__, j) => (i === j ? S2 : 0)));
    expect(
      errors(
        draws,
        mean.map(() => 0),
        started,
      ).mean,
    ).toBeGreaterThan(8);
    expect(errors(draws, mean, started).covariance).toBeGreaterThan(8);
  });

  test("have no spread at all where H has full column rank, though the posterior has some", async () => {
    const many = dataOf(20);
    const draws = await membersOf({ ...descent(20), members: 20 }, modelOf(many), many);
    const { covariance } = moments(draws);
    covariance.forEach((row, j) => {
      expect(row[j]).toBeLessThan(1e-12);
    });
  });
});

describe("bagged members", () => {
  test("spread as the estimate does under rows drawn anew, not as the posterior", async () => {
    // Least squares on n rows drawn with replacement: in the limit the sandwich covariance of heteroscedastic noise.
    const rng = createRng("bagging");
    const rows = 400;
    const x = Array.from({ length: rows }, () => [rng.normal()]);
    const noise = x.map(([v]) => 0.2 + Math.abs(v!));
    const on = createDataset({ x, y: x.map(([v], n) => 1 + 2 * v! + noise[n]! * rng.normal()) });
    const flat = createModel(
      {
        network: { kind: "linear" },
        prior: { kind: "normal", variance: "flat" },
        likelihood: { kind: "normal", noiseVariance: 1 },
        standardise: "none",
      },
      on,
    );
    const h = x.map(([v]) => [v!, 1]);
    const inverse = invert(multiply(transposed(h), h)).inverse;
    const fit = multiply(
      multiply(inverse, transposed(h)),
      [...on.y.data].map((v) => [v]),
    ).map(([v]) => v!);
    const meat = [0, 1].map((i) =>
      [0, 1].map((j) =>
        h.reduce((sum, row, n) => {
          const residual = on.y.data[n]! - row[0]! * fit[0]! - row[1]! * fit[1]!;
          return sum + residual * residual * row[i]! * row[j]!;
        }, 0),
      ),
    );
    const sandwich = multiply(multiply(inverse, meat), inverse);
    const draws = await membersOf({ members: MEMBERS, bagging: true, training: {} }, flat, on);
    const found = moments(draws).covariance;
    // Four Monte Carlo errors of a variance are 4 sqrt(2/400) = 28 %; second-order terms are of the order of 1/n.
    for (const j of [0, 1]) expect(Math.abs(found[j]![j]! / sandwich[j]![j]! - 1)).toBeLessThan(0.3);
    // The posterior's covariance under noise 1 knows nothing of where the noise is large.
    expect(found[0]![0]! / inverse[0]![0]!).toBeGreaterThan(2);
  });

  test("tell which rows they left out: about a share of 1/e", async () => {
    const posterior = await deepEnsemble({ members: 50, bagging: true, training: {} }).fit(model, data, {
      rng: createRng("left out"),
    });
    const total = posterior.members.reduce((sum, { heldOut }) => sum + heldOut.length, 0) / 50 / 30;
    const expected = (1 - 1 / 30) ** 30;
    expect(Math.abs(total - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / 1500));
    for (const { heldOut } of posterior.members)
      expect([...heldOut]).toEqual([...new Set(heldOut)].sort((a, b) => a - b));
  });
});

describe("calibration out of bag", () => {
  const rng = createRng("miscalibrated");
  const rows = 1000;
  const x = Array.from({ length: rows }, () => [rng.normal(), rng.normal()]);
  const sd = 0.5;
  const on = createDataset({ x, y: x.map(([a, b]) => a! - b! + sd * rng.normal()) });
  const factor = async (ratio: number) => {
    const wrong = linearModel(on, sd * sd * ratio, 10);
    const options = { members: 10, bagging: true, training: {}, calibration: "out-of-bag" } as const;
    const posterior = await deepEnsemble(options).fit(wrong, on, { rng: createRng("bag") });
    return { posterior, factor: posterior.varianceFactors[0]! };
  };

  test.each([0.5, 1, 3])("finds that the noise is %d times what it should be", async (ratio) => {
    const { posterior, factor: found } = await factor(ratio);
    // A factor c of normal residuals has standard error c sqrt(2/n).
    expect(Math.abs(found * ratio - 1)).toBeLessThan(4 * Math.sqrt(2 / rows));
    const predictive = posterior.predict([[0.3, -0.2]]);
    const plain = await deepEnsemble({ members: 10, bagging: true, training: {} }).fit(
      linearModel(on, sd * sd * ratio, 10),
      on,
      { rng: createRng("bag") },
    );
    const before = plain.predict([[0.3, -0.2]]);
    expect(predictive.variance[0]! / before.variance[0]!).toBeCloseTo(found, 10);
    expect(predictive.epistemic[0]! / before.epistemic[0]!).toBeCloseTo(found, 10);
    expect(predictive.mean[0]).toBeCloseTo(before.mean[0]!, 12);
  });

  test("stays between 1/4 and 4", async () => {
    expect((await factor(0.01)).factor).toBeCloseTo(4, 4);
    expect((await factor(100)).factor).toBeCloseTo(0.25, 4);
  });

  test("needs rows that two members left out", async () => {
    const alone = deepEnsemble({ members: 1, bagging: true, training: {}, calibration: "out-of-bag" });
    await expect(alone.fit(model, data, { rng: createRng(1) })).rejects.toThrow(/2 or more members/);
    const whole = deepEnsemble({ training: {}, calibration: "out-of-bag" });
    await expect(whole.fit(model, data, { rng: createRng(1) })).rejects.toThrow(/2 or more members/);
    expect(() => deepEnsemble({ anchored: true, calibration: "out-of-bag" })).toThrow(
      /leave different rows out/,
    );
  });
});
