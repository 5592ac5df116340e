import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ArgumentError, FormatError } from "../../../src/errors/errors.ts";
import type { Checkpoint } from "../../../src/inference/checkpoint.ts";
import type { DensityModule } from "../../../src/inference/hamiltonian/densityModule.ts";
import type { DensityOptions } from "../../../src/inference/hamiltonian/densityOptions.ts";
import { sampleDensity } from "../../../src/inference/hamiltonian/sampleDensity.ts";
import type { Run } from "../../../src/inference/method.ts";
import { createRng } from "../../../src/random/rng.ts";
import { hurry, inPieces, throughFile } from "../interrupted.ts";
import standard, { gamma } from "./densityModules.mjs";

const url = new URL("./densityModules.mjs", import.meta.url);
const gammaModule = (shape = 3): DensityModule => ({
  kind: "module",
  url,
  export: "gamma",
  data: { shape, rate: 2 },
});
const brief = { chains: 2, warmUp: 30, draws: 40 } as const;
const run = (rest: Omit<Run, "rng"> = {}): Run => ({ rng: createRng("modules"), ...rest });
const attempt = (module: object) => sampleDensity(module as DensityModule, brief, run());

describe("a density that a module exports", () => {
  test("gives the draws that the density itself gives", async () => {
    const { diagnostics: _, ...found } = await attempt({ kind: "module", url: url.href });
    const { diagnostics: __, ...expected } = await sampleDensity(standard, brief, run());
    expect(found).toEqual(expected);
    const made = await sampleDensity(gammaModule(), brief, run());
    expect(made.draws).toEqual((await sampleDensity(gamma({ shape: 3, rate: 2 }), brief, run())).draws);
  });

  test.each<[string, object, RegExp]>([
    ["another kind", { kind: "file", url }, /kind must be "module", got "file"/],
    [
      "a relative address",
      { kind: "module", url: "./density.js" },
      /absolute address, got "\.\/density\.js"/,
    ],
    ["an unknown key", { kind: "module", url, name: "gamma" }, /"name"/],
    ["an export that is no name", { kind: "module", url, export: 1 }, /export must be the name/],
    [
      "an export that is missing",
      { kind: "module", url, export: "beta" },
      /must export .* "beta", got undefined/,
    ],
    ["an export that is no density", { kind: "module", url, export: "number" }, /"number", got 3/],
    ["data for a density", { kind: "module", url, data: [] }, /data must be given to a function/],
    ["data that are a function", { ...gammaModule(), data: () => 1 }, /plain data/],
    ["a module that is missing", { kind: "module", url: `${url.href}.gone` }, /must load, it did not/],
  ])("%s: refused", async (_, module, words) => {
    await expect(attempt(module)).rejects.toThrow(words);
    await expect(attempt(module)).rejects.toBeInstanceOf(ArgumentError);
  });

  test("an error of its function is passed on", async () => {
    await expect(attempt({ kind: "module", url, export: "failing" })).rejects.toThrow(/^no such data$/);
  });
});

describe("checkpoints", () => {
  beforeEach(hurry);
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const OPTIONS: readonly DensityOptions[] = [
    { ...brief, warmUp: 21 },
    { ...brief, sampler: "hmc", metric: "dense", thin: 2 },
    { ...brief, start: "mode" },
  ];

  test.each(OPTIONS.map((options) => [options]))(
    "a run in pieces comes to the same bytes: %o",
    async (options) => {
      const sample = async (rest?: Omit<Run, "rng">) => {
        const { diagnostics: _, ...found } = await sampleDensity(gammaModule(), options, run(rest));
        return found;
      };
      const expected = await sample();
      const { result, runs } = await inPieces(7, sample);
      expect(result).toEqual(expected);
      expect(runs).toBeGreaterThan(8);
    },
  );

  /** What was kept when the first chain was done and the second at work. */
  async function interrupted(): Promise<Checkpoint> {
    const controller = new AbortController();
    let last: Checkpoint | undefined;
    await sampleDensity(
      gammaModule(),
      brief,
      run({
        signal: controller.signal,
        onProgress: ({ done }) => done > 1.5 && controller.abort(new Error("enough")),
        checkpoints: { save: (checkpoint) => void (last = checkpoint) },
      }),
    ).catch(() => {});
    return throughFile(last!);
  }
  const goOn = (resume: Checkpoint, module = gammaModule(), options: DensityOptions = brief) =>
    sampleDensity(module, options, run({ checkpoints: { resume, save: () => {} } }));

  test("are of the same density, options and seed alone", async () => {
    const found = await interrupted();
    await expect(goOn(found, gammaModule(4))).rejects.toThrow(/it is of another run/);
    await expect(goOn(found, gammaModule(), { ...brief, sampler: "hmc" })).rejects.toThrow(/another run/);
    await expect(goOn(found, gammaModule())).resolves.toBeDefined();
  });

  test("that are damaged are refused", async () => {
    const found = await interrupted();
    const { "part 0/draws": _, ...tensors } = found.tensors;
    await expect(goOn({ ...found, tensors })).rejects.toBeInstanceOf(FormatError);
    await expect(goOn({ ...found, tensors })).rejects.toThrow(/20 numbers "draws"/);
    const values = { ...found.values, "part 0": "{}" };
    await expect(goOn({ ...found, values })).rejects.toBeInstanceOf(FormatError);
  });

  test("need a module", async () => {
    const bare = sampleDensity(standard, brief, run({ checkpoints: { save: () => {} } }));
    await expect(bare).rejects.toBeInstanceOf(ArgumentError);
    await expect(bare).rejects.toThrow(/density that a module exports, got a function.*kind: "module"/s);
  });
});
