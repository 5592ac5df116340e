import { expect, test } from "vitest";
import { ArgumentError } from "../../../src/errors/errors.ts";
import type { ModelSpec } from "../../../src/model/spec.ts";
import { gridSettings, searchRounds, withSettings } from "../../../src/study/benchmark/settings.ts";

const model: ModelSpec = {
  network: { kind: "mlp", hidden: [4] },
  prior: { kind: "normal", variance: 2 },
  likelihood: { kind: "normal", noiseVariance: "learned" },
};
const base = { method: { name: "map" }, model };

test("a grid is every combination, the last setting changing fastest", () => {
  expect(gridSettings({})).toEqual([{}]);
  expect(gridSettings({ a: [1, 2], b: ["x", "y"] })).toEqual([
    { a: 1, b: "x" },
    { a: 1, b: "y" },
    { a: 2, b: "x" },
    { a: 2, b: "y" },
  ]);
});

test("a grid is searched in one round, or setting by setting from its first values", () => {
  const grid = { a: [1, 2], b: ["x"], c: [3, 4, 5] };
  expect(searchRounds({ by: "evidence", grid }).map((round) => round({}))).toEqual([gridSettings(grid)]);
  const [first, ofA, ofC, ...others] = searchRounds({ by: "evidence", grid, search: "coordinate" });
  expect(first!({})).toEqual([{ a: 1, b: "x", c: 3 }]);
  expect(ofA!({ a: 1, b: "x", c: 3 })).toEqual([{ a: 2, b: "x", c: 3 }]);
  expect(ofC!({ a: 2, b: "x", c: 3 })).toEqual([
    { a: 2, b: "x", c: 4 },
    { a: 2, b: "x", c: 5 },
  ]);
  expect(others).toEqual([]);
});

test("settings replace options and fields of the model at their places, and nothing else", () => {
  const found = withSettings(base, { "options.training.epochs": 3, "model.prior.variance": 16 });
  expect(found).toEqual({
    method: { name: "map", options: { training: { epochs: 3 } } },
    model: { ...model, prior: { kind: "normal", variance: 16 } },
  });
  expect(base).toEqual({ method: { name: "map" }, model });
  expect(withSettings(base)).toEqual(base);
  for (const place of ["prior.variance", "options", "model.", "options.__proto__.x"]) {
    expect(() => withSettings(base, { [place]: 1 })).toThrow(ArgumentError);
  }
});
