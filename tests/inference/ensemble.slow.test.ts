import { expect, test } from "vitest";
import { deepEnsemble } from "../../src/inference/ensemble/deepEnsemble.ts";
import type { Posterior } from "../../src/inference/method.ts";
import { evaluateClasses } from "../../src/metrics/classScores.ts";
import { createModel } from "../../src/model/model.ts";
import { createRng } from "../../src/random/rng.ts";
import { mnist1d } from "../support/mnist1d.ts";

const STEPS = 6000;
const BATCH = 100;
const SEEDS = [1, 2, 3];

test("ensembles of five classify 75 % of MNIST-1D or more on average, better than their members", async () => {
  const [train, held] = [mnist1d("train"), mnist1d("test")];
  const model = createModel(
    {
      network: { kind: "mlp", hidden: [100, 100] },
      prior: { kind: "normal", variance: 0.1, by: "parameter" },
      likelihood: { kind: "categorical" },
      standardise: "none",
      precision: "f32",
    },
    train,
  );
  // The settings that were chosen on a part of the training rows for a single network: see mnist1d.slow.test.ts.
  const training = {
    optimiser: { kind: "sgd", rate: 0.3 },
    batch: BATCH,
    epochs: Math.round((STEPS * BATCH) / train.x.rows),
  } as const;
  const scores = (of: Pick<Posterior<"classification">, "predict">) => {
    const { accuracy, meanLogScore } = evaluateClasses(of.predict(held.x), held.y.data);
    return { accuracy: accuracy.value!, logLoss: -meanLogScore.value! };
  };
  let mean = 0;
  for (const seed of SEEDS) {
    const run = { rng: createRng("mnist1d ensemble").fork(seed) };
    const posterior = await deepEnsemble({ members: 5, training }).fit(model, train, run);
    const members = posterior.members.map(scores);
    const ensemble = scores(posterior);
    console.log("members", JSON.stringify(members), "ensemble", JSON.stringify(ensemble));
    mean += ensemble.accuracy / SEEDS.length;
    expect(ensemble.logLoss).toBeLessThan(0.7);
    for (const { logLoss } of members) expect(ensemble.logLoss).toBeLessThan(logLoss);
  }
  expect(mean).toBeGreaterThanOrEqual(0.75);
});
