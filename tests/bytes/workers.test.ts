import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPool } from "../../src/parallel/startPool.ts";
import expected from "./hashes.json" with { type: "json" };
import { runNames } from "./runs.ts";

const folder = mkdtempSync(join(tmpdir(), "credence-bytes-"));
const file = join(folder, "worker.mjs");

beforeAll(async () => {
  const input = fileURLToPath(new URL("./bytesWorker.ts", import.meta.url));
  const bundle = await rolldown({ input, platform: "node" });
  await bundle.write({ file, format: "es" });
  await bundle.close();
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Threads of one pool do many computations one after the other, in an order that nobody decides.
test.each([1, 2, 4])("%d workers give the same bytes", { timeout: 120_000 }, async (workers) => {
  const createWorker = () => new Worker(pathToFileURL(file), { execArgv: [] });
  const pool = startPool({ workers, createWorker });
  const tasks = runNames.map((name) => ({ task: "hash", spec: name, path: [] }));
  const found = await pool.map(tasks, {});
  await pool.close();
  expect(Object.fromEntries(runNames.map((name, k) => [name, found[k]]))).toEqual(expected);
});
