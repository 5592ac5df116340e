import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { createModel } from "../../src/model/model.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { createRng } from "../../src/random/rng.ts";
import { thermodynamicIntegration } from "../../src/study/thermodynamicIntegration.ts";

const noise = createRng("data");
const x = Float64Array.from({ length: 20 }, (_, i) => i / 19 - 0.5);
const real = createDataset({ x, y: x.map((v) => 1 + 2 * v + 0.4 * noise.normal()) });
const classes = createDataset({
  x,
  y: x.map((v) => (v + 0.4 * noise.normal() > 0 ? 1 : 0)),
  classes: ["low", "high"],
});
const spec = (likelihood: ModelSpec["likelihood"]): ModelSpec => ({
  network: { kind: "mlp", hidden: [] },
  prior: { kind: "normal", variance: 2, biasVariance: 2 },
  likelihood,
  standardise: "none",
});

const logSum = (values: number[]) => {
  const most = Math.max(...values);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
};
const logNormal = (z: number, mean: number, sd: number) =>
  -0.5 * Math.log(2 * Math.PI) - Math.log(sd) - (z - mean) ** 2 / (2 * sd * sd);

describe("evidence that is known by quadrature", () => {
  test("learned noise: the exact evidence, averaged over the prior of log sigma", async () => {
    // Of one input the mlp without hidden layers is f = w x + b, w ~ N(0, 2) (fan-in 1), b ~ N(0, 2).
    const step = 0.05;
    const terms: number[] = [];
    for (let l = -5; l <= 3; l += step) {
      const linear: ModelSpec = {
        network: { kind: "linear" },
        prior: { kind: "normal", variance: 2, biasVariance: 2 },
        likelihood: { kind: "normal", noiseVariance: Math.exp(2 * l) },
        standardise: "none",
      };
      const { logEvidence } = await exact().fit(createModel(linear, real), real);
      terms.push(logEvidence + logNormal(l, -1, 1) + Math.log(step));
    }
    const truth = logSum(terms);
    const found = await thermodynamicIntegration(
      spec({ kind: "normal", noiseVariance: "learned" }),
      real,
      { rng: createRng("learned") },
      { steps: 16, method: { name: "nuts", options: { chains: 2, warmUp: 300, draws: 1000 } } },
    );
    expect(found.standardError).toBeLessThan(0.5);
    expect(Math.abs(found.logEvidence - truth)).toBeLessThan(4 * found.standardError);
  });

  test("two classes: a sum over a grid of slope and bias", async () => {
    const step = 0.1;
    const terms: number[] = [];
    const ends = 6 * Math.sqrt(2);
    for (let w = -ends; w <= ends; w += step) {
      for (let b = -ends; b <= ends; b += step) {
        let sum = logNormal(w, 0, Math.sqrt(2)) + logNormal(b, 0, Math.sqrt(2)) + 2 * Math.log(step);
        x.forEach((v, i) => {
          const f = w * v + b;
          sum -= Math.log1p(Math.exp(classes.y.data[i] === 1 ? -f : f));
        });
        terms.push(sum);
      }
    }
    const truth = logSum(terms);
    const found = await thermodynamicIntegration(
      spec({ kind: "bernoulli" }),
      classes,
      { rng: createRng("classes") },
      { steps: 10, method: { name: "baoab", options: { chains: 2, steps: 10_000, draws: 2000 } } },
    );
    expect(found.standardError).toBeLessThan(0.1);
    expect(Math.abs(found.logEvidence - truth)).toBeLessThan(4 * found.standardError + 0.01);
    // The broken twin: the likelihood without its power is that of the posterior all the way.
    expect(Math.abs(found.path[10]!.mean - truth)).toBeGreaterThan(20 * found.standardError);
  });
});
