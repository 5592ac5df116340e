import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import type { SolverName } from "../../../src/inference/exact/solution.ts";
import { largestMixedDifference } from "../../support/differences.ts";
import { slowPosterior } from "../../support/slowPosterior.ts";
import { featureRows, normalModel } from "./models.ts";

/** A random small problem: joints that may coincide, rows anywhere, unsorted, with weights, and a full diagonal prior. */
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const power = (min: number, max: number) => number(min, max).map((p) => 10 ** p);
const problem = fc.integer({ min: 1, max: 12 }).chain((count) => {
  const perJoint = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: count, maxLength: count });
  const joint = fc.integer({ min: -8, max: 8 }).map((k) => k / 4);
  const rows = fc.array(fc.tuple(number(-3, 3), number(-5, 5), power(-1, 1)), { maxLength: 15 });
  return fc.record({
    joints: perJoint(joint).map((joints) => joints.sort((a, b) => a - b)),
    slopes: perJoint(power(-0.5, 0.5)),
    mean: fc.array(number(-2, 2), { minLength: count + 1, maxLength: count + 1 }),
    precision: perJoint(power(-1, 1)),
    variance: power(-2, 2),
    biasVariance: power(-2, 2),
    noise: power(-3, 1),
    rows,
  });
});
type Problem = typeof problem extends fc.Arbitrary<infer T> ? T : never;

const queries = [-4, -2, -1.3, 0, 0.25, 1.1, 2, 2.5, 30].map((x) => [x]);

function setUp(p: Problem) {
  const data = createDataset({
    x: p.rows.map(([x]) => [x]),
    y: p.rows.map(([, y]) => y),
    weights: p.rows.map(([, , w]) => w),
    featureNames: ["x"],
  });
  const network = { kind: "shallow-relu", joints: p.joints, slopes: p.slopes } as const;
  const { variance, biasVariance, mean, precision } = p;
  const model = normalModel(network, { variance, biasVariance, mean, precision }, p.noise, data);
  return { data, model };
}

const solve = (p: Problem, solver: SolverName) => {
  const { data, model } = setUp(p);
  return exact({ solver }).fit(model, data);
};

describe("the linear-time solver", () => {
  test("gives what plain inversion gives, on random problems", async () => {
    await fc.assert(
      fc.asyncProperty(problem, async (p) => {
        const { data, model } = setUp(p);
        const slow = slowPosterior({
          features: featureRows(model, data),
          target: [...data.y.data],
          priorMean: p.mean,
          priorVariance: [...p.precision.map((v) => p.variance / v), p.biasVariance],
          noise: Array.from(data.weights!, (w) => p.noise / w),
        });
        const posterior = await exact({ solver: "banded" }).fit(model, data);
        expect(posterior.solver).toBe("banded");
        close(posterior.mean, slow.mean);
        close(posterior.covariance().data, slow.covariance.flat());
        close(
          posterior.variances(),
          slow.covariance.map((row, j) => row[j]!),
        );
        close([posterior.logEvidence], [slow.logEvidence]);
        close([posterior.effectiveParameters()], [slow.effectiveParameters]);
        const at = featureRows(model, createDataset({ x: queries, y: queries.map(() => 0) }));
        const predictive = posterior.predict(queries);
        const expected = at.map((h) => slow.functionAt(h));
        close(
          predictive.mean,
          expected.map((e) => e.mean),
        );
        close(
          predictive.epistemic,
          expected.map((e) => e.variance),
        );
      }),
      { seed: 93, numRuns: 150 },
    );
  });

  test("gives the densities of the other solvers", async () => {
    await fc.assert(
      fc.asyncProperty(problem, async (p) => {
        const [banded, qr] = await Promise.all([solve(p, "banded"), solve(p, "qr")]);
        for (const shift of [0, 0.1, -1]) {
          const at = banded.mean.map((value, j) => value + shift * Math.cos(j));
          close([banded.logDensity(at)], [qr.logDensity(at)]);
        }
      }),
      { seed: 94, numRuns: 50 },
    );
  });

  test("does not mind the order of the rows", async () => {
    await fc.assert(
      fc.asyncProperty(problem, async (p) => {
        const sorted = { ...p, rows: p.rows.toSorted((a, b) => a[0] - b[0]) };
        const [some, other] = await Promise.all([solve(p, "banded"), solve(sorted, "banded")]);
        close(some.mean, other.mean);
        close([some.logEvidence], [other.logEvidence]);
      }),
      { seed: 95, numRuns: 50 },
    );
  });

  test("is the default for fixed joints", async () => {
    const [p] = fc.sample(problem, { seed: 96, numRuns: 1 });
    const { data, model } = setUp(p!);
    expect((await exact().fit(model, data)).solver).toBe("banded");
  });
});

function close(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(largestMixedDifference(found, expected)).toBeLessThan(1e-8);
}
