import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { ArgumentError, FormatError } from "../../src/errors/errors.ts";
import type { Checkpoint } from "../../src/inference/checkpoint.ts";
import type { MethodSpec } from "../../src/inference/fitResult.ts";
import { createMethod } from "../../src/inference/registry.ts";
import {
  fileCheckpoints,
  formatCheckpoint,
  loadCheckpointFile,
  parseCheckpoint,
} from "../../src/io/checkpointFile.ts";
import { FileError } from "../../src/io/fileError.ts";
import { formatModelTensors } from "../../src/io/modelFile.ts";
import { formatSafetensors } from "../../src/io/safetensors.ts";
import { defaultNetworkSpec } from "../../src/model/defaultNetworkSpec.ts";
import { createModel } from "../../src/model/model.ts";
import { createRng } from "../../src/random/rng.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "credence-checkpoint-"));
  path = join(folder, "run.checkpoint");
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const checkpoint: Checkpoint = {
  format: "credence-checkpoint",
  version: 1,
  run: '["map",{},"σ"]',
  step: 7,
  values: { bestScore: -Number.MAX_VALUE, bestEpoch: 2, "part 0": '{"notes":["σ"]}' },
  tensors: {
    parameters: { shape: [3], data: Float64Array.of(1, -0, 5e-324) },
    scores: { shape: [0], data: new Float64Array(0) },
    trace: { shape: [2], data: Float64Array.of(Number.NEGATIVE_INFINITY, Number.NaN) },
  },
};

/** Objects without prototype beside those of the tests. */
const plain = ({ values, tensors, ...rest }: Checkpoint) => ({
  ...rest,
  values: { ...values },
  tensors: { ...tensors },
});

describe("a checkpoint file", () => {
  test("holds every bit of the state, and the seed", () => {
    const found = parseCheckpoint("c", formatCheckpoint({ checkpoint, seed: "a seed" }));
    expect(plain(found.checkpoint)).toEqual(checkpoint);
    expect(found.seed).toBe("a seed");
    expect(parseCheckpoint("c", formatCheckpoint({ checkpoint })).seed).toBeUndefined();
  });

  test("is absent, kept, replaced, resumed and removed", async () => {
    expect(await loadCheckpointFile(path)).toBeUndefined();
    const first = await fileCheckpoints(path, { seed: "1" });
    expect(first.resume).toBeUndefined();
    await first.save(checkpoint);
    await first.save({ ...checkpoint, step: 8 });
    expect(readdirSync(folder)).toEqual(["run.checkpoint"]);
    const second = await fileCheckpoints(path);
    expect(second.resume?.step).toBe(8);
    expect((await loadCheckpointFile(path))?.seed).toBe("1");
    await second.remove();
    await second.remove();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a place that cannot be written or read is a FileError", async () => {
    await expect((await fileCheckpoints(join(folder, "none/c"))).save(checkpoint)).rejects.toThrow(FileError);
    await expect(fileCheckpoints(folder)).rejects.toThrow(FileError);
  });

  const manifest = (change: object) => {
    const { format, version, run, step, values } = checkpoint;
    const text = JSON.stringify({ format, version, run, step, values, tensorHash: "", ...change });
    return formatSafetensors({ tensors: {}, metadata: { format, manifest: text } });
  };

  test.each([
    ["a table", Buffer.from("x,y\n1,2\n3,4\n"), /the header/],
    [
      "other safetensors",
      formatSafetensors({ tensors: {}, metadata: {} }),
      /hold a checkpoint, got safetensors/,
    ],
    ["another version", manifest({ version: 2 }), /version must be 1, got 2/],
    ["half a step", manifest({ step: 0.5 }), /step must be/],
    ["a step below 0", manifest({ step: -1 }), /step must be/],
    ["a run that is no text", manifest({ run: 1 }), /run must be string/],
    [
      "a value that is neither number nor text",
      manifest({ values: { bestEpoch: null } }),
      /values\.bestEpoch must be \(string \| number\), got null/,
    ],
    ["an unknown part", manifest({ more: 1 }), /more must be/],
    ["arrays that were changed", manifest({}), /must have the hash/],
  ])("%s: a FormatError in one line", async (_why, bytes, message) => {
    writeFileSync(path, bytes);
    await expect(loadCheckpointFile(path)).rejects.toThrow(FormatError);
    await expect(loadCheckpointFile(path)).rejects.toThrow(message);
    await expect(loadCheckpointFile(path)).rejects.toThrow(/^\S+run\.checkpoint: [^\n]+$/);
  });

  test("any bytes changed: a FormatError, or only the name of the run is another", () => {
    const good = formatCheckpoint({ checkpoint, seed: "1" });
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.nat(good.length),
        (changes, length) => {
          const bytes = good.slice(0, changes.length === 1 ? length : good.length);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          try {
            expect(parseCheckpoint("c", bytes).checkpoint.tensors).toBeDefined();
          } catch (error) {
            expect(error).toBeInstanceOf(FormatError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("a run that is continued from files", () => {
  const rng = createRng("checkpoints");
  const x = Array.from({ length: 50 }, () => [rng.normal()]);
  const data = createDataset({ x, y: x.map(([a]) => Math.abs(a!) + 0.1 * rng.normal()) });
  const model = createModel(defaultNetworkSpec(data), data);
  const methods: readonly MethodSpec[] = [
    { name: "map", options: { epochs: 12, batch: 10, earlyStopping: { share: 0.2 } } },
    { name: "map", options: { epochs: 12, batch: 10, optimiser: "sgd", clip: 1 } },
    { name: "bayes-by-backprop", options: { steps: 60, batch: 20, family: "low-rank", draws: 20 } },
  ];

  test.each(methods)("$name, $options: the same bytes, however often it was interrupted", async (spec) => {
    const method = createMethod(spec);
    // The clock runs so fast that every step ends a turn.
    let now = performance.now();
    vi.spyOn(performance, "now").mockImplementation(() => (now += 60));
    const whole = await method.fit(model, data, { rng: createRng(1) });
    let interrupts = 0;
    for (;;) {
      const abort = new AbortController();
      const checkpoints = await fileCheckpoints(path);
      const from = checkpoints.resume?.step ?? 0;
      try {
        const posterior = await method.fit(model, data, {
          rng: createRng(1),
          checkpoints,
          signal: abort.signal,
          onProgress: ({ done }) => (done >= from + 11 ? abort.abort(new Error("interrupted")) : undefined),
        });
        expect(formatModelTensors({ posterior })).toEqual(formatModelTensors({ posterior: whole }));
        break;
      } catch (error) {
        if ((error as Error).message !== "interrupted") throw error;
        interrupts++;
        expect((await loadCheckpointFile(path))!.checkpoint.step).toBeGreaterThan(from);
      }
    }
    expect(interrupts).toBeGreaterThan(2);
    expect(existsSync(path)).toBe(true);
    const other = await fileCheckpoints(path);
    await expect(method.fit(model, data, { rng: createRng(2), checkpoints: other })).rejects.toThrow(
      ArgumentError,
    );
  });
});
