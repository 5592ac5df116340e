import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Checkpoint } from "../../../src/inference/checkpoint.ts";
import type { HamiltonianMethod } from "../../../src/inference/hamiltonian/hamiltonianMethod.ts";
import { hmc } from "../../../src/inference/hamiltonian/hmc.ts";
import { nuts } from "../../../src/inference/hamiltonian/nuts.ts";
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
// Twenty iterations are the fewest in which a metric is learned.
const BRIEF = { chains: 1, warmUp: 21, draws: 5, metric: "diagonal" } as const;

type Case = readonly [name: string, method: HamiltonianMethod, rest?: Partial<ModelSpec>];

const CASES: readonly Case[] = [
  ["nuts", nuts(BRIEF)],
  ["nuts in f32", nuts(BRIEF), { precision: "f32" }],
  ["nuts with a dense metric, thinned", nuts({ ...BRIEF, metric: "dense", thin: 3 })],
  ["hmc without a warm-up", hmc({ chains: 1, warmUp: 0, draws: 12 })],
  ["hmc with a given step", hmc({ ...BRIEF, stepSize: 0.1 })],
  ["two chains of nuts", nuts({ ...BRIEF, chains: 2, draws: 6 })],
];

describe.each(CASES.map((found) => [found[0], found] as const))("an interrupted chain: %s", (_, found) => {
  const [, method, rest] = found;
  // Linear, so that the mode is found in a few turns.
  const spec = { network: { kind: "linear" }, likelihood: { kind: "normal", noiseVariance: 0.1 } } as const;
  const model = createModel({ prior: { kind: "normal", variance: 1 }, ...spec, ...rest }, data);
  const chain = (run: Omit<Run, "rng"> = {}) => method.fit(model, data, { rng: createRng("chains"), ...run });
  const told = async (run: Omit<Run, "rng"> = {}) => {
    const { gradients, notes, ...posterior } = await chain(run);
    return { gradients, notes, saved: posterior.save() };
  };

  /** Stops at the n-th turn; the last that was kept, or nothing where the chain came to its end before. */
  async function interruptedAt(turn: number): Promise<Checkpoint | undefined> {
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
      checkpoints: { save: (checkpoint) => void (last = checkpoint) },
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
