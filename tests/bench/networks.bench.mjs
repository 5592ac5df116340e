// Networks: one training step (forward, backward, Adam) in f32 beside peers and the straightforward TypeScript twin, and the
// f64 gradient of a small tanh network.
//
// All implementations start from the same parameters, and their losses before steps 1, 21 and 201 are compared with those
// in f64. Ours then runs 3,000 steps more: numbers that decay into the subnormal range show only then.
import { createNetworkKernel } from "../../dist/numeric/kernels/network.js";
import { createAdam } from "../../dist/numeric/kernels/updates.js";
import { createRng } from "../../dist/random/rng.js";
import { jax, tensorflow } from "./networkPeers.mjs";
import { bestCore } from "./peers.mjs";
import { assertClose, openWorkspace } from "./support.mjs";

export const group = "Networks";
export const about =
  "One step of training is a forward pass, a backward pass and an update by Adam; of its operations only those of matrix products are counted. All start from the same parameters, and their losses are compared before the first step and after 20 and 200.";

const RATE = 1e-3;
const ROUNDS = 75;
const WIDE = { unit: "GFLOP/s", atLeast: 24 };

export const benchmarks = [
  trainingStep({ layers: [1, 50, 1], batch: 20 }),
  trainingStep({ layers: [13, 50, 1], batch: 32, times: { twin: 10, tensorflow: 100, jax: 40 } }),
  trainingStep({ layers: [8, 100, 100, 1], batch: 128, goal: WIDE }),
  trainingStep({
    layers: [40, 100, 100, 10],
    batch: 100,
    softmax: true,
    goal: WIDE,
    times: { twin: 10, tensorflow: 12, jax: 3 },
  }),
  gradientOfTanh(),
];

/** Counted are products only: twice for the first layer, three times for the others. */
function trainingStep({ layers, batch, softmax = false, goal, times = {} }) {
  const operations = layers
    .slice(1)
    .reduce((sum, outputs, l) => sum + 2 * batch * layers[l] * outputs * (l === 0 ? 2 : 3), 0);
  const check = ({ expected }, first, step) => checkLosses(expected, losses(step, first));
  const run = (_, step) => step();
  const reference = (name, needs, prepare, atLeast) => ({
    name,
    ...(needs === undefined ? {} : { needs }),
    ...(atLeast === undefined ? {} : { goal: { atLeast } }),
    prepare: ({ problem }) => prepare(problem),
    run,
    check,
  });
  return {
    name: `train ${layers.join("-")}, batch ${batch}, f32`,
    work: { amount: operations, unit: "GFLOP/s" },
    ...(goal === undefined ? {} : { goal }),
    repeats: ROUNDS,
    setup: () => {
      const problem = makeProblem(layers, batch, softmax);
      // The twin has the same bits, but is faster if it never meets f64 arrays itself.
      const exact = ours(problem, openWorkspace(), "f64");
      return { problem, expected: losses(exact, exact()) };
    },
    prepare: ({ problem }) => ours(problem, openWorkspace(), "f32"),
    run,
    check: (state, first, step) => {
      check(state, first, step);
      for (let k = 0; k < 3000; k++) step();
    },
    references: [
      reference("ours in f64", undefined, (problem) => ours(problem, openWorkspace(), "f64")),
      reference(
        "TypeScript twin",
        undefined,
        (problem) => ours(problem, openWorkspace("js"), "f32"),
        times.twin,
      ),
      reference("TensorFlow.js, wasm", "@tensorflow/tfjs-backend-wasm", tensorflow, times.tensorflow),
      reference("jax-js, wasm", "@jax-js/jax", jax, times.jax),
      {
        name: "PyTorch, 1 thread",
        module: "torch",
        python: "torchPeer.py",
        environment: { OMP_NUM_THREADS: "1", ...bestCore() },
        input: ({ problem }) => plain(problem),
        check: ({ expected }, output) => checkLosses(expected, output.losses),
      },
    ],
  };
}

