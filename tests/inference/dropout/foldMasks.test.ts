import { describe, expect, test } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { identityScaler } from "../../../src/data/scaler.ts";
import { foldMasks, maskCount } from "../../../src/inference/dropout/foldMasks.ts";
import { compileModel } from "../../../src/model/compileModel.ts";
import { createModel } from "../../../src/model/model.ts";
import type { MlpSpec } from "../../../src/model/networkSpec.ts";
import { createTarget } from "../../../src/model/target.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";
import { createRng } from "../../../src/random/rng.ts";

const rng = createRng("fold");
const x = Array.from({ length: 9 }, () => [rng.normal(), rng.normal(), rng.normal()]);
const data = createDataset({ x, y: x.map(() => [0, 0]) });

/** Outputs by the masks of the kernels, by masks multiplied into the parameters, and by no masks. */
function outputs(network: MlpSpec, inputMasks: boolean) {
  return withWorkspace((workspace) => {
    const model = createModel(
      {
        network,
        prior: { kind: "normal", variance: 1 },
        likelihood: { kind: "normal", noiseVariance: 1 },
        standardise: "none",
      },
      data,
    );
    const compiled = compileModel(model, { x: identityScaler(3), y: identityScaler(2) });
    const { form } = compiled;
    const stream = createRng("values");
    const parameters = stream.fillNormal(new Float64Array(compiled.size));
    const masks = Float64Array.from({ length: maskCount(form) }, (_, i) =>
      i < 3 && !inputMasks ? 1 : stream.uniform() < 0.4 ? 0 : 1 / 0.6,
    );
    const folded = parameters.slice();
    foldMasks(form, masks, folded);
    const run = (values: Float64Array, masked: boolean) => {
      const target = createTarget(workspace, compiled, data, {
        format: "f64",
        masks: masked ? "units" : "none",
      });
      const { arrays } = target.network;
      target.parameters.view.set(values);
      if (masked) {
        arrays.masks.view.set(masks.subarray(3));
        arrays.inputs.view.set(arrays.inputs.view.map((value, i) => value * masks[i % 3]!));
      }
      target.network.forward(0, 9);
      return Array.from(arrays.outputs.view);
    };
    return { kernels: run(parameters, true), folded: run(folded, false), plain: run(parameters, false) };
  });
}

const gap = (a: readonly number[], b: readonly number[]) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

describe("masks multiplied into the parameters are those of the kernels", () => {
  test.each<[string, Omit<MlpSpec, "kind">, boolean]>([
    ["no hidden layer", { hidden: [] }, true],
    ["one", { hidden: [5], activation: "tanh" }, true],
    ["three of several activations", { hidden: [5, 4, 4], activation: ["sin", "gelu", "softplus"] }, true],
    ["residual connections after a layer of another width", { hidden: [5, 5, 5], residual: true }, true],
    ["residual connections from the inputs on", { hidden: [3, 3, 5], residual: true }, false],
    [
      "residual connections beside relu only",
      { hidden: [4, 5, 5, 6], residual: true, activation: ["tanh", "relu", "relu", "sin"] },
      true,
    ],
  ])("%s", (_name, network, inputMasks) => {
    const found = outputs({ kind: "mlp", ...network }, inputMasks);
    expect(gap(found.folded, found.kernels)).toBeLessThan(1e-12);
    expect(gap(found.plain, found.kernels)).toBeGreaterThan(0.1);
  });

  test("factors on the weights behind a unit are wrong where a residual connection passes it by", () => {
    const { folded, kernels } = outputs(
      { kind: "mlp", hidden: [5, 5], activation: "tanh", residual: true },
      true,
    );
    expect(gap(folded, kernels)).toBeGreaterThan(0.1);
  });
});
