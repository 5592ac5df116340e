import { expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.ts";
import { splitDataset } from "../../src/data/split.ts";
import { map } from "../../src/inference/map/map.ts";
import { evaluateClasses } from "../../src/metrics/classScores.ts";
import { createModel } from "../../src/model/model.ts";
import { createRng } from "../../src/random/rng.ts";
import { mnist1d } from "../support/mnist1d.ts";

interface Settings {
  readonly priorVariance: number;
  readonly rate: number;
}

const STEPS = 6000;
const BATCH = 100;

/** A 40-100-100-10 network trained on the rows, and its scores on others. */
async function score(settings: Settings, seed: number, train: Dataset, judge: Dataset) {
  const model = createModel(
    {
      network: { kind: "mlp", hidden: [100, 100] },
      prior: { kind: "normal", variance: settings.priorVariance, by: "parameter" },
      likelihood: { kind: "categorical" },
      standardise: "none",
      precision: "f32",
    },
    train,
  );
  const method = map({
    optimiser: { kind: "sgd", rate: settings.rate },
    batch: BATCH,
    epochs: Math.round((STEPS * BATCH) / train.x.rows),
  });
  const posterior = await method.fit(model, train, { rng: createRng("mnist1d").fork(seed) });
  return evaluateClasses(posterior.predict(judge.x), judge.y.data);
}

const grid: readonly Settings[] = [0.05, 0.1, 0.2].flatMap((priorVariance) =>
  [0.1, 0.3].map((rate) => ({ priorVariance, rate })),
);

test("one network classifies more than 70 % of MNIST-1D, with settings chosen on a part of the training rows", async () => {
  const [train, held] = [mnist1d("train"), mnist1d("test")];
  const { train: part, test: validation } = splitDataset(train, { test: 0.1 }, createRng("validation"));
  const tried: { readonly settings: Settings; readonly accuracy: number }[] = [];
  for (const settings of grid) {
    const { accuracy } = await score(settings, 0, part, validation);
    tried.push({ settings, accuracy: accuracy.value });
  }
  const best = tried.reduce((a, b) => (b.accuracy > a.accuracy ? b : a));
  console.log(
    tried
      .map(({ settings, accuracy }) => `${JSON.stringify(settings)} validation accuracy ${accuracy}`)
      .join("\n"),
  );
  const accuracies: number[] = [];
  for (const seed of [1, 2, 3, 4, 5])
    accuracies.push((await score(best.settings, seed, train, held)).accuracy.value);
  const mean = accuracies.reduce((sum, value) => sum + value, 0) / accuracies.length;
  console.log(
    `chosen ${JSON.stringify(best.settings)}: test accuracy ${accuracies.join(", ")}, mean ${mean}`,
  );
  expect(mean).toBeGreaterThan(0.7);
});
