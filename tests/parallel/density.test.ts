import { afterAll, describe, expect, test } from "vitest";
import { ArgumentError } from "../../src/errors/errors.ts";
import type { DensityModule } from "../../src/inference/hamiltonian/densityModule.ts";
import type { DensityOptions } from "../../src/inference/hamiltonian/densityOptions.ts";
import { sampleDensity } from "../../src/inference/hamiltonian/sampleDensity.ts";
import type { Run } from "../../src/inference/method.ts";
import { inlineExecutor } from "../../src/inference/tasks.ts";
import { createRng } from "../../src/random/rng.ts";
import { bits, type TestPool, testPool, workerFile } from "./testPool.ts";

const url = new URL("../inference/hamiltonian/densityModules.mjs", import.meta.url).href;
const density: DensityModule = { kind: "module", url, export: "gamma", data: { shape: 3, rate: 2 } };
const brief = { chains: 4, warmUp: 30, draws: 40 } as const;

const pools: TestPool[] = [];
afterAll(async () => {
  for (const pool of pools) await pool.close();
});

function pool(workers: number): TestPool {
  const made = testPool(workers, workerFile);
  pools.push(made);
  return made;
}

/** Every bit of a sample. */
async function bitsOf(options: DensityOptions, run: Partial<Run> = {}): Promise<string> {
  const { diagnostics, ...found } = await sampleDensity(density, options, {
    rng: createRng("threads"),
    ...run,
  });
  return bits([found, diagnostics()]);
}

describe("chains on a density that a module exports", () => {
  test("have the same bits here and on 1, 2 or 4 workers", async () => {
    const nuts: DensityOptions = { ...brief, start: "mode" };
    const hmc: DensityOptions = { ...brief, sampler: "hmc", metric: "dense" };
    const [expected, path] = [await bitsOf(nuts), await bitsOf(hmc)];
    expect(await bitsOf(nuts, { executor: inlineExecutor })).toBe(expected);
    for (const workers of [1, 2, 4]) {
      const executor = pool(workers);
      expect(await bitsOf(nuts, { executor }), `${workers} workers`).toBe(expected);
      expect(await bitsOf(hmc, { executor }), `${workers} workers`).toBe(path);
    }
  });

  test("are kept when they are done, and not run again", async () => {
    const executor = pool(1);
    const saved: Parameters<NonNullable<Run["checkpoints"]>["save"]>[0][] = [];
    const expected = await bitsOf(brief, {
      executor,
      checkpoints: { save: (checkpoint) => void saved.push(checkpoint) },
    });
    const before = executor.sent[0]!.length;
    const resume = saved[2]!;
    expect(resume.step).toBe(3);
    expect(await bitsOf(brief, { executor, checkpoints: { resume, save: () => {} } })).toBe(expected);
    expect(executor.sent[0]!.length).toBe(before + 1);
  });

  test("a density that a worker cannot load is named there too", async () => {
    const spec = { where: "sampleDensity", module: { ...density, export: "gone" }, options: brief };
    const [task] = [{ task: "density", spec, path: ["threads"] }];
    await expect(pool(1).map([task], {})).rejects.toBeInstanceOf(ArgumentError);
  });
});
