// A Langevin chain on the posterior of a small network as a task: what a worker of the pool runs.
import { createLangevin, createRunningMoments } from "../../dist/numeric/kernels/dynamics.js";
import { createNetworkKernel } from "../../dist/numeric/kernels/network.js";
import { addNormalPrior } from "../../dist/numeric/kernels/updates.js";
import { withWorkspace } from "../../dist/numeric/kernels/workspace.js";
import { bulkRandom } from "../../dist/random/bulkRandom.js";

const ROWS = 100;

export const CHAIN_TASKS = {
  /** Moments of a chain of `steps` steps, from the stream of its path. */
  chain: async ({ steps }, { rng }) => {
    const random = bulkRandom(rng);
    return withWorkspace((workspace) => {
      const options = { layers: [1, 50, 1], activation: "tanh", loss: "squaredError", rows: ROWS };
      const network = createNetworkKernel(workspace, options);
      const { parameters, gradient, inputs, targets } = network.arrays;
      for (let row = 0; row < ROWS; row++) {
        inputs.view[row] = row / 50 - 1;
        targets.view[row] = Math.abs(inputs.view[row]);
      }
      const size = parameters.length;
      random.fillNormal(0, parameters.view);
      const precisions = workspace.vector("f64", size);
      precisions.view.fill(1);
      const langevin = createLangevin(workspace, parameters, gradient);
      const moments = createRunningMoments(workspace, parameters);
      for (let step = 1; step <= steps; step++) {
        network.valueAndGradient(0, ROWS, 10);
        addNormalPrior(workspace, precisions, parameters, gradient);
        random.fillNormal(step * size, langevin.noise.view);
        langevin.step(1e-4);
        moments.add();
      }
      return { mean: moments.mean.view.slice(), squares: moments.squares.view.slice() };
    });
  },
};
