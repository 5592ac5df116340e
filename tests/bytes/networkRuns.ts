import { createLangevin, createLeapfrog, createRunningMoments } from "../../src/numeric/kernels/dynamics.ts";
import { createNetworkKernel, type OpenNetworkKernel } from "../../src/numeric/kernels/network.ts";
import type { NetworkOptions } from "../../src/numeric/kernels/networkSpec.ts";
import { createBulkRandom } from "../../src/numeric/kernels/random.ts";
import { addNormalPrior, createAdam, createSgd } from "../../src/numeric/kernels/updates.ts";
import { type Workspace, withWorkspace } from "../../src/numeric/kernels/workspace.ts";
import type { HashedRun, HashedRuns } from "./hashedRun.ts";

const random = createBulkRandom([11, 13]);
const layers = [5, 33, 18, 3];

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
function trained(options: Omit<NetworkOptions, "layers" | "rows">): HashedRun {
  return () =>
    withWorkspace((workspace) => {
      const made = network(workspace, { ...options, layers, rows: 200 });
      const { parameters, gradient, outputs } = made.arrays;
      const adam = createAdam(workspace, parameters, gradient, { rate: 0.01, decay: 0.1 });
      const sgd = createSgd(workspace, parameters, gradient, { rate: 0.001, momentum: 0.9, l2: 0.1 });
      for (let t = 0; t < 120; t++) {
        made.valueAndGradient((t * 32) % 160, 32, 1 / 32);
        if (t < 100) adam.step();
        else sgd.step();
      }
      made.forward(0, 200);
      return [parameters.view.slice(), outputs.view.slice()];
    });
}

const langevinChain: HashedRun = () =>
  withWorkspace((workspace) => {
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
    return [parameters.view.slice(), moments.mean.view.slice(), moments.squares.view.slice()];
  });

const leapfrogTrajectory: HashedRun = () =>
  withWorkspace((workspace) => {
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
    return [parameters.view.slice(), leapfrog.momentum.view.slice()];
  });

const maskedForwardPass: HashedRun = () =>
  withWorkspace((workspace) => {
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
    const outputs = made.arrays.outputs.view.slice();
    const value = made.valueAndGradient(0, 30);
    return [outputs, made.arrays.gradient.view.slice(), Float64Array.of(value)];
  });

/** Networks that are trained, and that move as the methods of inference move them. */
export const networkRuns: HashedRuns = {
  trainedF32: trained({ loss: "softmax", format: "f32" }),
  trainedF64: trained({ loss: "softmax", activation: "gelu", residual: true }),
  trainedBernoulli: trained({ loss: "bernoulli", format: "f32", activation: "softplus" }),
  trainedPoisson: trained({ loss: "poisson", activation: "sin" }),
  langevinChain,
  leapfrogTrajectory,
  maskedForwardPass,
};
