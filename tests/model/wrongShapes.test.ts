import { expect, test } from "vitest";
import { ArgumentError } from "../../src/errors/errors.ts";
import { createModel } from "../../src/model/model.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { createMatrix } from "../../src/numeric/matrix.ts";

const linear = {
  network: { kind: "linear" },
  prior: { kind: "normal", variance: 1 },
  likelihood: { kind: "normal", noiseVariance: 1 },
};

// A spec may come from a file, so parts of it may be anything that JSON can say.
test.each([
  ["a null mean", { ...linear, prior: { ...linear.prior, mean: null } }, /mean must be an array, got null/],
  [
    "a number as precisions",
    { ...linear, prior: { ...linear.prior, precision: 3 } },
    /precision must be an array, got 3/,
  ],
  [
    "a hidden layer without weights",
    { ...linear, network: { kind: "hidden-layer", biases: [1] } },
    /weights must be an array/,
  ],
  [
    "a layer with a word as row",
    { ...linear, network: { kind: "hidden-layer", weights: ["x"], biases: [1] } },
    /weights of a unit must be an array/,
  ],
  [
    "absurdly many units",
    { ...linear, network: { kind: "random-relu", units: 1e9, seed: 1 } },
    /units must be .*at most 50000/,
  ],
  [
    "a word as joints",
    { ...linear, network: { kind: "shallow-relu", joints: "many" } },
    /joints must be an object/,
  ],
  [
    "absurdly many joints",
    { ...linear, network: { kind: "shallow-relu", joints: { count: 1e12 } } },
    /joints.count must be/,
  ],
])("%s is refused by name", (_, spec, message) => {
  const make = () => createModel(spec as unknown as ModelSpec, { x: createMatrix(2, 1) });
  expect(make).toThrow(ArgumentError);
  expect(make).toThrow(message);
});
