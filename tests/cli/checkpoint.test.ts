import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { loadCheckpointFile } from "../../src/io/checkpointFile.ts";
import { createFolder, example, type Folder, type Outcome, runCli } from "./runCli.ts";

vi.setConfig({ testTimeout: 120_000 });

let folder: Folder;
beforeEach(() => {
  folder = createFolder();
});
afterEach(() => {
  vi.restoreAllMocks();
  folder.remove();
});

const data = ["fit", example("mcycle.csv"), "--target", "accel"];
const methods = [
  ["map", "epochs=300"],
  ["bayes-by-backprop", "steps=1200"],
  ["mc-dropout", "epochs=60"],
  ["deep-ensemble", 'training={"epochs":100,"earlyStopping":{}}'],
] as const;

/** Runs the command with an interrupt after a while. */
async function interrupted(words: readonly string[], milliseconds: number): Promise<Outcome> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error("interrupted")), milliseconds);
  try {
    return await runCli(words, folder.path, abort.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Interrupts the command until its state was kept. */
async function keep(words: readonly string[]): Promise<Outcome> {
  for (let milliseconds = 100; ; milliseconds *= 1.4) {
    const outcome = await interrupted(words, milliseconds);
    expect(outcome.code).toBe(130);
    if (existsSync(folder.at("run.checkpoint"))) return outcome;
    expect(outcome.err).toMatch(/interrupted: nothing was written\n$/);
  }
}

describe.each(methods)("%s", (method, option) => {
  const words = (...more: string[]) => [...data, "--method", method, "--option", option, ...more];
  const kept = (file: string) => words("--seed", "1", "--checkpoint", "run.checkpoint", "--save", file);

  test.each(["m.json", "m.safetensors"])(
    "interrupted again and again, the same command comes to the same bytes: %s",
    async (file) => {
      expect((await runCli(words("--seed", "1", "--save", `whole-${file}`), folder.path)).code).toBe(0);
      // The clock runs so fast that every step ends a turn, and half minutes pass.
      let now = performance.now();
      vi.spyOn(performance, "now").mockImplementation(() => (now += 60));
      let times = 0;
      for (let milliseconds = 100; ; milliseconds *= 1.3) {
        const { code, err } = await interrupted(kept(file), milliseconds);
        if (code === 0) break;
        expect(code).toBe(130);
        const line =
          /^interrupted: the state was kept in run\.checkpoint; to continue: credence fit [^\n]+\n$/;
        if (line.test(err)) times++;
        else expect(err).toBe("interrupted: nothing was written\n");
        expect(folder.files()).toEqual([...(times > 0 ? ["run.checkpoint"] : []), `whole-${file}`].sort());
      }
      expect(times).toBeGreaterThan(0);
      expect(folder.files()).toEqual([file, `whole-${file}`]);
      expect(readFileSync(folder.at(file)).equals(readFileSync(folder.at(`whole-${file}`)))).toBe(true);
    },
  );
});

describe("a kept state", () => {
  const long = [...data, "--method", "map", "--option", "epochs=1000000", "--checkpoint", "run.checkpoint"];

  test("has the seed that was chosen: the same command continues without naming it", async () => {
    const { err } = await keep(long);
    const seed = /to continue: credence fit .* --seed (\d+)\n$/.exec(err)![1];
    const path = folder.at("run.checkpoint");
    expect((await loadCheckpointFile(path))!.seed).toBe(seed);
    const { step } = (await loadCheckpointFile(path))!.checkpoint;
    for (
      let milliseconds = 200;
      (await loadCheckpointFile(path))!.checkpoint.step === step;
      milliseconds *= 1.4
    ) {
      const again = await interrupted(long, milliseconds);
      expect(again.code).toBe(130);
      expect(again.err).not.toContain("chosen for you");
    }
  });

  test("of another run is refused in one line, and stays", async () => {
    await keep([...long, "--seed", "1"]);
    const state = readFileSync(folder.at("run.checkpoint"));
    for (const other of [
      ["--seed", "2"],
      ["--seed", "1", "--hidden", "5"],
      ["--seed", "1", "--option", "batch=16"],
      ["--seed", "1", "--test", "0.2"],
      // L-BFGS, which has steps of its own.
      ["--seed", "1", "--joints", "9"],
    ]) {
      const { code, out, err } = await runCli([...long, ...other, "--save", "m.json"], folder.path);
      expect(err).toMatch(/^error: run\.checkpoint: the checkpoint must be of the same method, [^\n]+\n$/);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(readFileSync(folder.at("run.checkpoint")).equals(state)).toBe(true);
      expect(folder.files()).toEqual(["run.checkpoint"]);
    }
  });

  test("that is damaged is refused in one line, and stays", async () => {
    await keep([...long, "--seed", "1"]);
    const good = readFileSync(folder.at("run.checkpoint"));
    const flipped = Buffer.from(good);
    flipped[good.length - 100]! ^= 1;
    for (const bytes of [good.subarray(0, good.length / 2), flipped, Buffer.alloc(0)]) {
      writeFileSync(folder.at("run.checkpoint"), bytes);
      const { code, out, err } = await runCli([...long, "--seed", "1"], folder.path);
      expect(err).toMatch(/^error: run\.checkpoint: [^\n]+\n$/);
      expect({ code, out }).toEqual({ code: 3, out: "" });
      expect(readFileSync(folder.at("run.checkpoint")).equals(bytes)).toBe(true);
    }
  });
});

/** Runs the program itself, as a shell would, with an interrupt after a while. */
async function spawned(words: readonly string[], interruptAfter = Number.POSITIVE_INFINITY) {
  const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
  const child = spawn(process.execPath, [main, ...words], {
    cwd: folder.path,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (part) => (out += part));
  child.stderr.on("data", (part) => (err += part));
  const timer = Number.isFinite(interruptAfter)
    ? setTimeout(() => child.kill("SIGINT"), interruptAfter)
    : undefined;
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on("close", (...end) => resolve(end)),
  );
  clearTimeout(timer);
  return { code, signal, out, err };
}

describe("Ctrl-C: a signal to the program itself", () => {
  test.each([
    ["map", "epochs=3000"],
    ["bayes-by-backprop", "steps=4000"],
  ])("keeps the state, and %s continues to the same bytes", async (method, option) => {
    const words = [...data, "--method", method, "--option", option, "--seed", "1"];
    expect((await spawned([...words, "--save", "whole.safetensors"])).code).toBe(0);
    const again = [...words, "--checkpoint", "run.checkpoint", "--save", "m.safetensors"];
    for (let [early, late] = [0, 1000]; ; ) {
      const milliseconds = (early + late) / 2;
      const { code, signal, out, err } = await spawned(again, milliseconds);
      // Before Node has read the program there is nobody to catch the signal, and before the first step nothing to keep.
      if (signal !== null || err === "interrupted: nothing was written\n") {
        early = milliseconds;
        late = Math.max(late, 1.3 * milliseconds);
        continue;
      }
      // Whoever was quicker than the signal is interrupted sooner the next time.
      if (code === 0) {
        late = milliseconds;
        early = Math.min(early, 0.8 * milliseconds);
        rmSync(folder.at("m.safetensors"));
        continue;
      }
      expect({ code, out }).toEqual({ code: 130, out: "" });
      expect(err).toMatch(
        /^interrupted: the state was kept in run\.checkpoint; to continue: credence fit [^\n]+\n$/,
      );
      break;
    }
    expect(folder.files()).toEqual(["run.checkpoint", "whole.safetensors"]);
    expect((await loadCheckpointFile(folder.at("run.checkpoint")))!.checkpoint.step).toBeGreaterThan(0);
    expect((await spawned(again)).code).toBe(0);
    expect(folder.files()).toEqual(["m.safetensors", "whole.safetensors"]);
    const [whole, continued] = ["whole", "m"].map((name) => readFileSync(folder.at(`${name}.safetensors`)));
    expect(continued!.equals(whole!)).toBe(true);
  });
});
