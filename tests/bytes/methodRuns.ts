import { createDataset } from "../../src/data/createDataset.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { createMethod } from "../../src/inference/registry.ts";
import { createModel, type Model } from "../../src/model/model.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { createBulkRandom } from "../../src/numeric/kernels/random.ts";
import type { RegressionPredictive } from "../../src/predictive/predictive.ts";
import { createRng } from "../../src/random/rng.ts";
import type { HashedRun, HashedRuns } from "./hashedRun.ts";

const random = createBulkRandom([17, 19]);

/** y = a product of the inputs and noise. */
function dataset(rows: number, inputs: number): Dataset {
  const x = random.fillNormal(0, new Float64Array(rows * inputs));
  const noise = random.fillNormal(1_000_000, new Float64Array(rows));
  const row = (i: number): number[] => Array.from(x.subarray(i * inputs, (i + 1) * inputs));
  return createDataset({
    x: Array.from(noise, (_, i) => row(i)),
    y: Array.from(noise, (value, i) => row(i).reduce((product, v) => product * v, 1) + 0.1 * value),
  });
}

/** Everything an exact fit says: posterior, evidence, and predictions for its own rows. */
async function exactFit(model: Model, data: Dataset, solver?: "cholesky" | "qr"): Promise<Float64Array[]> {
  const posterior = await exact(solver === undefined ? {} : { solver }).fit(model, data);
  const { mean, std } = posterior.predict(data.x);
  return [posterior.mean, posterior.variances(), Float64Array.of(posterior.logEvidence), mean, std];
}

/** An exact fit that learns both variances. */
function exactRun(
  rows: number,
  inputs: number,
  network: ModelSpec["network"],
  solver?: "cholesky" | "qr",
): HashedRun {
  return () => {
    const data = dataset(rows, inputs);
    const spec: ModelSpec = {
      network,
      prior: { kind: "normal", variance: "learned" },
      likelihood: { kind: "normal", noiseVariance: "learned" },
    };
    return exactFit(createModel(spec, data), data, solver);
  };
}

const units = (count: number) => ({ kind: "random-relu", units: count, seed: "bytes" }) as const;

/** A method by its name on a small network: everything that is saved of its posterior, and predictions. */
function networkRun(
  name: string,
  options: Readonly<Record<string, unknown>>,
  noiseVariance: number | "learned" = 0.1,
): HashedRun {
  return async () => {
    const data = dataset(80, 2);
    const spec: ModelSpec = {
      network: { kind: "mlp", hidden: [9], activation: "tanh" },
      prior: { kind: "normal", variance: 1 },
      likelihood: { kind: "normal", noiseVariance },
    };
    const run = { rng: createRng("bytes").fork(name) };
    const posterior = await createMethod({ name, options }).fit(createModel(spec, data), data, run);
    const { mean, std } = posterior.predict(data.x) as RegressionPredictive;
    return [...Object.values(posterior.save().tensors).map((tensor) => tensor.data), mean, std];
  };
}

/** Whole methods of inference, from the data to the predictions: at least one line each, "name" or "name, variant". */
export const methodRuns: HashedRuns = {
  "exact, cholesky": exactRun(700, 2, units(60), "cholesky"),
  "exact, qr": exactRun(300, 2, units(40), "qr"),
  "exact, few rows": exactRun(30, 2, units(90)),
  "exact, banded": exactRun(500, 1, { kind: "shallow-relu", joints: { count: 40 } }),
  map: networkRun("map", { epochs: 20 }),
  "map, lbfgs": networkRun("map", { optimiser: { kind: "lbfgs", iterations: 40 } }),
  "bayes-by-backprop": networkRun("bayes-by-backprop", { steps: 60, draws: 20 }),
  "bayes-by-backprop, flipout": networkRun("bayes-by-backprop", {
    steps: 60,
    draws: 20,
    estimator: "flipout",
  }),
  laplace: networkRun(
    "laplace",
    { training: { epochs: 20 }, priorPrecision: "evidence-by-layer" },
    "learned",
  ),
  "laplace, kronecker, online": networkRun(
    "laplace",
    {
      structure: "kronecker",
      training: { epochs: 10 },
      priorPrecision: "evidence",
      tuning: "online",
      rounds: 2,
    },
    "learned",
  ),
  "laplace, last layer, sampled": networkRun("laplace", {
    structure: "last-layer",
    training: { epochs: 10 },
    predictive: "sampled",
    draws: 20,
  }),
  swag: networkRun("swag", { training: { epochs: 10 }, epochs: 12, rank: 5, draws: 20 }),
  "swag, averaged": networkRun(
    "swag",
    { training: { epochs: 10 }, epochs: 12, rate: 0.002, momentum: 0.9, predictive: "average" },
    "learned",
  ),
  sgld: networkRun("sgld", { chains: 2, steps: 200, draws: 20, batch: 16 }),
  "sgld, control variates": networkRun("sgld", {
    chains: 1,
    steps: 100,
    draws: 20,
    batch: 16,
    controlVariates: true,
    schedule: "decaying",
  }),
  psgld: networkRun("psgld", { chains: 2, steps: 200, draws: 20 }),
  sghmc: networkRun("sghmc", { chains: 2, steps: 200, draws: 20, schedule: "cyclical" }),
  baoab: networkRun("baoab", { chains: 2, steps: 200, draws: 20 }),
  hmc: networkRun("hmc", { chains: 2, warmUp: 30, draws: 20, metric: "dense" }),
  nuts: networkRun("nuts", { chains: 2, warmUp: 40, draws: 20, maxDepth: 7 }),
  "mc-dropout": networkRun("mc-dropout", { epochs: 10, draws: 20, inputDropout: true }, "learned"),
  "deep-ensemble": networkRun(
    "deep-ensemble",
    {
      members: 4,
      training: { epochs: 10, earlyStopping: {}, adversarial: 0.01 },
      bagging: true,
      variations: [{}, { priorVariance: 0.5 }],
      calibration: "out-of-bag",
    },
    "learned",
  ),
  "deep-ensemble, anchored": networkRun("deep-ensemble", {
    members: 3,
    anchored: true,
    training: { epochs: 10, inputNoise: 0.1 },
  }),
  "deep-ensemble, snapshots": networkRun("deep-ensemble", {
    snapshots: 3,
    combine: "median",
    training: { epochs: 12 },
  }),
  "multi-swag": networkRun("multi-swag", {
    members: 3,
    training: { epochs: 10 },
    epochs: 12,
    rank: 5,
    draws: 30,
    variations: [{}, { priorVariance: 0.5 }],
  }),
};