function makeProblem(layers, batch, softmax) {
  const rng = createRng("network benchmark");
  const normals = (n, scale) => Float32Array.from({ length: n }, () => scale * rng.normal());
  const x = normals(batch * layers[0], 1);
  const parts = layers.slice(1).map((outputs, l) => {
    const inputs = layers[l];
    const weights = normals(inputs * outputs, Math.sqrt((l + 2 < layers.length ? 2 : 1) / inputs));
    return { inputs, outputs, weights, bias: new Float32Array(outputs) };
  });
  const target = (row) => (softmax ? row % layers.at(-1) : Math.sin(x[row * layers[0]] * 2));
  const y = Float32Array.from({ length: batch }, (_, row) => target(row));
  return { layers, batch, softmax, rate: RATE, x, y, parts };
}

/** The problem with lists instead of typed arrays. */
function plain(problem) {
  return JSON.parse(
    JSON.stringify(problem, (_, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value)),
  );
}

/** A step of ours, in this workspace. */
function ours({ layers, batch, softmax, parts, x, y }, workspace, format) {
  const network = createNetworkKernel(workspace, {
    layers,
    activation: "relu",
    loss: softmax ? "softmax" : "squaredError",
    format,
    rows: batch,
    batch,
  });
  const { parameters, gradient, inputs, targets } = network.arrays;
  parameters.view.set(parts.flatMap(({ weights, bias }) => [...weights, ...bias]));
  inputs.view.set(x);
  targets.view.set(y);
  const adam = createAdam(workspace, parameters, gradient, { rate: RATE });
  return () => {
    const value = network.valueAndGradient(0, batch, 1 / batch);
    adam.step();
    return value;
  };
}

/** The losses before steps 1, 21 and 201, the first of which was made. */
function losses(step, first) {
  const found = [first];
  for (let t = 1; t <= 200; t++) {
    const value = step();
    if (t === 20 || t === 200) found.push(value);
  }
  return found;
}

function checkLosses(expected, found) {
  // f32 rounding, which training amplifies.
  [1e-5, 1e-3, 0.05].forEach((tolerance, i) => {
    assertClose(`loss ${i}`, found[i], expected[i], tolerance * expected[i]);
  });
}

/** Value and gradient by all parameters of a 1-50-1 tanh network for 100 rows. */
function gradientOfTanh() {
  const make = (workspace) => {
    const options = { layers: [1, 50, 1], activation: "tanh", loss: "squaredError", rows: 100 };
    const network = createNetworkKernel(workspace, options);
    const { parameters, inputs } = network.arrays;
    for (let p = 0; p < parameters.length; p++) parameters.view[p] = Math.sin(p * p);
    for (let r = 0; r < 100; r++) inputs.view[r] = Math.sin(r);
    return network;
  };
  const run = (_, network) => network.valueAndGradient(0, 100);
  return {
    name: "gradient of 1-50-1 tanh, 100 rows, f64",
    work: { amount: 1, unit: "per second", of: "gradient" },
    goal: { unit: "per second", atLeast: 25_000 },
    repeats: ROUNDS,
    setup: () => ({}),
    prepare: () => make(openWorkspace()),
    run,
    check: (_, value, network) => {
      assertClose("the value", value, make(openWorkspace("js")).valueAndGradient(0, 100), 1e-12 * value);
      const { parameters, gradient } = network.arrays;
      const found = gradient.view.slice();
      found.forEach((derivative, p) => {
        const old = parameters.view[p];
        const near = (h) => {
          parameters.view[p] = old + h;
          return network.value(0, 100);
        };
        const numeric = (near(1e-5) - near(-1e-5)) / 2e-5;
        parameters.view[p] = old;
        assertClose(`derivative ${p}`, derivative, numeric, 1e-6);
      });
    },
    references: [{ name: "TypeScript twin", prepare: () => make(openWorkspace("js")), run, check: () => {} }],
  };
}
