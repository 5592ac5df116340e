import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { vi } from "vitest";
import { createInlineExecutor, type Executor } from "../../src/inference/executor.ts";
import type { ToWorker } from "../../src/parallel/protocol.ts";
import { startPool, type WorkerPool } from "../../src/parallel/startPool.ts";
import { TEST_TASKS } from "./testTasks.mjs";

if (!existsSync(new URL("../../dist/parallel/serveTasks.js", import.meta.url))) {
  throw new Error("Workers run the built package: run `npm run build` first.");
}

// Threads load the library anew, which takes long on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** The tasks of the tests on this thread. */
export const here: Executor = createInlineExecutor(TEST_TASKS);

/** The worker of the library. */
export const workerFile: URL = new URL("../../dist/parallel/worker.js", import.meta.url);

/** The worker that knows the tasks of the tests instead. */
const testWorkerFile = new URL("./testWorker.mjs", import.meta.url);

/** A message without its data set, which it would keep alive. */
export type SentMessage = Omit<ToWorker, "data">;

/** A pool, its threads, and what was sent to each of them. */
export interface TestPool extends WorkerPool {
  readonly threads: readonly Worker[];
  readonly sent: readonly SentMessage[][];
}

/** A pool with exactly this many workers, whatever the machine. */
export function testPool(workers: number, file: URL = testWorkerFile, patience = 60_000): TestPool {
  const threads: Worker[] = [];
  const sent: SentMessage[][] = [];
  const createWorker = () => {
    const thread = new Worker(file, { execArgv: [] });
    const messages: SentMessage[] = [];
    const post = thread.postMessage.bind(thread);
    thread.postMessage = (message: ToWorker) => {
      const { data: _, ...rest } = { data: undefined, ...message };
      messages.push(rest);
      post(message);
    };
    threads.push(thread);
    sent.push(messages);
    return thread;
  };
  return { ...startPool({ workers, createWorker, patience }), threads, sent };
}

/** A number that this thread and the workers share. */
export function shared(value = 0): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4)).fill(value);
}

/** Resolves when the shared number has reached the value. */
export async function reaches(number: Int32Array, value: number): Promise<void> {
  while (Atomics.load(number, 0) < value) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Plain data as text that shows every bit of every number. */
export function bits(value: unknown): string {
  return JSON.stringify(value, (_, entry) => {
    if (ArrayBuffer.isView(entry)) {
      const bytes = Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength);
      return `${entry.constructor.name} ${bytes.toString("hex")}`;
    }
    return typeof entry === "number" ? Buffer.from(Float64Array.of(entry).buffer).toString("hex") : entry;
  });
}
