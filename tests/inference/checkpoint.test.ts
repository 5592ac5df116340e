import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Checkpoint } from "../../src/inference/checkpoint.ts";
import { mcDropout } from "../../src/inference/dropout/mcDropout.ts";
import { map } from "../../src/inference/map/map.ts";
import type { MapOptions } from "../../src/inference/map/mapOptions.ts";
import type { InferenceMethod, Run } from "../../src/inference/method.ts";
import { bayesByBackprop } from "../../src/inference/variational/bayesByBackprop.ts";
import type { VariationalOptions } from "../../src/inference/variational/variationalOptions.ts";
import { createRng } from "../../src/random/rng.ts";
import { hurry, interruptedAt, throughFile } from "./interrupted.ts";
import { mlp, wave } from "./map/toys.ts";

beforeEach(hurry);
afterEach(() => {
  vi.restoreAllMocks();
});

const data = wave(20);
const F32 = { precision: "f32" } as const;
const LEARNED = { likelihood: { kind: "normal", noiseVariance: "learned" } } as const;
const LAPLACE = { prior: { kind: "laplace", scale: 0.5 } } as const;

type Rest = Parameters<typeof mlp>[2];
type Case = readonly [name: string, method: InferenceMethod, steps: number, rest?: Rest];

/** Three epochs of three batches each: seven rows, seven and six. */
const descent = (options: MapOptions) => map({ epochs: 3, batch: 7, ...options });
const stop = { share: 0.2 } as const;

/** Seven steps over three epochs of three batches each. */
const elbo = (options: VariationalOptions) =>
  bayesByBackprop({ steps: 7, batch: 7, samples: 2, draws: 5, ...options });

const CASES: readonly Case[] = [
  ["descent", descent({ optimiser: { kind: "sgd", rate: 1e-3, nesterov: true } }), 9],
  ["descent, decay, clipped", descent({ optimiser: { kind: "sgd", rate: 1e-3, decay: 0.1 }, clip: 1 }), 9],
  ["descent in f32", descent({ optimiser: { kind: "sgd", rate: 1e-3 } }), 9, F32],
  [
    "descent with early stopping",
    descent({ optimiser: { kind: "sgd", rate: 1e-3 }, earlyStopping: stop }),
    9,
  ],
  ["Adam", descent({}), 9],
  ["Adam in f32", descent({}), 9, F32],
  ["Adam with noise on the inputs", descent({ inputNoise: 0.3 }), 9],
  ["Adam with learned noise", descent({ schedule: "one-cycle" }), 9, LEARNED],
  ["Adam with early stopping", descent({ optimiser: { kind: "adam", rate: 1 }, earlyStopping: stop }), 9],
  ["Adam with patience", descent({ earlyStopping: { ...stop, score: "rmse", patience: 2 }, epochs: 2 }), 6],
  ["Adam, all rows a step", descent({ epochs: 4, batch: 100 }), 4],
  ["Adam, adversarial and jittered", descent({ adversarial: 0.02, inputNoise: 0.1 }), 9],
  ["Adam on rows drawn anew", descent({ bagging: true, earlyStopping: stop }), 9],
  ["Adam, anchored", descent({ anchored: true }), 9],
  ["Adam in cycles", descent({ schedule: { kind: "cyclic", cycles: 4 } }), 9],
  ["masks", mcDropout({ rate: 0.3, noise: "trained", inputDropout: 0.2, epochs: 3, batch: 7, draws: 5 }), 9],
  ["masks in f32", mcDropout({ rate: 0.3, noise: "trained", epochs: 3, batch: 7, draws: 5 }), 9, F32],
  ["L-BFGS", map({ optimiser: { kind: "lbfgs", iterations: 9, memory: 3 } }), 9],
  ["L-BFGS with learned noise", map({ optimiser: { kind: "lbfgs", iterations: 6 } }), 6, LEARNED],
  ["factorised", elbo({}), 7],
  ["factorised in f32", elbo({ antithetic: false, samples: 3 }), 7, F32],
  ["factorised, local", elbo({ estimator: "local" }), 7, LEARNED],
  ["factorised, flipout", elbo({ estimator: "flipout" }), 7, LAPLACE],
  ["low-rank", elbo({ family: { kind: "low-rank", rank: 2 } }), 7],
  ["full", elbo({ family: "full" }), 7],
  ["factorised, cold, all rows a step", elbo({ batch: 20, temperature: 0.5, steps: 4 }), 4],
];

function fitOf([, method, , rest]: Case) {
  const model = mlp(data, { hidden: [3] }, rest);
  return (run: Omit<Run, "rng">) => method.fit(model, data, { rng: createRng("checkpoint"), ...run });
}

/** Everything that a posterior tells. */
async function told(train: ReturnType<typeof fitOf>, run: Omit<Run, "rng"> = {}) {
  const posterior = await train(run);
  const { parameters, trace, scores, gradients, lambda } = posterior as unknown as Record<string, unknown>;
  return { parameters, trace, scores, gradients, lambda, saved: posterior.save() };
}

describe.each(CASES.map((found) => [found[0], found] as const))("an interrupted run: %s", (_, found) => {
  const train = fitOf(found);
  const steps = found[2];

  test("continues from every step to the same bytes", async () => {
    const expected = await told(train);
    for (let step = 1; step < steps; step++) {
      const checkpoint = await interruptedAt(step, train);
      const resumed = { checkpoints: { resume: throughFile(checkpoint), save: () => {} } };
      expect(await told(train, resumed), `from step ${step}`).toEqual(expected);
    }
  });

  test("keeps copies, which neither the run that made them nor one that continues changes", async () => {
    const checkpoint = await interruptedAt(2, train);
    const before = structuredClone(checkpoint);
    const run = { checkpoints: { resume: checkpoint, save: () => {} } };
    expect(await told(train, run)).toEqual(await told(train, run));
    expect(checkpoint).toEqual(before);
  });

  test("may be interrupted again and again", async () => {
    const expected = await told(train);
    let checkpoint: Checkpoint | undefined;
    for (let step = 1; step < steps; step++) {
      checkpoint = await interruptedAt(step, train, checkpoint && structuredClone(checkpoint));
    }
    const resumed = { checkpoints: { resume: checkpoint!, save: () => {} } };
    expect(await told(train, resumed)).toEqual(expected);
  });

  test("would come elsewhere from a state that is slightly off", async () => {
    const expected = await told(train);
    const checkpoint = await interruptedAt(Math.floor(steps / 2), train);
    const name = ["parameters", "lambda", "at"].find((key) => key in checkpoint.tensors)!;
    const off = throughFile(checkpoint);
    off.tensors[name]!.data[0]! += 1e-3;
    const run = { checkpoints: { resume: off, save: () => {} } };
    expect(await told(train, run)).not.toEqual(expected);
  });
});
