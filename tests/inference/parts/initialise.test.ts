import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { identityScaler } from "../../../src/data/scaler.ts";
import { initialise } from "../../../src/inference/parts/initialise.ts";
import { type CompiledModel, compileModel } from "../../../src/model/compileModel.ts";
import type { LikelihoodSpec } from "../../../src/model/likelihoodSpec.ts";
import { createModel } from "../../../src/model/model.ts";
import type { MlpSpec, NetworkSpec } from "../../../src/model/networkSpec.ts";
import type { PriorSpec } from "../../../src/model/priorSpec.ts";
import { createRng } from "../../../src/random/rng.ts";

const KNOWN: LikelihoodSpec = { kind: "normal", noiseVariance: 1 };

function compiled(network: NetworkSpec, prior: PriorSpec, likelihood = KNOWN): CompiledModel {
  const data = createDataset({ x: [[1, 2, 3, 4, 5]], y: [1] });
  const model = createModel({ network, prior, likelihood, standardise: "none" }, data);
  return compileModel(model, { x: identityScaler(5), y: identityScaler(1) });
}

const mlp = (rest: Partial<MlpSpec>): CompiledModel =>
  compiled({ kind: "mlp", hidden: [40, 30, 20], ...rest }, { kind: "normal", variance: 3 });

const DRAWS = 20;
const start = (model: CompiledModel, seed: number | string = 0) =>
  initialise(model, createRng(seed), new Float64Array(model.size));

/**
 * Mean squares of the weights of every layer over some starts, relative to what they should be and in their Monte Carlo
 * errors: sqrt(2/n) for n normal numbers.
 */
function deviations(
  model: CompiledModel,
  variance: (fanIn: number, fanOut: number, layer: number) => number,
) {
  const starts = Array.from({ length: DRAWS }, (_, seed) => start(model, seed));
  return model.form.groups
    .filter(({ role }) => role === "weights")
    .map(({ from, count, fanIn, fanOut, layer }) => {
      const all = starts.flatMap((at) => [...at.subarray(from, from + count)]);
      const square = all.reduce((sum, w) => sum + w * w, 0) / all.length;
      return Math.abs(square / variance(fanIn, fanOut, layer) - 1) / Math.sqrt(2 / all.length);
    });
}

const he = (fanIn: number) => 2 / fanIn;
const glorot = (fanIn: number, fanOut: number) => 2 / (fanIn + fanOut);

describe("weights start with the variance of the rule", () => {
  test.each<[string, Partial<MlpSpec>, (fanIn: number, fanOut: number, layer: number) => number]>([
    ["relu: He", {}, he],
    ["gelu: He", { activation: "gelu" }, he],
    ["tanh: Glorot", { activation: "tanh" }, glorot],
    ["sin: Glorot", { activation: "sin" }, glorot],
    ["softplus: Glorot", { activation: "softplus" }, glorot],
    ["He where it is asked for", { activation: "tanh", initialise: "he" }, he],
    ["Glorot where it is asked for", { initialise: "glorot" }, glorot],
    [
      "by layer, the last as the one before",
      { activation: ["relu", "tanh", "relu"] },
      (fanIn, fanOut, layer) => (layer === 1 ? glorot(fanIn, fanOut) : he(fanIn)),
    ],
    ["a draw from the prior", { initialise: "prior" }, (fanIn) => 3 / fanIn],
  ])("%s", (_, network, variance) => {
    for (const deviation of deviations(mlp(network), variance)) expect(deviation).toBeLessThan(4);
  });

  test("the other rule would be seen", () => {
    expect(Math.max(...deviations(mlp({}), glorot))).toBeGreaterThan(4);
    expect(Math.max(...deviations(mlp({ activation: "tanh" }), he))).toBeGreaterThan(4);
  });
});

test("biases start at 0, unless all is drawn from the prior", () => {
  for (const [rule, zero] of [
    ["he", true],
    ["glorot", true],
    ["prior", false],
  ] as const) {
    const model = mlp({ initialise: rule });
    const at = start(model);
    for (const { role, from, count } of model.form.groups) {
      if (role === "biases") expect(at.subarray(from, from + count).every((b) => b === 0)).toBe(zero);
    }
  }
});

test("weights of a layer are not correlated with each other or with those of another start", () => {
  const [a, b] = [start(mlp({}), "a"), start(mlp({}), "b")];
  const correlation = (x: Float64Array, y: Float64Array) => {
    const dot = (u: Float64Array, v: Float64Array) => u.reduce((sum, value, i) => sum + value * v[i]!, 0);
    return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
  };
  const [from, count] = [240, 1200];
  expect(Math.abs(correlation(a.subarray(from, from + count), b.subarray(from, from + count)))).toBeLessThan(
    0.12,
  );
  const shifted = correlation(a.subarray(from, from + count - 1), a.subarray(from + 1, from + count));
  expect(Math.abs(shifted)).toBeLessThan(0.12);
  expect(start(mlp({}), "a")).toEqual(a);
});

test("networks that are linear in their parameters start at the mean of the prior", () => {
  const mean = [1, 2, 3, 4, 5, 6];
  const prior: PriorSpec = { kind: "normal", variance: 1, mean };
  expect([...start(compiled({ kind: "linear" }, prior))]).toEqual(mean);
  expect([...start(compiled({ kind: "mlp", hidden: [] }, prior))]).toEqual(mean);
});

test("parameters of the likelihood start where it says, whatever was there", () => {
  const likelihood: LikelihoodSpec = { kind: "normal", noiseVariance: { shape: 4, scale: 1 } };
  const model = compiled({ kind: "mlp", hidden: [3] }, { kind: "laplace", scale: 1 }, likelihood);
  const out = new Float64Array(model.size).fill(Number.NaN);
  initialise(model, createRng(1), out);
  expect(out.every(Number.isFinite)).toBe(true);
  // The mode of log sigma: log(scale / shape) / 2.
  expect(out.at(-1)).toBeCloseTo(0.5 * Math.log(0.25), 14);
});
