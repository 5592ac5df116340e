import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { identityScaler } from "../../../src/data/scaler.ts";
import { map } from "../../../src/inference/map/map.ts";
import { adversarialLoss } from "../../../src/inference/parts/adversarial.ts";
import { compileModel } from "../../../src/model/compileModel.ts";
import { createModel } from "../../../src/model/model.ts";
import type { ModelSpec } from "../../../src/model/spec.ts";
import { createTarget, type Target } from "../../../src/model/target.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import { createRng } from "../../../src/random/rng.ts";

const rng = createRng("adversarial");
const x = Array.from({ length: 12 }, () => [rng.normal(), 3 * rng.normal()]);
const real = createDataset({ x, y: x.map(([a, b]) => a! * b! + 0.1 * rng.normal()) });
const classes = createDataset({
  x,
  y: x.map(([a], n) => (a! > 0 ? 1 : n % 3 === 0 ? 2 : 0)),
  classes: ["a", "b", "c"],
});
const network = { kind: "mlp", hidden: [4, 3], activation: "tanh" } as const;
const prior = { kind: "normal", variance: 1 } as const;
const EPSILON = 0.02;

function withTarget<T>(spec: ModelSpec, action: (target: Target) => T): T {
  const data = spec.likelihood.kind === "categorical" ? classes : real;
  const compiled = compileModel(createModel(spec, data), { x: identityScaler(2), y: identityScaler(1) });
  return withWorkspace((workspace) => {
    const target = createTarget(workspace, compiled, data, { format: "f64", batch: 5, inputGradients: true });
    target.parameters.view.set(createRng("weights").fillNormal(new Float64Array(compiled.size)));
    return action(target);
  });
}

describe.each<[string, ModelSpec["likelihood"]]>([
  ["the loss of the kernels", { kind: "normal", noiseVariance: 0.3 }],
  ["a loss of its own", { kind: "heteroscedastic" }],
  ["classes", { kind: "categorical" }],
])("adversarial training with %s", (_, likelihood) => {
  const spec: ModelSpec = { network, prior, likelihood };
  const [START, COUNT, SCALE] = [2, 8, 1.5];

  test("moves every input by epsilon of its range to where the loss grows, as finite differences say", () => {
    withTarget(spec, (target) => {
      target.order.set(createRng("order").permutation(12));
      const inputs = target.network.arrays.inputs;
      const before = Float64Array.from(inputs.view);
      const value = adversarialLoss(target, EPSILON)(START, COUNT, SCALE);
      expect(Float64Array.from(inputs.view)).toEqual(before);
      // By hand: signs by central differences of the loss.
      const clean = target.loss(START, COUNT, SCALE);
      const range = [0, 1].map((i) => {
        const column = x.map((row) => row[i]!);
        return Math.max(...column) - Math.min(...column);
      });
      const moved = Float64Array.from(before);
      for (let p = 0; p < before.length; p++) {
        const at = (h: number) => {
          inputs.view[p] = before[p]! + h;
          const loss = target.loss(START, COUNT, SCALE);
          inputs.view[p] = before[p]!;
          return loss;
        };
        moved[p] = before[p]! + EPSILON * range[p % 2]! * Math.sign(at(1e-5) - at(-1e-5));
      }
      inputs.view.set(moved);
      const worse = target.loss(START, COUNT, SCALE);
      inputs.view.set(before);
      expect(worse).toBeGreaterThan(clean);
      expect(value).toBeCloseTo((clean + worse) / 2, 10);
    });
  });

  test("leaves the gradient of the average, with the moved rows taken as constant", () => {
    withTarget(spec, (target) => {
      const { inputs } = target.network.arrays;
      const before = Float64Array.from(inputs.view);
      const loss = adversarialLoss(target, EPSILON);
      loss(START, COUNT, SCALE);
      const gradient = Float64Array.from(target.gradient.view);
      // The moved rows, once and for all.
      target.loss(START, COUNT, SCALE);
      const slopes = Float64Array.from(target.network.arrays.inputGradients.view);
      const range = [0, 1].map((i) => {
        const column = x.map((row) => row[i]!);
        return Math.max(...column) - Math.min(...column);
      });
      const moved = Float64Array.from(before);
      for (let p = 0; p < 2 * COUNT; p++) {
        moved[2 * START + p]! += EPSILON * range[p % 2]! * Math.sign(slopes[p]!);
      }
      const average = () => {
        const clean = target.loss(START, COUNT, SCALE);
        inputs.view.set(moved);
        const worse = target.loss(START, COUNT, SCALE);
        inputs.view.set(before);
        return (clean + worse) / 2;
      };
      for (let j = 0; j < target.size; j++) {
        const here = target.parameters.view[j]!;
        target.parameters.view[j] = here + 1e-5;
        const up = average();
        target.parameters.view[j] = here - 1e-5;
        const down = average();
        target.parameters.view[j] = here;
        expect(gradient[j]).toBeCloseTo((up - down) / 2e-5, 5);
      }
    });
  });
});

test("adversarial training is for an mlp and mini-batches, and changes what is found", async () => {
  const spec: ModelSpec = { network, prior, likelihood: { kind: "normal", noiseVariance: 0.3 } };
  const model = createModel(spec, real);
  const trained = async (adversarial: number) =>
    (await map({ epochs: 20, adversarial }).fit(model, real, { rng: createRng("train") })).parameters;
  expect(await trained(0.01)).not.toEqual(await trained(0));
  expect(() => map({ adversarial: -1 })).toThrow(/adversarial/);
  const linear = createModel({ ...spec, network: { kind: "linear" } }, real);
  for (const [of, options] of [
    [linear, {}],
    [model, { optimiser: "lbfgs" }],
  ] as const) {
    await expect(map({ ...options, adversarial: 0.1 }).fit(of, real, { rng: createRng(1) })).rejects.toThrow(
      /adversarial needs an mlp and mini-batches/,
    );
  }
});
