import { afterEach, describe, expect, test, vi } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { FormatError } from "../../../src/errors/errors.ts";
import type { Checkpoint } from "../../../src/inference/checkpoint.ts";
import { deepEnsemble } from "../../../src/inference/ensemble/deepEnsemble.ts";
import type { DeepEnsembleOptions } from "../../../src/inference/ensemble/ensembleOptions.ts";
import type { DeepEnsemblePosterior } from "../../../src/inference/ensemble/ensemblePosterior.ts";
import type { Run } from "../../../src/inference/method.ts";
import { createModel } from "../../../src/model/model.ts";
import { createRng } from "../../../src/random/rng.ts";
import { rejection } from "../../support/rejection.ts";
import { hurry, inPieces } from "../interrupted.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const rng = createRng("ensemble checkpoints");
const x = Array.from({ length: 40 }, () => [rng.normal(), rng.normal()]);
const data = createDataset({ x, y: x.map(([a, b]) => 10 + 3 * Math.sin(2 * a!) * b! + 0.3 * rng.normal()) });
const model = createModel(
  {
    network: { kind: "mlp", hidden: [6], activation: "tanh" },
    prior: { kind: "normal", variance: 2 },
    likelihood: { kind: "heteroscedastic" },
  },
  data,
);
const AT = [
  [0.1, 0.2],
  [4, -3],
];

describe("an interrupted run continues to the same bytes", () => {
  const bytes = (posterior: DeepEnsemblePosterior) =>
    JSON.stringify([posterior.save(), posterior.notes, posterior.predict(AT)]);

  test.each<[string, DeepEnsembleOptions]>([
    ["members", { members: 3, training: { epochs: 4, earlyStopping: {}, adversarial: 0.01 }, bagging: true }],
    ["snapshots", { snapshots: 3, training: { epochs: 12 } }],
    [
      "calibrated members of two kinds",
      {
        members: 4,
        variations: [{}, { training: { epochs: 2, earlyStopping: {} } }],
        training: { epochs: 3, earlyStopping: { share: 0.5 } },
        calibration: "out-of-bag",
      },
    ],
  ])("%s", async (_, options) => {
    const train = (run: Omit<Run, "rng">) =>
      deepEnsemble(options).fit(model, data, { rng: createRng("pieces"), ...run });
    const whole = await train({});
    hurry();
    const { result, runs } = await inPieces(6, train);
    expect(runs).toBeGreaterThan(2);
    expect(bytes(result)).toBe(bytes(whole));
  });
});

describe("a checkpoint that is damaged", () => {
  const method = deepEnsemble({ members: 3, training: { epochs: 4 } });
  const train = (run: Omit<Run, "rng">) => method.fit(model, data, { rng: createRng("damaged"), ...run });
  /** What is kept in the middle of the second member. */
  async function kept(): Promise<Checkpoint> {
    hurry();
    const saved: Checkpoint[] = [];
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }) =>
      void (done > 1.4 && controller.abort(new Error("enough")));
    const save = (checkpoint: Checkpoint) => void saved.push(checkpoint);
    const run = { signal: controller.signal, onProgress, checkpoints: { save } };
    await expect(train(run)).rejects.toThrow("enough");
    return saved.at(-1)!;
  }

  test("is refused as such", async () => {
    const whole = await kept();
    expect(Object.keys(whole.values).sort()).toEqual(["current", "part 0"]);
    const part = JSON.parse(String(whole.values["part 0"]));
    const withPart = (change: object) => ({
      ...whole,
      values: { ...whole.values, "part 0": JSON.stringify({ ...part, ...change }) },
    });
    const { "part 0/bank": _, ...rest } = whole.tensors;
    const { "current/parameters": __, ...noParameters } = whole.tensors;
    const damaged: readonly unknown[] = [
      { ...whole, step: 4 },
      { ...whole, values: { ...whole.values, "part 0": "{" } },
      { ...whole, values: { ...whole.values, "part 0": "null" } },
      { ...whole, values: { ...whole.values, current: "null" } },
      { ...whole, values: { ...whole.values, current: '{"part":1}' } },
      withPart({ posterior: { ...part.posterior, model: null } }),
      withPart({ posterior: { ...part.posterior, values: {} } }),
      { ...whole, tensors: null },
      { ...whole, tensors: rest },
      { ...whole, tensors: noParameters },
      {
        ...whole,
        tensors: { ...whole.tensors, "part 0/bank": { shape: [1, 2], data: new Float64Array(2) } },
      },
    ];
    for (const [k, resume] of damaged.entries()) {
      const error = await rejection(train({ checkpoints: { resume: resume as Checkpoint, save: () => {} } }));
      expect(error, `damage ${k}`).toBeInstanceOf(FormatError);
      expect(error.message, `damage ${k}`).toMatch(/^resume: .*Start anew without it\.$/);
    }
    // What was not damaged goes on.
    await train({ checkpoints: { resume: whole, save: () => {} } });
  });
});
