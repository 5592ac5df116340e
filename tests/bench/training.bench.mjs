// A whole training run: 200 epochs of a real data set, beside the same number of the same steps in other libraries.
import { readFileSync } from "node:fs";
import { createModel, createRng, map, readDataset, takeDatasetRows } from "../../dist/index.js";
import { jax, tensorflow } from "./networkPeers.mjs";

export const group = "Training";
export const about =
  "200 epochs of 1,024 rows of concrete.csv, a network of 50 ReLU units, Adam on batches of 32, in f32. Ours is the public method, with its reshuffled batches, prior and trace; the others take the same steps in a bare loop.";

const EPOCHS = 200;
const BATCH = 32;
const ROWS = 1024;
const RATE = 0.01;

/** The loss per row that a fit of this length must have come to, in standardised units: half a mean square. */
const MOST = 0.05;

export const benchmarks = [
  {
    name: "200 epochs of concrete, 8-50-1, batch 32, f32",
    work: { amount: (EPOCHS * ROWS) / BATCH, unit: "per second", of: "step" },
    repeats: 3,
    setup,
    run: ({ model, data }) =>
      map({
        optimiser: { kind: "adam", rate: RATE },
        schedule: "constant",
        epochs: EPOCHS,
        batch: BATCH,
      }).fit(model, data, { rng: createRng("training") }),
    check: ({ data }, posterior) => {
      const { mean } = posterior.predict(data.x);
      const scale = posterior.scaler.y.scale[0];
      let sum = 0;
      for (let n = 0; n < ROWS; n++) sum += ((mean[n] - data.y.data[n]) / scale) ** 2;
      checkLoss(sum / ROWS / 2);
    },
    references: [
      peer("TensorFlow.js, wasm", "@tensorflow/tfjs-backend-wasm", tensorflow),
      peer("jax-js, wasm", "@jax-js/jax", jax),
    ],
  },
];

function setup() {
  const csv = readFileSync(new URL("../../examples/data/concrete.csv", import.meta.url), "utf8");
  const all = readDataset(csv, { target: "compressive_strength" });
  const order = createRng("rows").permutation(all.x.rows).subarray(0, ROWS);
  const data = takeDatasetRows(all, order);
  const model = createModel(
    {
      network: { kind: "mlp", hidden: [50] },
      prior: { kind: "normal", variance: 100 },
      likelihood: { kind: "normal", noiseVariance: 1 },
      precision: "f32",
    },
    data,
  );
  return { data, model, problem: standardised(data) };
}

/** The data as the peers take them, with He's starting weights. */
function standardised({ x, y }) {
  const column = (values, cols, j) => Array.from({ length: ROWS }, (_, n) => values[n * cols + j]);
  const scaled = (values) => {
    const mean = values.reduce((sum, v) => sum + v, 0) / ROWS;
    const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / ROWS);
    return values.map((v) => (v - mean) / sd);
  };
  const columns = Array.from({ length: x.cols }, (_, j) => scaled(column(x.data, x.cols, j)));
  const rng = createRng("start");
  const layers = [x.cols, 50, 1];
  const parts = [0, 1].map((l) => ({
    inputs: layers[l],
    outputs: layers[l + 1],
    weights: Float32Array.from(
      { length: layers[l] * layers[l + 1] },
      () => Math.sqrt(2 / layers[l]) * rng.normal(),
    ),
    bias: new Float32Array(layers[l + 1]),
  }));
  return {
    layers,
    batch: BATCH,
    softmax: false,
    rate: RATE,
    x: Float32Array.from({ length: ROWS * x.cols }, (_, p) => columns[p % x.cols][Math.floor(p / x.cols)]),
    y: Float32Array.from(scaled(column(y.data, 1, 0))),
    parts,
  };
}

function peer(name, needs, prepare) {
  return {
    name,
    needs,
    prepare: ({ problem }) => prepare(problem),
    run: (_, step) => {
      const losses = [];
      for (let k = 0; k < (EPOCHS * ROWS) / BATCH; k++) losses.push(step());
      return losses.slice(-ROWS / BATCH).reduce((sum, loss) => sum + loss, 0) / (ROWS / BATCH);
    },
    check: (_, loss) => checkLoss(loss),
  };
}

function checkLoss(loss) {
  if (!(loss < MOST)) throw new Error(`the loss per row must be below ${MOST}, it is ${loss}`);
}
