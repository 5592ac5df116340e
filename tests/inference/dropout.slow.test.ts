import { expect, test } from "vitest";
import { mcDropout } from "../../src/inference/dropout/mcDropout.ts";
import { evaluateClasses } from "../../src/metrics/classScores.ts";
import { createModel } from "../../src/model/model.ts";
import { createRng } from "../../src/random/rng.ts";
import { mnist1d } from "../support/mnist1d.ts";

const STEPS = 12_000;
const BATCH = 100;

test("on MNIST-1D the average over masks has a smaller log loss than the weight-scaling rule", async () => {
  const [train, held] = [mnist1d("train"), mnist1d("test")];
  const model = createModel(
    {
      network: { kind: "mlp", hidden: [100, 100] },
      prior: { kind: "normal", variance: 1, by: "parameter" },
      likelihood: { kind: "categorical" },
      standardise: "none",
      precision: "f32",
    },
    train,
  );
  const method = mcDropout({
    rate: 0.2,
    optimiser: { kind: "adam", rate: 0.005 },
    batch: BATCH,
    epochs: (STEPS * BATCH) / train.x.rows,
    draws: 200,
  });
  const posterior = await method.fit(model, train, { rng: createRng("mnist1d") });
  const [averaged, scaled] = [posterior, posterior.weightScaled()].map((of) =>
    evaluateClasses(of.predict(held.x), held.y.data),
  );
  const show = (name: string, of: typeof averaged) =>
    `${name}: accuracy ${of!.accuracy.value}, log loss ${-of!.meanLogScore.value!}`;
  console.log(`${show("average over masks", averaged)}\n${show("weight scaling", scaled)}`);
  expect(averaged!.meanLogScore.value!).toBeGreaterThanOrEqual(scaled!.meanLogScore.value!);
  expect(averaged!.accuracy.value).toBeGreaterThan(0.65);
});
