import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import {
  createLangevin,
  createLeapfrog,
  createRunningMoments,
} from "../../../src/numeric/kernels/dynamics.ts";
import { createNetworkKernel, type OpenNetworkKernel } from "../../../src/numeric/kernels/network.ts";
import type { NetworkOptions } from "../../../src/numeric/kernels/networkSpec.ts";
import { createBulkRandom } from "../../../src/numeric/kernels/random.ts";
import { selectKernels } from "../../../src/numeric/kernels/select.ts";
import type { Reals } from "../../../src/numeric/kernels/special.ts";
import { addNormalPrior, createAdam, createSgd } from "../../../src/numeric/kernels/updates.ts";
import { type Workspace, withWorkspace } from "../../../src/numeric/kernels/workspace.ts";

const random = createBulkRandom([11, 13]);

function hash(...arrays: readonly Reals[]): string {
  const sum = createHash("sha256");
  for (const array of arrays) sum.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return sum.digest("hex").slice(0, 16);
}

function network(workspace: Workspace, options: NetworkOptions): OpenNetworkKernel {
  const made = createNetworkKernel(workspace, options);
  const { parameters, inputs, targets } = made.arrays;
  random.fillNormal(0, parameters.view);
  for (let p = 0; p < parameters.length; p++) parameters.view[p]! *= 0.25;
  random.fillNormal(100_000, inputs.view);
  for (let p = 0; p < targets.length; p++) targets.view[p] = p % 3;
  return made;
}

/** 100 steps of Adam and 20 of gradient descent on batches of 32 out of 200 rows. */
function trained(options: NetworkOptions): string {
  return withWorkspace((workspace) => {
    const made = network(workspace, options);
    const { parameters, gradient, outputs } = made.arrays;
    const adam = createAdam(workspace, parameters, gradient, { rate: 0.01, decay: 0.1 });
    const sgd = createSgd(workspace, parameters, gradient, { rate: 0.001, momentum: 0.9, l2: 0.1 });
    for (let t = 0; t < 120; t++) {
      made.valueAndGradient((t * 32) % 160, 32, 1 / 32);
      if (t < 100) adam.step();
      else sgd.step();
    }
    made.forward(0, 200);
    return hash(parameters.view, outputs.view);
  });
}

function langevinChain(): string {
  return withWorkspace((workspace) => {
    const made = network(workspace, {
      layers: [2, 20, 1],
      activation: "softplus",
      loss: "squaredError",
      rows: 50,
    });
    const { parameters, gradient } = made.arrays;
    const langevin = createLangevin(workspace, parameters, gradient);
    const moments = createRunningMoments(workspace, parameters);
    for (let t = 0; t < 50; t++) {
      made.valueAndGradient(0, 50);
      random.fillNormal(t * 1000, langevin.noise.view);
      langevin.step(1e-3);
      moments.add();
    }
    return hash(parameters.view, moments.mean.view, moments.squares.view);
  });
}

function trajectory(): string {
  return withWorkspace((workspace) => {
    const made = network(workspace, {
      layers: [1, 50, 1],
      activation: "tanh",
      loss: "squaredError",
      rows: 100,
    });
    const { parameters, gradient } = made.arrays;
    const leapfrog = createLeapfrog(workspace, parameters, gradient);
    random.fillNormal(7, leapfrog.momentum.view);
    const potential = (): number =>
      made.valueAndGradient(0, 100) + addNormalPrior(workspace, leapfrog.inverseMass, parameters, gradient);
    potential();
    for (let t = 0; t < 50; t++) leapfrog.step(0.01, potential);
    return hash(parameters.view, leapfrog.momentum.view);
  });
}

function masked(): string {
  return withWorkspace((workspace) => {
    const made = network(workspace, {
      layers: [3, 17, 9, 2],
      activation: ["gelu", "sin"],
      loss: "normal",
      rows: 30,
      masks: "rows",
      format: "f32",
    });
    random.fillBernoulli(3, 0.8, made.arrays.masks.view);
    made.forward(0, 30);
    const value = made.valueAndGradient(0, 30);
    return hash(made.arrays.outputs.view, made.arrays.gradient.view, Float64Array.of(value));
  });
}

it("networks give these bytes with plain SIMD, on every engine (a snapshot of ourselves, checked on Node 20, 22 and 24)", () => {
  selectKernels("wasm");
  const layers = [5, 33, 18, 3];
  expect({
    trainedF32: trained({ layers, loss: "softmax", rows: 200, format: "f32" }),
    trainedF64: trained({ layers, loss: "softmax", rows: 200, activation: "gelu", residual: true }),
    bernoulli: trained({ layers, loss: "bernoulli", rows: 200, format: "f32", activation: "softplus" }),
    poisson: trained({ layers, loss: "poisson", rows: 200, activation: "sin" }),
    langevinChain: langevinChain(),
    trajectory: trajectory(),
    masked: masked(),
  }).toMatchInlineSnapshot(`
    {
      "bernoulli": "92e1a100b61de515",
      "langevinChain": "c00ded1f8f8cf91e",
      "masked": "94377909655ae760",
      "poisson": "6cd97700e15b30cc",
      "trainedF32": "ee8fdc1b42fb8220",
      "trainedF64": "3ef29c444a87a821",
      "trajectory": "bc71e7c0149f5e52",
    }
  `);
});
