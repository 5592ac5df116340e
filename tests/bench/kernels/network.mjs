// Speed of the network kernels: one training step (forward, backward, Adam) in f32 beside peers and the TypeScript twin,
// and the f64 gradient of a small tanh network. Build first; peers are optional: npm ci --prefix tests/bench.
//
//   node tests/bench/kernels/network.mjs [--processes 3] [--kernels wasm|relaxed]
//
// Every network is measured in fresh processes. Within one, all implementations start from the same parameters, their
// losses are compared with those in f64 after 1, 20 and 200 steps, ours runs 3000 steps more (numbers that decay
// into the subnormal range show only then), and the timings alternate. A figure is the median over the rounds of all
// processes (of about 2 ms each) with the best round in brackets; a ratio is the median of ratios within a round.
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createNetworkKernel } from "../../../dist/numeric/kernels/network.js";
import { selectKernels } from "../../../dist/numeric/kernels/select.js";
import { createAdam } from "../../../dist/numeric/kernels/updates.js";
import { withWorkspace } from "../../../dist/numeric/kernels/workspace.js";
import { createRng } from "../../../dist/random/rng.js";
import { jax, tensorflow } from "./networkPeers.mjs";

const { values } = parseArgs({
  options: {
    processes: { type: "string", default: "3" },
    kernels: { type: "string", default: "wasm" },
    child: { type: "string" },
  },
});
const RATE = 1e-3;
const ROUNDS = 75;
const NETWORKS = [
  { layers: [1, 50, 1], batch: 20 },
  { layers: [13, 50, 1], batch: 32, goal: { us: 7, twin: 10, tensorflow: 100, jax: 40 } },
  { layers: [8, 100, 100, 1], batch: 128, goal: { gflops: 24 } },
  {
    layers: [40, 100, 100, 10],
    batch: 100,
    softmax: true,
    goal: { us: 340, gflops: 24, twin: 10, tensorflow: 12, jax: 3 },
  },
];

if (values.child !== undefined) {
  const index = Number(values.child);
  const found = index < NETWORKS.length ? await trainingSteps(NETWORKS[index]) : gradientOfTanh();
  console.log(JSON.stringify(found));
} else {
  report();
}

function makeProblem({ layers, batch, softmax = false }) {
  const rng = createRng("network benchmark");
  const normals = (n, scale) => Float32Array.from({ length: n }, () => scale * rng.normal());
  const x = normals(batch * layers[0], 1);
  const parts = layers.slice(1).map((outputs, l) => {
    const inputs = layers[l];
    const weights = normals(inputs * outputs, Math.sqrt((l + 2 < layers.length ? 2 : 1) / inputs));
    return { inputs, outputs, weights, bias: new Float32Array(outputs) };
  });
  const target = (row) => (softmax ? row % layers.at(-1) : Math.sin(x[row * layers[0]] * 2));
  return {
    layers,
    batch,
    softmax,
    rate: RATE,
    x,
    y: Float32Array.from({ length: batch }, (_, row) => target(row)),
    parts,
  };
}

/** One step of ours on this problem, in the workspace's form of the kernels. */
function ours(workspace, problem, format) {
  const { layers, batch, softmax, parts } = problem;
  const loss = softmax ? "softmax" : "squaredError";
  const network = createNetworkKernel(workspace, {
    layers,
    activation: "relu",
    loss,
    format,
    rows: batch,
    batch,
  });
  const { parameters, gradient, inputs, targets } = network.arrays;
  parameters.view.set(parts.flatMap(({ weights, bias }) => [...weights, ...bias]));
  inputs.view.set(problem.x);
  targets.view.set(problem.y);
  const adam = createAdam(workspace, parameters, gradient, { rate: RATE });
  return () => {
    const value = network.valueAndGradient(0, batch, 1 / batch);
    adam.step();
    return value;
  };
}

/** Times of a step in microseconds, by implementation and round. */
async function trainingSteps(network) {
  const problem = makeProblem(network);
  const peers = { tensorflow: await tensorflow(problem), jax: await jax(problem) };
  selectKernels(values.kernels);
  return withWorkspace((workspace) => {
    selectKernels("js");
    return withWorkspace((plain) => {
      // In f64 ours has the same bits as the twin, which stays faster if it never meets f64 arrays itself.
      const reference = losses(ours(workspace, problem, "f64"));
      const steps = { ours: ours(workspace, problem, "f32"), twin: ours(plain, problem, "f32"), ...peers };
      const exact = ours(workspace, problem, "f64");
      steps["ours f64"] = exact;
      for (const [name, step] of Object.entries(steps)) {
        if (step === undefined) delete steps[name];
        else check(name, losses(step), reference);
      }
      for (let k = 0; k < 3000; k++) steps.ours();
      return timeInTurns(steps);
    });
  });
}

/** The losses before steps 1, 21 and 201. */
function losses(step) {
  const found = [];
  for (let t = 0; t <= 200; t++) {
    const value = step();
    if (t === 0 || t === 20 || t === 200) found.push(value);
  }
  return found;
}

function check(name, found, expected) {
  // f32 rounding, which training amplifies.
  const tolerances = [1e-5, 1e-3, 0.05];
  found.forEach((value, i) => {
    const error = Math.abs(value / expected[i] - 1);
    if (!(error < tolerances[i])) throw new Error(`${name} is wrong: losses ${found}, expected ${expected}`);
  });
}

