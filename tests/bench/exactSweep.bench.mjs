// The prior variance as an experiment: 200 values from one decomposition, against one dense fit.
import {
  createDataset,
  createModel,
  createRng,
  exact,
  leaveOneOut,
  logSpaced,
  sweepPriorVariance,
  takeDatasetRows,
} from "../../dist/index.js";
import { assertClose } from "./support.mjs";

export const group = "Exact inference";

const ROWS = 10_000;
const UNITS = 199;
const NOISE = 0.09;
const variances = logSpaced(1e-3, 1e3, 200);
const size = `N = ${ROWS}, D = ${UNITS + 1}`;

export const benchmarks = [
  {
    name: `sweep of 200 prior variances, ${size}`,
    setup: problem,
    run: ({ data, model }) =>
      sweepPriorVariance(model, data, { priorVariances: variances, leaveOneOut: false }),
    check: agreesWithFits,
    references: [
      {
        name: "one dense fit",
        // All 200 values take at most as long as two fits.
        goal: { atLeast: 0.5 },
        run: ({ data, model }) => exact().fit(model, data),
        check: (_, posterior) => assert(posterior.solver === "cholesky", `solved by ${posterior.solver}`),
      },
    ],
  },
  {
    name: `the same sweep with leave-one-out scores, ${size}`,
    repeats: 1,
    setup: problem,
    run: ({ data, model }) => sweepPriorVariance(model, data, { priorVariances: variances }),
    check: agreesWithRefits,
  },
  {
    name: `20 bands of a finished sweep, ${size}`,
    repeats: 1,
    setup: async () => {
      const state = problem();
      const sweep = await sweepPriorVariance(state.model, state.data, { leaveOneOut: false });
      return { ...state, sweep };
    },
    run: ({ sweep, at }) => logSpaced(1e-3, 1e3, 20).map((v) => sweep.at(v, NOISE).predict(at).band(2)),
    check: ({ sweep, at }, bands) => {
      const { mean, std } = sweep.at(1e3, NOISE).predict(at);
      const last = bands.at(-1);
      assert(bands.length === 20, "20 bands are needed");
      for (let i = 0; i < 1000; i++)
        assertClose("upper end of the band", last.upper[i], mean[i] + 2 * std[i], 1e-12);
    },
  },
];

function problem() {
  const rng = createRng("sweep benchmark");
  const rows = (n) => Array.from({ length: n }, () => Array.from({ length: 8 }, () => rng.normal()));
  const x = rows(ROWS);
  const y = x.map(([a, b, c]) => Math.sin(a + b * c) + Math.sqrt(NOISE) * rng.normal());
  const data = createDataset({ x, y });
  return { data, model: modelWith(1, data), at: rows(1000) };
}

function modelWith(variance, data) {
  const spec = {
    network: { kind: "random-relu", units: UNITS, seed: "sweep benchmark" },
    prior: { kind: "normal", variance },
    likelihood: { kind: "normal", noiseVariance: NOISE },
  };
  return createModel(spec, data);
}

/** Four of the values, fitted one by one by Cholesky factors. */
async function agreesWithFits({ data }, sweep) {
  for (const k of [0, 66, 133, 199]) {
    const fit = await exact().fit(modelWith(variances[k], data), data);
    assertClose("log evidence", sweep.logEvidence.data[k], fit.logEvidence, 1e-8 * Math.abs(fit.logEvidence));
    assertClose("effective parameters", sweep.effectiveParameters.data[k], fit.effectiveParameters(), 1e-6);
  }
}

/** At one value: three rows are scored by fits without them, and all rows add up to the mean of the sweep. */
async function agreesWithRefits({ data }, sweep) {
  const k = 100;
  const model = modelWith(variances[k], data);
  const whole = await exact().fit(model, data);
  const scores = leaveOneOut(whole, data).logProb(data.y.data);
  for (const row of [0, 1234, ROWS - 1]) {
    const others = takeDatasetRows(
      data,
      Array.from(data.y.data.keys()).filter((i) => i !== row),
    );
    const refit = await exact({ scaler: whole.scaler }).fit(model, others);
    const alone = takeDatasetRows(data, [row]);
    assertClose(
      "score of a row left out",
      scores[row],
      refit.predict(alone.x).logProb(alone.y.data)[0],
      1e-8,
    );
  }
  const mean = scores.reduce((sum, value) => sum + value / ROWS, 0);
  assertClose("mean score", sweep.leaveOneOut.mean.data[k], mean, 1e-9);
}

function assert(truth, message) {
  if (!truth) throw new Error(message);
}
