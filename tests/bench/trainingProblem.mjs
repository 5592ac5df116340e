// What whole training runs are compared on: the rows of concrete.csv, standardised, and a network of one hidden layer. The
// prior is flat and the noise variance 1, so that U/N is half the mean squared error: all sides descend the same loss, from the
// same parameters, along the same batches.
import { readFileSync } from "node:fs";
import { createModel, readDataset } from "../../dist/index.js";
import { initialise } from "../../dist/inference/parts/initialise.js";
import { prepare } from "../../dist/inference/prepare.js";
import { bestCore } from "./peers.mjs";
import { assertClose } from "./support.mjs";
import { jax, tensorflow } from "./trainingPeers.mjs";

export const HIDDEN = 50;
export const BATCH = 32;
const RATE = 1e-3;

/** Options of `map` with which every member is trained. */
export const trainingOptions = (epochs) => ({
  epochs,
  batch: BATCH,
  optimiser: { kind: "adam", rate: RATE },
  schedule: "constant",
});

export function concrete() {
  const csv = readFileSync(new URL("../../examples/data/concrete.csv", import.meta.url), "utf8");
  return readDataset(csv, { target: "compressive_strength" });
}

export const modelOf = (data, precision) =>
  createModel(
    {
      network: { kind: "mlp", hidden: [HIDDEN], activation: "relu" },
      prior: { kind: "normal", variance: "flat", biasVariance: "flat" },
      likelihood: { kind: "normal", noiseVariance: 1 },
      standardise: "both",
      precision,
    },
    data,
  );

/** Standardised rows and, for each member, starting parameters and orders of the rows as the run of that stream has them. */
export function problemOf(data, streams, epochs) {
  const { compiled, data: scaled } = prepare("benchmark", modelOf(data, "f32"), data);
  return {
    inputs: data.x.cols,
    hidden: HIDDEN,
    batch: BATCH,
    rate: RATE,
    x: Float32Array.from(scaled.x.data),
    y: Float32Array.from(scaled.y.data),
    members: streams.map((rng) => {
      const start = initialise(compiled, rng.fork("initialise"), new Float64Array(compiled.size));
      const order = rng.fork("order");
      return {
        parts: compiled.form.groups.map(({ from, count }) =>
          Float32Array.from(start.subarray(from, from + count)),
        ),
        orders: Array.from({ length: epochs }, (_, epoch) => order.fork(epoch).permutation(data.x.rows)),
      };
    }),
  };
}

/** Half the mean squared error over every epoch: U/N without the constant of the density. */
export const lossesOf = ({ trace }, { x }) =>
  Array.from(trace, (u) => u / x.rows - 0.5 * Math.log(2 * Math.PI));

/** The losses of every member after some epochs, with tolerances for what the rounding of f32 grows to. */
export function checkLosses(expected, found) {
  for (const [member, losses] of expected.entries()) {
    const epochs = losses.length;
    for (const [epoch, tolerance] of [
      [1, 1e-5],
      [Math.min(20, epochs), 1e-3],
      [epochs, 0.05],
    ]) {
      const value = losses[epoch - 1];
      assertClose(
        `the loss of member ${member} in epoch ${epoch}`,
        found[member][epoch - 1],
        value,
        tolerance * value,
      );
    }
    if (!(losses.at(-1) < 0.3 * losses[0])) throw new Error("training must make the loss smaller");
  }
}

/** TensorFlow.js, jax-js and PyTorch on the problem of a state { problem, expected }. */
export const trainingReferences = [
  reference("TensorFlow.js, wasm", "@tensorflow/tfjs-backend-wasm", tensorflow),
  reference("jax-js, wasm", "@jax-js/jax", jax),
  {
    name: "PyTorch, 1 thread",
    module: "torch",
    python: "trainingPeer.py",
    environment: { OMP_NUM_THREADS: "1", ...bestCore() },
    input: ({ problem }) =>
      JSON.parse(
        JSON.stringify(problem, (_, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value)),
      ),
    check: ({ expected }, { losses }) => checkLosses(expected, losses),
  },
];

function reference(name, needs, prepareTraining) {
  return {
    name,
    needs,
    prepare: ({ problem }) => prepareTraining(problem),
    run: async (_, train) => train(),
    check: ({ expected }, losses) => checkLosses(expected, losses),
  };
}
