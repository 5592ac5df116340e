import { expect, test } from "vitest";
import { defaultNetworkSpec } from "../../src/model/defaultNetworkSpec.ts";
import { createModel } from "../../src/model/model.ts";
import { createMatrix } from "../../src/numeric/matrix.ts";

test.each([
  [undefined, "normal", "both"],
  [["a", "b"], "bernoulli", "inputs"],
  [["a", "b", "c"], "categorical", "inputs"],
] as const)("a target of classes %s has a %s likelihood", (classes, kind, standardise) => {
  const data = { x: createMatrix(3, 2), ...(classes === undefined ? {} : { classes }) };
  const spec = defaultNetworkSpec(data);
  expect(spec.likelihood.kind).toBe(kind);
  expect(spec.network).toEqual({ kind: "mlp", hidden: [50], activation: "relu" });
  expect(createModel(spec, data).spec.standardise).toBe(standardise);
});
