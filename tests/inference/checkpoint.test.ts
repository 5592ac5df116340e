import { afterEach, describe, expect, test, vi } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { ArgumentError, FormatError } from "../../src/errors/errors.ts";
import type { Checkpoint } from "../../src/inference/checkpoint.ts";
import { map } from "../../src/inference/map/map.ts";
import type { InferenceMethod, Posterior, Progress } from "../../src/inference/method.ts";
import { bayesByBackprop } from "../../src/inference/variational/bayesByBackprop.ts";
import { createModel } from "../../src/model/model.ts";
import { createRng } from "../../src/random/rng.ts";

const rng = createRng("checkpoint data");
const x = Array.from({ length: 23 }, () => [rng.normal(), rng.normal()]);
const data = createDataset({ x, y: x.map(([a, b]) => Math.sin(a!) + b! + 0.1 * rng.normal()) });
const model = createModel(
  {
    network: { kind: "mlp", hidden: [4], activation: "tanh" },
    prior: { kind: "normal", variance: 2 },
    likelihood: { kind: "normal", noiseVariance: "learned" },
  },
  data,
);

/** Lets the clock run so fast that every step of a fit ends a turn. */
function hurry(): void {
  let now = performance.now();
  vi.spyOn(performance, "now").mockImplementation(() => (now += 1000));
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** Everything a posterior holds, as text of all its bits. */
function bits(posterior: Posterior): string {
  return JSON.stringify(posterior.save(), (_, value) =>
    ArrayBuffer.isView(value)
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")
      : value,
  );
}

const complete = (method: InferenceMethod, resume?: Checkpoint, seed = "run") =>
  method.fit(model, data, {
    rng: createRng(seed),
    ...(resume === undefined ? {} : { checkpoints: { resume, save: () => undefined } }),
  });

/** Aborts after `steps` turns and gives what was kept. */
async function interrupted(method: InferenceMethod, steps: number, resume?: Checkpoint): Promise<Checkpoint> {
  const controller = new AbortController();
  let turns = 0;
  let kept: Checkpoint | undefined;
  const run = method.fit(model, data, {
    rng: createRng("run"),
    signal: controller.signal,
    onProgress: () => {
      turns += 1;
      if (turns === steps) controller.abort(new Error("enough"));
    },
    checkpoints: {
      ...(resume === undefined ? {} : { resume }),
      save: (checkpoint) => {
        kept = structuredClone(checkpoint);
      },
    },
  });
  await expect(run).rejects.toThrow("enough");
  // The abort took effect within the turn in which it was seen.
  expect(turns).toBe(steps);
  return kept!;
}

const adam = map({ epochs: 3, batch: 6 });
const methods: readonly (readonly [string, InferenceMethod, number])[] = [
  ["Adam", adam, 12],
  ["SGD with clipping", map({ optimiser: "sgd", epochs: 3, batch: 6, clip: 1 }), 12],
  [
    "early stopping and noise",
    map({ epochs: 3, batch: 6, inputNoise: 0.1, earlyStopping: { share: 0.2 } }),
    9,
  ],
  ["factorised", bayesByBackprop({ steps: 10, batch: 6, samples: 2 }), 10],
  [
    "low-rank",
    bayesByBackprop({ steps: 10, batch: 6, samples: 2, family: { kind: "low-rank", rank: 2 } }),
    10,
  ],
  ["full, local draws", bayesByBackprop({ steps: 10, batch: 6, samples: 2, family: "full" }), 10],
  ["flipout", bayesByBackprop({ steps: 10, batch: 6, samples: 2, estimator: "flipout" }), 10],
];

describe.each(methods)("a run of %s that is interrupted", (_name, method, total) => {
  test("after any step continues to the same bytes", async () => {
    const whole = bits(await complete(method));
    hurry();
    for (let steps = 1; steps < total; steps++) {
      const kept = await interrupted(method, steps);
      expect(kept.step).toBe(steps);
      expect(bits(await complete(method, kept))).toBe(whole);
    }
  });

  test("twice continues to the same bytes", async () => {
    const whole = bits(await complete(method));
    hurry();
    const second = await interrupted(method, 2, await interrupted(method, 3));
    expect(second.step).toBe(5);
    expect(bits(await complete(method, second))).toBe(whole);
  });
});

describe("a checkpoint", () => {
  test("of another run is refused", async () => {
    hurry();
    const kept = await interrupted(adam, 4);
    await expect(complete(map({ epochs: 4, batch: 6 }), kept)).rejects.toThrow(ArgumentError);
    await expect(complete(bayesByBackprop({ steps: 10 }), kept)).rejects.toThrow(/another run/);
    await expect(complete(adam, kept, "other seed")).rejects.toThrow(/another run/);
    const other = {
      ...data,
      y: { ...data.y, data: data.y.data.map((value, i) => value + (i === 7 ? 1e-12 : 0)) },
    };
    const run = { rng: createRng("run"), checkpoints: { resume: kept, save: () => undefined } };
    await expect(adam.fit(model, other, run)).rejects.toThrow(/another run/);
  });

  test("that is damaged is refused with a typed error", async () => {
    hurry();
    const kept = await interrupted(adam, 4);
    const { parameters: _, ...others } = kept.tensors;
    const short = { ...kept.tensors, parameters: { shape: [1], data: new Float64Array(1) } };
    for (const bad of [
      { ...kept, format: "other" },
      { ...kept, tensors: others },
      { ...kept, tensors: short },
    ]) {
      await expect(complete(adam, bad as Checkpoint)).rejects.toThrow(FormatError);
    }
  });
});

test("progress never goes back and says how much time is left", async () => {
  hurry();
  const seen: Progress[] = [];
  await adam.fit(model, data, { rng: createRng("run"), onProgress: (progress) => seen.push(progress) });
  expect(seen).toHaveLength(12);
  // The clock advances by a second at each look, two or three of which make a turn.
  seen.forEach(({ done, secondsLeft }, i) => {
    expect(done).toBe(i + 1);
    expect(secondsLeft).toBeGreaterThanOrEqual(12 - done);
    expect(secondsLeft).toBeLessThanOrEqual(3 * (12 - done));
  });
});
