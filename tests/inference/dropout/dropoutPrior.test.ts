import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { identityScaler } from "../../../src/data/scaler.ts";
import { dropoutPrior } from "../../../src/inference/dropout/dropoutPrior.ts";
import { compileModel } from "../../../src/model/compileModel.ts";
import { createModel } from "../../../src/model/model.ts";
import type { PriorSpec } from "../../../src/model/priorSpec.ts";
import { createTarget } from "../../../src/model/target.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import { createRng } from "../../../src/random/rng.ts";

const rng = createRng("dropout prior");
const x = Array.from({ length: 12 }, () => [rng.normal(), rng.normal()]);
const data = createDataset({ x, y: x.map(([a, b]) => a! - b! + 0.3 * rng.normal()) });
const N = 12;
const TAU = 4;

function compile(prior: PriorSpec) {
  const model = createModel(
    {
      network: { kind: "mlp", hidden: [3] },
      prior,
      likelihood: { kind: "normal", noiseVariance: 1 / TAU },
      standardise: "none",
    },
    data,
  );
  return compileModel(model, { x: identityScaler(2), y: identityScaler(1) });
}

const vectors = [1, 2].map((k) => createRng("at").fork(k).fillNormal(new Float64Array(13)));
/** Weights and biases of a 2-3-1 network. */
const LAYERS = [
  { weights: [0, 6], biases: [6, 9] },
  { weights: [9, 12], biases: [12, 13] },
] as const;
const squares = (w: Float64Array, [from, to]: readonly [number, number]) =>
  w.subarray(from, to).reduce((sum, value) => sum + value * value, 0);

test("a prior of standard deviation 1/l and noise of precision tau are the rule of Gal & Ghahramani", () => {
  const [p, l] = [0.1, 1.7];
  const compiled = compile({ kind: "normal", variance: 1 / (l * l), by: "parameter", biasVariance: "flat" });
  const prior = dropoutPrior(compiled, { features: p, units: p });
  withWorkspace((workspace) => {
    const target = createTarget(workspace, { ...compiled, prior }, data, { format: "f64" });
    const lambda = ((1 - p) * l * l) / (2 * N * TAU);
    const [a, b] = vectors.map((w) => {
      target.parameters.view.set(w);
      const ours = target.potential() / (N * TAU);
      target.network.forward(0, N);
      const residuals = Array.from(data.y.data, (y, n) => target.network.arrays.outputs.view[n]! - y);
      const theirs =
        residuals.reduce((sum, r) => sum + r * r, 0) / (2 * N) +
        lambda * (squares(w, LAYERS[0].weights) + squares(w, LAYERS[1].weights));
      return { ours, theirs };
    });
    expect(a!.ours - b!.ours).toBeCloseTo(a!.theirs - b!.theirs, 10);
    expect(a!.theirs).not.toBeCloseTo(b!.theirs, 1);
  });
});

describe("the weights that leave what is dropped count 1 - p times", () => {
  const specs: PriorSpec[] = [
    { kind: "normal", variance: [2, 0.5], biasVariance: 0.7 },
    { kind: "laplace", scale: 0.8, biasVariance: 0.7 },
    { kind: "student-t", df: 4, scale: 0.8 },
    { kind: "laplace", scale: 0.8, biasVariance: "flat" },
  ];
  test.each(specs)("$kind", (spec) => {
    const compiled = compile(spec);
    const slopes = (prior: typeof compiled.prior) => {
      const gradient = new Float64Array(13);
      prior.addGradient(vectors[0]!, gradient);
      return gradient;
    };
    const [full, dropped] = [
      slopes(compiled.prior),
      slopes(dropoutPrior(compiled, { features: 0.1, units: 0.4 })),
    ];
    full.forEach((slope, j) => {
      const factor = j < 6 ? 0.9 : j >= 9 && j < 12 ? 0.6 : 1;
      expect(dropped[j]).toBeCloseTo(factor * slope, 12);
    });
  });

  test.each(specs)("$kind: its value has this gradient, and is minus its log density", (spec) => {
    const prior = dropoutPrior(compile(spec), { features: 0.1, units: 0.4 });
    const gradient = new Float64Array(13).fill(1);
    const value = prior.addGradient(vectors[0]!, gradient);
    expect(prior.logDensity(vectors[0]!)).toBeCloseTo(-value, 10);
    const moved = (j: number, by: number) =>
      prior.logDensity(vectors[0]!.map((at, i) => (i === j ? at + by : at)));
    gradient.forEach((slope, j) => {
      expect(slope - 1).toBeCloseTo((moved(j, -1e-6) - moved(j, 1e-6)) / 2e-6, 5);
    });
  });
});
