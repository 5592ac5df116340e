import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { fitScaler, scaleDataset } from "../../src/data/scaler.ts";
import { buildLinearNetwork } from "../../src/model/buildLinearNetwork.ts";
import { compileModel } from "../../src/model/compileModel.ts";
import { createModel } from "../../src/model/model.ts";
import type { LinearNetworkSpec } from "../../src/model/networkSpec.ts";
import { createTarget } from "../../src/model/target.ts";
import { withWorkspace } from "../../src/numeric/kernels/workspace.ts";
import { createRng } from "../../src/random/rng.ts";

const NETWORKS: readonly LinearNetworkSpec[] = [
  { kind: "linear" },
  { kind: "shallow-relu", joints: [-1, 0, 0.7], slopes: [1, 2, 0.5] },
  { kind: "random-relu", units: 5, seed: "form", linear: true },
  { kind: "hidden-layer", weights: [[1], [-2]], biases: [0.3, 0.1], activation: "tanh", scale: 0.5 },
];

/** More rows than features are computed for at a time. */
const ROWS = 5000;

describe.each(NETWORKS)("a network that is linear in its parameters: $kind", (network) => {
  const rng = createRng("network form");
  const x = Array.from({ length: ROWS }, () => [2 * rng.normal() + 1]);
  const data = createDataset({ x, y: x.map(() => rng.normal()) });
  const likelihood = { kind: "normal", noiseVariance: 0.5 } as const;
  const prior = { kind: "normal", variance: 2 } as const;
  const model = createModel({ network, prior, likelihood, standardise: "both" }, data);
  const scaler = fitScaler("both", data);
  const compiled = compileModel(model, scaler);
  const scaled = scaleDataset(scaler, data);

  test("has one layer, and outputs that are its features times its parameters", () => {
    const basis = buildLinearNetwork(network, 1, scaler);
    expect(compiled.form.linear).toBe(true);
    expect(compiled.form.layers).toEqual([basis.size - 1, 1]);
    expect(compiled.size).toBe(basis.size);
    const parameters = Float64Array.from({ length: basis.size }, () => rng.normal());
    const features = new Float64Array(ROWS * basis.size);
    basis.featuresInto(scaled.x, 0, ROWS, features);
    let expected = 0.5 * parameters.reduce((sum, w) => sum + (w * w) / 2 + Math.log(2 * Math.PI * 2), 0);
    for (let n = 0; n < ROWS; n++) {
      let f = 0;
      for (let j = 0; j < basis.size; j++) f += features[n * basis.size + j]! * parameters[j]!;
      const residual = f - scaled.y.data[n]!;
      expected += 0.5 * ((residual * residual) / 0.5 + Math.log(2 * Math.PI * 0.5));
    }
    const found = withWorkspace((workspace) => {
      const target = createTarget(workspace, compiled, scaled, { format: "f64" });
      target.parameters.view.set(parameters);
      return target.potential();
    });
    expect(found / expected).toBeCloseTo(1, 12);
  });
});
