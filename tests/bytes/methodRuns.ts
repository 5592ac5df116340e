import { createDataset } from "../../src/data/createDataset.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { mcDropout } from "../../src/inference/dropout/mcDropout.ts";
import { exact } from "../../src/inference/exact/exact.ts";
import { createModel, type Model } from "../../src/model/model.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { createBulkRandom } from "../../src/numeric/kernels/random.ts";
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

/** Dropout that chooses its rate and its noise. */
const dropoutRun: HashedRun = async () => {
  const data = dataset(60, 2);
  const spec = {
    network: { kind: "mlp", hidden: [8] },
    prior: { kind: "normal", variance: 1 },
    likelihood: { kind: "normal", noiseVariance: "learned" },
  } as const;
  const method = mcDropout({ epochs: 10, draws: 20, inputDropout: true });
  const posterior = await method.fit(createModel(spec, data), data, { rng: createRng("bytes") });
  const { mean, std } = posterior.predict(data.x);
  return [posterior.parameters, posterior.trace, mean, std];
};

const units = (count: number) => ({ kind: "random-relu", units: count, seed: "bytes" }) as const;

/** Whole methods of inference: one line each, from the data to the predictions. */
export const methodRuns: HashedRuns = {
  exactCholesky: exactRun(700, 2, units(60), "cholesky"),
  exactQr: exactRun(300, 2, units(40), "qr"),
  exactFewRows: exactRun(30, 2, units(90)),
  exactBanded: exactRun(500, 1, { kind: "shallow-relu", joints: { count: 40 } }),
  mcDropout: dropoutRun,
};