function timeInTurns(steps) {
  const inner = {};
  const times = {};
  for (const [name, step] of Object.entries(steps)) {
    const start = performance.now();
    for (let k = 0; k < 20; k++) step();
    inner[name] = Math.max(1, Math.round((20 * 2) / (performance.now() - start)));
    for (let k = 0; k < inner[name]; k++) step();
    times[name] = [];
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, step] of Object.entries(steps)) {
      const start = performance.now();
      for (let k = 0; k < inner[name]; k++) step();
      times[name].push(((performance.now() - start) / inner[name]) * 1000);
    }
  }
  return times;
}

/** f64 value and gradient of a 1-50-1 tanh network for 100 rows, and its twin. */
function gradientOfTanh() {
  const rng = createRng("gradient benchmark");
  const make = (workspace) => {
    const options = { layers: [1, 50, 1], activation: "tanh", loss: "squaredError", rows: 100 };
    const network = createNetworkKernel(workspace, options);
    const { parameters, inputs } = network.arrays;
    for (let p = 0; p < parameters.length; p++) parameters.view[p] = Math.sin(p * p);
    for (let r = 0; r < 100; r++) inputs.view[r] = Math.sin(r);
    return network;
  };
  selectKernels(values.kernels);
  return withWorkspace((workspace) => {
    selectKernels("js");
    return withWorkspace((plain) => {
      const [network, twin] = [make(workspace), make(plain)];
      const [value, expected] = [network.valueAndGradient(0, 100), twin.valueAndGradient(0, 100)];
      if (Math.abs(value - expected) > 1e-12 * expected)
        throw new Error(`the value is ${value}, not ${expected}`);
      const { parameters, gradient } = network.arrays;
      const p = Math.floor(rng.uniform() * parameters.length);
      const found = gradient.view[p];
      const old = parameters.view[p];
      const at = (h) => {
        parameters.view[p] = old + h;
        return network.value(0, 100);
      };
      const numeric = (at(1e-5) - at(-1e-5)) / 2e-5;
      at(0);
      if (Math.abs(found - numeric) > 1e-6) throw new Error(`the gradient is ${found}, not ${numeric}`);
      return timeInTurns({
        ours: () => network.valueAndGradient(0, 100),
        twin: () => twin.valueAndGradient(0, 100),
      });
    });
  });
}

function report() {
  const inUse = selectKernels(values.kernels);
  console.log(
    `${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}, kernels: ${JSON.stringify(inUse)}`,
  );
  console.log(
    `Median (best) microseconds per step, ${values.processes} processes of ${ROUNDS} rounds, one thread.\n`,
  );
  NETWORKS.forEach((network, index) => {
    const times = measure(index);
    const { layers, batch, goal = {} } = network;
    const flops = layers
      .slice(1)
      .reduce((sum, outs, l) => sum + 2 * batch * layers[l] * outs * (l === 0 ? 2 : 3), 0);
    console.log(`${layers.join("-")}, batch ${batch} (${flops} operations counted: products only)`);
    for (const [name, found] of Object.entries(times)) {
      const { median, best } = summary(found);
      const speed = name.startsWith("ours")
        ? `${(flops / median / 1000).toFixed(1)} (${(flops / best / 1000).toFixed(1)}) GFLOP/s`
        : "";
      const ratio = name.startsWith("ours") ? "" : ratioOf(found, times.ours, goal[name]);
      const target = name === "ours" ? verdicts(goal, median, best, flops) : "";
      console.log(
        `  ${name.padEnd(11)} ${median.toFixed(2).padStart(10)} (${best.toFixed(2)})  ${speed}${ratio}${target}`,
      );
    }
  });
  const times = measure(NETWORKS.length);
  const { median, best } = summary(times.ours);
  console.log("1-50-1 tanh, 100 rows, f64, value and gradient");
  const rate = (us) => Math.round(1e6 / us);
  console.log(
    `  ours ${median.toFixed(2)} (${best.toFixed(2)})  ${rate(median)} (${rate(best)}) per second, goal 25000: ${verdict(rate(median) >= 25000, rate(best) >= 25000)}`,
  );
  console.log(`  twin ${summary(times.twin).median.toFixed(2)}  ${ratioOf(times.twin, times.ours)}`);
}

/** The rounds of all processes, one process after the other. */
function measure(index) {
  const all = {};
  for (let k = 0; k < Number(values.processes); k++) {
    const program = [fileURLToPath(import.meta.url), "--child", String(index), "--kernels", values.kernels];
    const { status, stdout, stderr } = spawnSync(process.execPath, program, { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    const found = JSON.parse(stdout.trim().split("\n").at(-1));
    for (const [name, times] of Object.entries(found)) all[name] = [...(all[name] ?? []), ...times];
  }
  return all;
}

function summary(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], best: sorted[0] };
}

function ratioOf(times, own, goal) {
  const { median } = summary(times.map((time, round) => time / own[round]));
  const best = summary(times).best / summary(own).best;
  const target = goal === undefined ? "" : `, goal ${goal}: ${verdict(median >= goal, best >= goal)}`;
  return `${median.toFixed(1)}x ours (best against best ${best.toFixed(1)}x)${target}`;
}

function verdicts({ us, gflops }, median, best, flops) {
  const parts = [];
  if (us !== undefined) parts.push(`goal ${us} us: ${verdict(median <= us, best <= us)}`);
  if (gflops !== undefined) {
    parts.push(
      `goal ${gflops} GFLOP/s: ${verdict(flops / median / 1000 >= gflops, flops / best / 1000 >= gflops)}`,
    );
  }
  return parts.length === 0 ? "" : `, ${parts.join(", ")}`;
}

function verdict(median, best) {
  return median ? "pass" : best ? "MISS (passes at best)" : "MISS";
}
