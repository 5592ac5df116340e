import { expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { predictBank } from "../../src/inference/predictBank.ts";
import { prepare } from "../../src/inference/prepare.ts";
import { createModel } from "../../src/model/model.ts";
import { parameterNames } from "../../src/model/parameterNames.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { createMatrix } from "../../src/numeric/matrix.ts";

const data = createDataset({
  x: [
    [1, 2],
    [3, 4],
  ],
  y: [
    [0, 1],
    [1, 0],
  ],
});
const compile = (network: ModelSpec["network"], targets = data, noiseVariance: number | "learned" = 1) => {
  const likelihood = { kind: "normal", noiseVariance } as const;
  const prior = { kind: "normal", variance: 1 } as const;
  const model = createModel({ network, prior, likelihood, standardise: "none" }, targets);
  return prepare("test", model, targets).compiled;
};

test("names every parameter of a network by layer, input and unit", () => {
  expect(parameterNames(compile({ kind: "mlp", hidden: [2] }))).toEqual([
    "weights[0][0][0]",
    "weights[0][0][1]",
    "weights[0][1][0]",
    "weights[0][1][1]",
    "biases[0][0]",
    "biases[0][1]",
    "weights[1][0][0]",
    "weights[1][0][1]",
    "weights[1][1][0]",
    "weights[1][1][1]",
    "biases[1][0]",
    "biases[1][1]",
  ]);
});

test("leaves out what there is one of, and ends with the likelihood", () => {
  const one = createDataset({
    x: [
      [1, 2],
      [3, 4],
    ],
    y: [0, 1],
  });
  expect(parameterNames(compile({ kind: "linear" }, one, "learned"))).toEqual([
    "weights[0]",
    "weights[1]",
    "biases",
    "log noise sd",
  ]);
  expect(parameterNames(compile({ kind: "mlp", hidden: [] })).slice(0, 3)).toEqual([
    "weights[0][0]",
    "weights[0][1]",
    "weights[1][0]",
  ]);
});

test("the weight from input i to unit j is where its name says", () => {
  const compiled = compile({ kind: "mlp", hidden: [] });
  const names = parameterNames(compiled);
  for (const i of [0, 1])
    for (const j of [0, 1]) {
      const parameters = new Float64Array(compiled.size);
      parameters[names.indexOf(`weights[${i}][${j}]`)] = 1;
      const x = [[i === 0 ? 1 : 0, i === 1 ? 1 : 0]];
      const predictive = predictBank(compiled, createMatrix(1, compiled.size, parameters), x);
      const mean = "mean" in predictive ? [...predictive.mean] : [];
      expect(mean).toEqual(j === 0 ? [1, 0] : [0, 1]);
    }
});
