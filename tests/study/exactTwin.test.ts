import { expect, test } from "vitest";
import { expSineData } from "../../src/data/synthetic.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { createModel } from "../../src/model/model.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { createRng } from "../../src/random/rng.ts";
import { exactTwin, hasExactTwin } from "../../src/study/exactTwin.ts";

const data = expSineData(createRng("twin"), { rows: 20 });
const spec: ModelSpec = {
  network: { kind: "shallow-relu", joints: { count: 4 } },
  prior: { kind: "normal", variance: 2 },
  likelihood: { kind: "normal", noiseVariance: 0.1 },
};

test("is the exact posterior of the same model", async () => {
  const twin = await exactTwin(spec, data);
  const by = await exact().fit(createModel(spec, data), data);
  expect(twin!.mean).toEqual(by.mean);
  expect(twin!.model.spec).toEqual(by.model.spec);
});

test.each<[string, Partial<ModelSpec>]>([
  ["hidden layers", { network: { kind: "mlp", hidden: [3] } }],
  ["noise that is learned", { likelihood: { kind: "normal", noiseVariance: "learned" } }],
  ["noise that is integrated out", { likelihood: { kind: "normal", noiseVariance: { shape: 2, scale: 1 } } }],
  ["a prior variance that is learned", { prior: { kind: "normal", variance: "learned" } }],
  ["another prior", { prior: { kind: "laplace", scale: 1 } }],
  ["another noise", { likelihood: { kind: "student-t", scale: 1, df: 4 } as ModelSpec["likelihood"] }],
])("there is none with %s", async (_, part) => {
  expect(hasExactTwin({ ...spec, ...part })).toBe(false);
  expect(await exactTwin({ ...spec, ...part }, data)).toBeUndefined();
});
