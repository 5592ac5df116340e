import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { describe, expect, test, vi } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import type { FitResult } from "../../src/inference/fitResult.ts";
import { inlineExecutor } from "../../src/inference/tasks.ts";
import { createWorkerPool } from "../../src/parallel/createWorkerPool.ts";
import { WorkerError } from "../../src/parallel/workerError.ts";
import { bits } from "./testPool.ts";

const data = { line: createDataset({ x: [0, 1, 2, 3], y: [0, 1, 1, 3] }) };
const fit = {
  task: "fit",
  spec: {
    method: { name: "exact" },
    model: {
      network: { kind: "linear" },
      prior: { kind: "normal", variance: 1 },
      likelihood: { kind: "normal", noiseVariance: 0.5 },
    },
  },
  path: [],
  dataId: "line",
};

test("finds the worker of the library by itself", async () => {
  const pool = createWorkerPool({ workers: 1 });
  const results = (await pool.map([fit, fit], { data })) as FitResult[];
  expect(bits(results)).toBe(bits(await inlineExecutor.map([fit, fit], { data })));
  await pool.close();
});

describe("options", () => {
  test("as many threads as the machine has, unless fewer are asked for", () => {
    expect(createWorkerPool().workers).toBe(availableParallelism());
    expect(createWorkerPool({ workers: 1 }).workers).toBe(1);
    expect(createWorkerPool({ workers: 1_000 }).workers).toBe(availableParallelism());
  });

  test("are checked", () => {
    expect(() => createWorkerPool({ worker: 2 } as never)).toThrow(/Known options: workers, createWorker/);
    for (const workers of [0, 1.5, Number.NaN, "2"]) {
      expect(() => createWorkerPool({ workers: workers as number })).toThrow(ArgumentError);
    }
  });

  test("a worker of one's own is used", async () => {
    let made = 0;
    const createWorker = () => {
      made++;
      return new Worker(new URL("../../dist/parallel/worker.js", import.meta.url), { execArgv: [] });
    };
    const pool = createWorkerPool({ workers: 1, createWorker });
    await pool.map([fit], { data });
    await pool.close();
    expect(made).toBe(1);
  });

  test("a worker whose script fails is an error with its cause, not a hang", async () => {
    const createWorker = () =>
      new Worker("throw new SyntaxError('not a worker')", { eval: true, execArgv: [] });
    const pool = createWorkerPool({ workers: 1, createWorker });
    const error = await pool.map([fit], { data }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(WorkerError);
    expect(error.cause).toBeInstanceOf(SyntaxError);
    expect(error.message).toMatch(/stopped twice: not a worker/);
    await pool.close();
  });

  test("a worker that cannot be made is that error", async () => {
    const createWorker = () => {
      throw new RangeError("no more threads");
    };
    const pool = createWorkerPool({ workers: 1, createWorker });
    await expect(pool.map([fit], { data })).rejects.toThrow(new RangeError("no more threads"));
    await pool.close();
  });
});

test("without threads tasks run here", async () => {
  const modules = vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
  const pool = createWorkerPool({ workers: 1 });
  modules.mockRestore();
  expect(pool.workers).toBe(0);
  expect(bits(await pool.map([fit], { data }))).toBe(bits(await inlineExecutor.map([fit], { data })));
  await pool.close();
});

describe("a process", () => {
  const start = `
    import { createDataset } from "credence";
    import { createWorkerPool } from "credence/parallel";
    const data = { line: createDataset({ x: [0, 1, 2, 3], y: [0, 1, 1, 3] }) };
    const fit = ${JSON.stringify(fit)};
    const pool = createWorkerPool();
    await pool.map([fit, fit], { data });`;

  /** Runs a module that is given on the command line, inside the package. */
  function run(code: string) {
    const words = ["--input-type=module", "-e", code];
    const cwd = fileURLToPath(new URL("../../", import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, words, {
      cwd,
      encoding: "utf8",
      timeout: 60_000,
    });
    return { status, stdout, stderr };
  }

  test("has nothing open once the pool is closed", () => {
    const code = `${start}
      await pool.close();
      await new Promise((done) => setTimeout(done));
      console.log(process.getActiveResourcesInfo().filter((name) => /Worker|Port|Timeout/.test(name)).length);`;
    expect(run(code)).toEqual({ status: 0, stdout: "0\n", stderr: "" });
  });

  test("ends by itself though the pool was not closed", () => {
    expect(run(`${start} console.log("done");`)).toEqual({ status: 0, stdout: "done\n", stderr: "" });
  });

  test("waits for tasks that are under way", () => {
    const code = `${start} pool.map([fit, fit], { data }).then((results) => console.log(results.length));`;
    expect(run(code)).toEqual({ status: 0, stdout: "2\n", stderr: "" });
  });

  test("that loads the worker on its main thread is told so", () => {
    const { status, stderr } = run('import "credence/worker";');
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /ArgumentError: credence\/worker: it must be loaded by a worker, got the main thread/,
    );
  });
});
