// Exact inference for fixed joints on one input: fit and predict 1,000 points in O(N + K).
import { createDataset, createModel, createRng, exact } from "../../dist/index.js";
import { assertClose } from "./support.mjs";

export const group = "Exact inference";
export const about =
  "From data to posterior. The fits on one input, with K fixed joints, take their time in the number of rows and joints, and predictions at 1,000 inputs are part of it.";

const NOISE = 0.01;
const PRIOR = 1000;

const LARGE = { rows: 1_000_000, joints: 100_000 };

export const benchmarks = [
  benchmark("banded, sorted x", { ...LARGE, goal: { unit: "s", atMost: 0.2 } }),
  benchmark("banded, unsorted x, even joints", { ...LARGE, sorted: false }),
  benchmark("banded, unsorted x, random joints", { ...LARGE, sorted: false, even: false }),
  // Where the time per row or joint stays the same from line to line, it is O(N + K).
  ...[125_000, 250_000, 500_000, 1_000_000, 2_000_000].map((rows) =>
    benchmark("banded, doubling N", { rows, joints: 1000 }),
  ),
  ...[25_000, 50_000, 100_000, 200_000, 400_000].map((joints) =>
    benchmark("banded, doubling K", { rows: 1000, joints }),
  ),
];

function benchmark(title, { rows, joints, sorted = true, even = true, goal }) {
  return {
    name: `${title}, N = ${rows}, K = ${joints}`,
    goal,
    work: { amount: rows + joints, unit: "ns", of: "row or joint" },
    setup: async () => {
      await agreesWithQr({ sorted, even });
      return problem({ rows, joints, sorted, even });
    },
    run: async ({ model, data, at }) => {
      const posterior = await exact().fit(model, data);
      const predictive = posterior.predict(at);
      return { posterior, mean: predictive.mean, std: predictive.std };
    },
    check: isStationary,
  };
}

function problem({ rows, joints, sorted, even }) {
  const rng = createRng("banded benchmark");
  const x = Float64Array.from({ length: rows }, () => rng.uniform());
  if (sorted) x.sort();
  const y = x.map((value) => Math.sin(12 * value) + Math.sqrt(NOISE) * rng.normal());
  const places = even
    ? Array.from({ length: joints }, (_, k) => k / joints)
    : Array.from(Float64Array.from({ length: joints }, () => rng.uniform()).sort());
  const data = createDataset({ x, y });
  const model = createModel(
    {
      network: { kind: "shallow-relu", joints: places },
      prior: { kind: "normal", variance: PRIOR },
      likelihood: { kind: "normal", noiseVariance: NOISE },
    },
    data,
  );
  const at = Float64Array.from({ length: 1000 }, (_, i) => -0.1 + (1.2 * i) / 999);
  return { x, y, places, data, model, at };
}

/** A small problem of the same kind gives what the dense QR solver gives. */
async function agreesWithQr(kind) {
  const { model, data, at } = problem({ rows: 2000, joints: 50, ...kind });
  const ours = await exact().fit(model, data);
  const twin = await exact({ solver: "qr" }).fit(model, data);
  if (ours.solver !== "banded") throw new Error(`solved by ${ours.solver}, not by the banded solver`);
  const [a, b] = [ours.predict(at), twin.predict(at)];
  assertClose("log evidence", ours.logEvidence, twin.logEvidence, 1e-7 * Math.abs(twin.logEvidence));
  for (let i = 0; i < at.length; i++) {
    assertClose("mean", a.mean[i], b.mean[i], 1e-6 * b.std[i]);
    assertClose("epistemic variance", a.epistemic[i], b.epistemic[i], 1e-6 * b.epistemic[i]);
  }
}

/**
 * At the posterior mean the log posterior does not rise in any direction: its derivative by every parameter is 0,
 * measured in units of the parameter's conditional standard deviation, and gathered here in the plainest way.
 */
function isStationary({ x, y, places, data, model, at }, { posterior, mean, std }) {
  if (!std.every((value) => value > 0.99 * Math.sqrt(NOISE)) || mean.length !== at.length) {
    throw new Error("a predictive standard deviation is below that of the noise");
  }
  const fitted = posterior.predict(data.x).mean;
  const order = Uint32Array.from(x, (_, i) => i).sort((i, j) => x[j] - x[i]);
  // Sums over the rows to the right of a joint.
  const sums = { residual: 0, product: 0, count: 0, first: 0, second: 0 };
  let next = 0;
  for (let k = places.length - 1; k >= -1; k--) {
    const joint = k === -1 ? Number.NEGATIVE_INFINITY : places[k];
    for (; next < order.length && x[order[next]] > joint; next++) {
      const i = order[next];
      sums.residual += y[i] - fitted[i];
      sums.product += (y[i] - fitted[i]) * x[i];
      sums.count += 1;
      sums.first += x[i];
      sums.second += x[i] * x[i];
    }
    const bias = k === -1;
    const pull = bias ? sums.residual : sums.product - joint * sums.residual;
    const squares = bias ? sums.count : sums.second - 2 * joint * sums.first + joint * joint * sums.count;
    const parameter = posterior.mean[bias ? places.length : k];
    const derivative = pull / NOISE - parameter / PRIOR;
    assertClose("derivative", derivative / Math.sqrt(Math.max(0, squares) / NOISE + 1 / PRIOR), 0, 1e-5);
  }
  if (model.spec.likelihood.noiseVariance !== NOISE) throw new Error("the noise variance was changed");
}
