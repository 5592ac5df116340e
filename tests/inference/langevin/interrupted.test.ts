import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Checkpoint } from "../../../src/inference/checkpoint.ts";
import { baoab } from "../../../src/inference/langevin/baoab.ts";
import { baoabMove } from "../../../src/inference/langevin/baoabMove.ts";
import { type LangevinMethod, langevinMethod } from "../../../src/inference/langevin/langevinMethod.ts";
import { checkLangevinOptions } from "../../../src/inference/langevin/langevinOptions.ts";
import { psgld } from "../../../src/inference/langevin/psgld.ts";
import { sghmc } from "../../../src/inference/langevin/sghmc.ts";
import { sgld } from "../../../src/inference/langevin/sgld.ts";
import type { Run } from "../../../src/inference/method.ts";
import { createModel } from "../../../src/model/model.ts";
import type { ModelSpec } from "../../../src/model/spec.ts";
import { createRng } from "../../../src/random/rng.ts";
import { hurry, throughFile } from "../interrupted.ts";
import { wave } from "../map/toys.ts";

beforeEach(hurry);
afterEach(() => {
  vi.restoreAllMocks();
});

const data = wave(20);
const BRIEF = { chains: 1, steps: 9, draws: 4 } as const;
const F32 = { precision: "f32" } as const;

/** A sampler whose first steps are far beyond the stable ones: the chain goes back to its start with shorter ones. */
const HASTY = langevinMethod(
  {
    name: "hasty",
    keys: [],
    title: "hasty BAOAB",
    fullBatch: 100,
    createMove: () => baoabMove,
    pace: ({ curvature }) => ({ size: 1e3 / Math.sqrt(curvature), friction: 1 }),
  },
  checkLangevinOptions("hasty", { chains: 1, steps: 1200, draws: 4, burnIn: 0.95 }, 1),
);

type Case = readonly [name: string, method: LangevinMethod, rest?: Partial<ModelSpec>];

const CASES: readonly Case[] = [
  ["sgld", sgld(BRIEF)],
  ["sgld in f32, with batches", sgld({ ...BRIEF, batch: 7 }), F32],
  [
    "sgld with control variates, decaying",
    sgld({ ...BRIEF, batch: 7, controlVariates: true, schedule: "decaying" }),
  ],
  ["psgld", psgld({ ...BRIEF, burnIn: 0.5 })],
  ["psgld that goes on adapting, cyclical", psgld({ ...BRIEF, adapt: "always", schedule: "cyclical" })],
  ["sghmc with batches, cyclical", sghmc({ ...BRIEF, batch: 7, schedule: { kind: "cyclical", cycles: 2 } })],
  ["baoab", baoab(BRIEF)],
  ["two chains of sghmc", sghmc({ ...BRIEF, chains: 2 })],
];

describe.each(CASES.map((found) => [found[0], found] as const))("an interrupted chain: %s", (_, found) => {
  const [, method, rest] = found;
  // Linear, so that the mode is found in a few turns.
  const spec = { network: { kind: "linear" }, likelihood: { kind: "normal", noiseVariance: 0.1 } } as const;
  const model = createModel({ prior: { kind: "normal", variance: 1 }, ...spec, ...rest }, data);
  const chain = (run: Omit<Run, "rng"> = {}) => method.fit(model, data, { rng: createRng("chains"), ...run });
  const told = async (run: Omit<Run, "rng"> = {}) => {
    const { stepSizes, gradients, notes, ...posterior } = await chain(run);
    return { stepSizes, gradients, notes, saved: posterior.save() };
  };

  /** Stops at the n-th turn; the last that was kept, or nothing where the chain came to its end before. */
  async function interruptedAt(turn: number, resume?: Checkpoint): Promise<Checkpoint | undefined> {
    const controller = new AbortController();
    const reason = new Error(`turn ${turn}`);
    let turns = 0;
    let last: Checkpoint | undefined;
    const ended = chain({
      signal: controller.signal,
      onProgress: () => {
        turns += 1;
        if (turns === turn) controller.abort(reason);
      },
      checkpoints: { ...(resume && { resume }), save: (checkpoint) => void (last = checkpoint) },
    });
    const stopped = await ended.then(
      () => false,
      (error: unknown) => {
        if (error !== reason) throw error;
        return true;
      },
    );
    return stopped ? last : undefined;
  }

  test("continues from every step to the same bytes", async () => {
    const expected = await told();
    let interruptions = 0;
    for (let turn = 1; ; turn++) {
      const checkpoint = await interruptedAt(turn);
      if (checkpoint === undefined) break;
      interruptions += 1;
      const resumed = { checkpoints: { resume: throughFile(checkpoint), save: () => {} } };
      expect(await told(resumed), `turn ${turn}`).toEqual(expected);
    }
    expect(interruptions).toBeGreaterThan(8);
  });

  test("would come elsewhere from a state that is slightly off", async () => {
    const expected = await told();
    let checkpoint: Checkpoint | undefined;
    for (
      let turn = 1;
      checkpoint === undefined ||
      !("position" in checkpoint.tensors || "current/position" in checkpoint.tensors);
      turn++
    )
      checkpoint = await interruptedAt(turn);
    const off = throughFile(checkpoint);
    const key = "position" in off.tensors ? "position" : "current/position";
    off.tensors[key]!.data[0]! += 1e-3;
    expect(await told({ checkpoints: { resume: off, save: () => {} } })).not.toEqual(expected);
  });
});

test("a chain that leaves the finite numbers within the burn-in goes back with shorter steps, however it is interrupted", async () => {
  const model = createModel(
    {
      network: { kind: "linear" },
      prior: { kind: "normal", variance: 1 },
      likelihood: { kind: "normal", noiseVariance: 0.1 },
    },
    data,
  );
  const chain = (run: Omit<Run, "rng"> = {}) => HASTY.fit(model, data, { rng: createRng("hasty"), ...run });
  const whole = await chain();
  // From hundreds of times what is stable.
  expect(whole.stepSizes[0]).toBeLessThan(1);
  expect(whole.draws.data.every(Number.isFinite)).toBe(true);
  for (const turn of [20, 200, 600, 1100]) {
    const controller = new AbortController();
    let turns = 0;
    let last: Checkpoint | undefined;
    const ended = chain({
      signal: controller.signal,
      onProgress: () => void (++turns === turn && controller.abort(new Error("enough"))),
      checkpoints: { save: (checkpoint) => void (last = checkpoint) },
    });
    await expect(ended).rejects.toThrow("enough");
    const again = await chain({ checkpoints: { resume: throughFile(last!), save: () => {} } });
    expect(again.save(), `turn ${turn}`).toEqual(whole.save());
  }
});
