import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { nuts } from "../../src/inference/hamiltonian/nuts.ts";
import { createModel } from "../../src/model/model.ts";
import type { LinearModelSpec } from "../../src/model/spec.ts";
import { createRng } from "../../src/random/rng.ts";
import { exactPriorSlope } from "../../src/study/exactPriorSlope.ts";
import { priorSensitivity } from "../../src/study/priorSensitivity.ts";
import { sweepPriorVariance } from "../../src/study/sweepPriorVariance.ts";

const noise = createRng("data");
const x = Float64Array.from({ length: 25 }, (_, i) => i / 24);
const data = createDataset({ x, y: x.map((v) => 10 + 3 * Math.sin(4 * v) + 0.5 * noise.normal()) });
const spec = (variance: number, noiseVariance = 0.2): LinearModelSpec => ({
  network: { kind: "shallow-relu", joints: [0, 0.3, 0.6] },
  prior: { kind: "normal", variance },
  likelihood: { kind: "normal", noiseVariance },
  standardise: "both",
});
const VARIANCE = 1.5;
const posterior = await exact().fit(createModel(spec(VARIANCE), data), data);
const grid = [0.1, 0.5, 0.9];
const slope = exactPriorSlope(posterior, grid);
const fitted = (variance: number, noiseVariance?: number) =>
  exact().fit(createModel(spec(variance, noiseVariance), data), data);

describe("the closed form", () => {
  test("is the slope of exact posteriors along the prior variance", async () => {
    const step = 1e-4;
    const [low, high] = await Promise.all([-step, step].map((e) => fitted(VARIANCE / 2 ** e)));
    slope.parameters.forEach((value, j) => {
      expect((high!.mean[j]! - low!.mean[j]!) / (2 * step)).toBeCloseTo(value, 6);
    });
    const [a, b] = [low!.predict(grid).mean, high!.predict(grid).mean];
    slope.mean.forEach((value, i) => {
      expect((b[i]! - a[i]!) / (2 * step)).toBeCloseTo(value, 6);
    });
  });

  test("the sweep is prior power scaling: its mean at variance/a is that of the prior to the power a", async () => {
    const sweep = await sweepPriorVariance(createModel(spec(VARIANCE), data), data, { priorVariances: [1] });
    const sampled = priorSensitivity(posterior, data, grid, createRng("axis"), { draws: 4000 });
    for (const { power, mean, std, ess } of sampled.prior.scaled) {
      const there = sweep.at(VARIANCE / power);
      const predictive = there.predict(grid);
      mean.forEach((value, i) => {
        const sd = Math.sqrt(predictive.epistemic[i]!);
        expect(Math.abs(value - predictive.mean[i]!)).toBeLessThan((5 * sd) / Math.sqrt(ess));
        expect(Math.abs(std[i]! / sd - 1)).toBeLessThan(5 / Math.sqrt(2 * ess));
      });
      // And the parameters: precisions a P0 are those of the variance over a, by an exact fit of its own.
      const own = await fitted(VARIANCE / power);
      own.mean.forEach((value, j) => {
        expect(there.mean[j]).toBeCloseTo(value, 9);
      });
    }
  });

  test("needs a noise variance that is not integrated out", async () => {
    const model = {
      ...spec(1),
      likelihood: { kind: "normal", noiseVariance: { shape: 2, scale: 1 } },
    } as const;
    const integrated = await exact().fit(createModel(model, data), data);
    expect(() => exactPriorSlope(integrated, grid)).toThrow(/noise variance/);
  });
});

describe.each([
  ["draws of the exact posterior", async () => posterior],
  [
    "chains",
    () =>
      nuts({ chains: 2, warmUp: 150, draws: 1000 }).fit(createModel(spec(VARIANCE), data), data, {
        rng: createRng("nuts"),
      }),
  ],
])("by importance weights from %s", (_, draw) => {
  test("slopes are the closed form, and prior and likelihood pull against each other", async () => {
    const { prior, likelihood } = priorSensitivity(await draw(), data, grid, createRng("draws"));
    slope.mean.forEach((value, i) => {
      expect(Math.abs(prior.meanSlope[i]! - value)).toBeLessThan(4.5 * prior.meanSlopeError[i]!);
      // Both to one power is a temperature, which leaves the mean of a normal posterior where it is.
      const both = prior.meanSlope[i]! + likelihood.meanSlope[i]!;
      const error = Math.hypot(prior.meanSlopeError[i]!, likelihood.meanSlopeError[i]!);
      expect(Math.abs(both)).toBeLessThan(4.5 * error);
    });
    // The broken twin: the prior of another power of the likelihood.
    const worst = slope.mean.map(
      (value, i) => Math.abs(likelihood.meanSlope[i]! - value) / likelihood.meanSlopeError[i]!,
    );
    expect(Math.max(...worst)).toBeGreaterThan(8);
  });
});

test("a narrow prior in conflict with the data is found, a wide one is not sensitive", async () => {
  const narrow = priorSensitivity(await fitted(0.01), data, grid, createRng("narrow"), {
    powers: [0.8, 1.25],
  });
  expect(narrow.diagnosis).toContain("conflict");
  const wide = priorSensitivity(await fitted(1e4), data, grid, createRng("wide"));
  expect(wide.diagnosis).toEqual(["none", "none", "none"]);
  expect(Math.max(...wide.likelihood.distanceSlope)).toBeGreaterThan(0.05);
});

test("far powers of the likelihood get a note; flat priors are refused", async () => {
  const far = priorSensitivity(posterior, data, grid, createRng("far"), { draws: 500, powers: [0.01] });
  expect(far.notes.map(({ code }) => code)).toContain("pareto-k");
  const flat = { ...spec(1), prior: { kind: "normal", variance: 1, biasVariance: "flat" } } as const;
  const improper = await exact().fit(createModel(flat, data), data);
  expect(() => priorSensitivity(improper, data, grid, createRng(1))).toThrow(/flat/);
});

test("of classes it speaks of the logits", async () => {
  const classes = createDataset({ x, y: x.map((v) => (v > 0.5 ? 1 : 0)), classes: ["a", "b"] });
  const model = createModel(
    {
      network: { kind: "mlp", hidden: [] },
      prior: { kind: "normal", variance: 1 },
      likelihood: { kind: "bernoulli" },
    },
    classes,
  );
  const chains = await nuts({ chains: 2, warmUp: 100, draws: 400 }).fit(model, classes, {
    rng: createRng("c"),
  });
  const { prior } = priorSensitivity(chains, classes, grid, createRng("c"));
  // A stronger prior draws logits towards zero.
  expect(prior.mean[2]! * prior.meanSlope[2]!).toBeLessThan(0);
});
