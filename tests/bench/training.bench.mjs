// Whole runs of training through the public methods: how long one takes beside the same loop in peers, and how long a run
// takes to end when it is told to.
//
// The prior is flat and the noise variance 1, so that U/N is half the mean squared error: all sides descend the same loss,
// from the same parameters, along the same batches. The means of their losses over epochs 1, 20 and 200 are compared with
// those of ours in f64, with tolerances for what f32 rounding grows to.
import { readFileSync } from "node:fs";
import { createModel, createRng, readDataset } from "../../dist/index.js";
import { map } from "../../dist/inference/map/map.js";
import { initialise } from "../../dist/inference/parts/initialise.js";
import { prepare } from "../../dist/inference/prepare.js";
import { bayesByBackprop } from "../../dist/inference/variational/bayesByBackprop.js";
import { bestCore } from "./peers.mjs";
import { assertClose } from "./support.mjs";
import { jax, tensorflow } from "./trainingPeers.mjs";

export const group = "Training";
export const about =
  "Whole runs through the public methods, on the 1,030 rows of concrete.csv. Ours is all that a fit does: reshuffled batches, losses, trace and checks. Peers take the same steps from the same parameters along the same batches in a bare loop.";

const [HIDDEN, BATCH, EPOCHS, RATE] = [50, 32, 200, 1e-3];
const optimiser = { kind: "adam", rate: RATE };
const training = map({ epochs: EPOCHS, batch: BATCH, optimiser, schedule: "constant" });
const rng = () => createRng("training benchmark");

const concrete = () => {
  const csv = readFileSync(new URL("../../examples/data/concrete.csv", import.meta.url), "utf8");
  return readDataset(csv, { target: "compressive_strength" });
};

const modelOf = (data, precision) =>
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

export const benchmarks = [
  wholeRun(),
  ...aborts("map", map({ epochs: 1e6, optimiser: "adam" })),
  ...aborts("bayesByBackprop, full covariance", bayesByBackprop({ family: "full", steps: 1e6 })),
];

function wholeRun() {
  const reference = (name, needs, prepare) => ({
    name,
    needs,
    prepare: ({ problem }) => prepare(problem),
    run: async (_, train) => train(),
    check: ({ expected }, losses) => checkLosses(expected, losses),
  });
  const ours = (precision) => ({
    prepare: ({ data }) => modelOf(data, precision),
    run: ({ data }, model) => training.fit(model, data, { rng: rng() }),
    check: ({ data, expected }, posterior) => checkLosses(expected, lossesOf(posterior, data)),
  });
  return {
    name: `a run of ${EPOCHS} epochs, 8-${HIDDEN}-1 relu, 1,030 rows, batch ${BATCH}, Adam, f32`,
    repeats: 2,
    setup: async () => {
      const data = concrete();
      const exact = await training.fit(modelOf(data, "f64"), data, { rng: rng() });
      // The engine compiles for both formats over some runs; peers spend theirs in kernels.
      for (let k = 0; k < 3; k++) await training.fit(modelOf(data, "f32"), data, { rng: rng() });
      return { data, problem: problemOf(data), expected: lossesOf(exact, data) };
    },
    ...ours("f32"),
    references: [
      { name: "ours in f64", ...ours("f64") },
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
    ],
  };
}

/** Standardised rows, starting parameters and orders of the rows as our own run has them. */
function problemOf(data) {
  const { compiled, data: scaled } = prepare("benchmark", modelOf(data, "f32"), data);
  const start = initialise(compiled, rng().fork("initialise"), new Float64Array(compiled.size));
  const order = rng().fork("order");
  return {
    inputs: data.x.cols,
    hidden: HIDDEN,
    batch: BATCH,
    rate: RATE,
    x: Float32Array.from(scaled.x.data),
    y: Float32Array.from(scaled.y.data),
    parts: compiled.form.groups.map(({ from, count }) =>
      Float32Array.from(start.subarray(from, from + count)),
    ),
    orders: Array.from({ length: EPOCHS }, (_, epoch) => order.fork(epoch).permutation(data.x.rows)),
  };
}

/** Half the mean squared error over every epoch: U/N without the constant of the density. */
const lossesOf = ({ trace }, { x }) => Array.from(trace, (u) => u / x.rows - 0.5 * Math.log(2 * Math.PI));

function checkLosses(expected, found) {
  for (const [epoch, tolerance] of [
    [1, 1e-5],
    [20, 1e-3],
    [EPOCHS, 0.05],
  ]) {
    const value = expected[epoch - 1];
    assertClose(`the loss of epoch ${epoch}`, found[epoch - 1], value, tolerance * value);
  }
  if (!(expected.at(-1) < 0.2 * expected[0])) throw new Error("training must make the loss smaller");
}

/** From abort() to the rejection, and from the worst moment for asking: as a turn of the run begins. */
function aborts(what, method) {
  return [
    abort(`from abort() to the rejection, ${what}`, method, (controller) => controller.abort("told to")),
    abort(`from an abort asked for as a turn begins to the rejection, ${what}`, method, (controller) => {
      // The timer of the run was set before this one, so its turn comes first.
      setTimeout(() => controller.abort("told to"), 0);
    }),
  ];
}

function abort(name, method, ask) {
  return {
    name,
    work: { amount: 1, unit: "s" },
    goal: { unit: "s", atMost: 0.1 },
    repeats: 25,
    setup: () => ({ data: concrete() }),
    prepare: ({ data }) => ({ model: boundedModel(data) }),
    before: ({ data }, made) =>
      new Promise((resolve) => {
        made.controller = new AbortController();
        const run = { rng: rng(), signal: made.controller.signal, onProgress: resolve };
        made.end = method.fit(made.model, data, run).catch((reason) => reason);
      }),
    run: async (_, { controller, end }) => {
      ask(controller);
      return await end;
    },
    check: (_, end) => {
      if (end !== "told to") throw new Error(`the run must reject with the reason of its abort, got ${end}`);
    },
  };
}

const boundedModel = (data) =>
  createModel(
    {
      network: { kind: "mlp", hidden: [HIDDEN] },
      prior: { kind: "normal", variance: 1 },
      likelihood: { kind: "normal", noiseVariance: 0.1 },
    },
    data,
  );
