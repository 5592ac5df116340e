import { MessageChannel } from "node:worker_threads";
import { expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { flaggedSignal } from "../../src/parallel/abortFlag.ts";
import { serveTasks, type WorkerPort } from "../../src/parallel/serveTasks.ts";
import { startPool } from "../../src/parallel/startPool.ts";
import { WorkerError } from "../../src/parallel/workerError.ts";
import type { WorkerLike } from "../../src/parallel/workerSlot.ts";
import { bits, here } from "./testPool.ts";
import { TEST_TASKS } from "./testTasks.mjs";

type Listener = (event: unknown) => void;

/** What a Web Worker shows to a page: events with `data`, no `on`, no event when it ends. It runs on this thread. */
class FakeWebWorker implements WorkerLike {
  readonly #channel = new MessageChannel();
  readonly #listeners: [event: string, listener: Listener][] = [];
  ended = false;

  constructor() {
    const { port1, port2 } = this.#channel;
    port1.on("message", (data) => this.dispatch("message", { data }));
    const scope: WorkerPort = {
      postMessage: (message, transfer = []) => port2.postMessage(message, transfer),
      addEventListener: (_, listener) => port2.on("message", (data) => listener({ data })),
    };
    serveTasks(scope, TEST_TASKS);
  }

  dispatch(event: string, value: unknown): void {
    for (const [name, listener] of this.#listeners) if (name === event) listener(value);
  }

  addEventListener(event: string, listener: Listener): void {
    this.#listeners.push([event, listener]);
  }

  postMessage(message: unknown): void {
    this.#channel.port1.postMessage(message);
  }

  terminate(): void {
    this.ended = true;
    this.#channel.port1.close();
  }
}

function fakePool(workers: number) {
  const made: FakeWebWorker[] = [];
  const createWorker = () => {
    const worker = new FakeWebWorker();
    made.push(worker);
    return worker;
  };
  return { pool: startPool({ workers, createWorker }), made };
}

const later = (k: number, milliseconds = 0) => ({ task: "later", spec: { k, milliseconds }, path: [] });

test("a pool of Web Workers does tasks, data and errors included", async () => {
  const { pool, made } = fakePool(2);
  const data = { set: createDataset({ x: [1, 2], y: [3, 4] }) };
  const tasks = [
    { task: "inputs", spec: {}, path: [], dataId: "set" },
    { task: "draw", spec: { count: 3 }, path: ["seed"] },
    later(1),
  ];
  expect(bits(await pool.map(tasks, { data }))).toBe(bits(await here.map(tasks, { data })));
  await expect(pool.map([{ task: "fail", spec: { message: "wrong" }, path: [] }], {})).rejects.toThrow(
    TypeError,
  );
  await pool.close();
  expect(made.map(({ ended }) => ended)).toEqual([true, true]);
});

test("an error event ends the worker and its task is done by another", async () => {
  const { pool, made } = fakePool(1);
  const call = pool.map([later(1, 50)], {});
  made[0]!.dispatch("error", { message: "the script is not there" });
  expect(await call).toEqual([{ k: 1, milliseconds: 50 }]);
  expect(made.map(({ ended }) => ended)).toEqual([true, false]);
  await pool.close();
});

test.each([
  ["error", { message: "the script is not there" }, /stopped twice: the script is not there/],
  ["error", { message: "" }, /stopped twice: its script could not be loaded/],
  ["error", { error: new RangeError("too much") }, /stopped twice: too much/],
  ["messageerror", {}, /stopped twice: its message could not be read/],
])("a second %s event is a WorkerError", async (event, value, message) => {
  const { pool, made } = fakePool(1);
  const call = pool.map([later(1, 1000)], {});
  made[0]!.dispatch(event, value);
  made[1]!.dispatch(event, value);
  await expect(call).rejects.toThrow(message);
  await expect(call).rejects.toBeInstanceOf(WorkerError);
  await pool.close();
});

test("where memory cannot be shared an abort comes by message", () => {
  const { signal, abort } = flaggedSignal(undefined, 1);
  expect(signal.aborted).toBe(false);
  abort();
  expect(signal.aborted).toBe(true);
  expect(() => signal.throwIfAborted()).toThrow(signal.reason);
});

test("the flag aborts the task of its number, and listeners hear of it", () => {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const { signal } = flaggedSignal(flag, 2);
  let heard = 0;
  signal.addEventListener("abort", () => heard++);
  flag[0] = 1;
  expect(signal.aborted).toBe(false);
  signal.throwIfAborted();
  flag[0] = 2;
  expect([signal.aborted, heard]).toEqual([true, 1]);
  expect(() => signal.throwIfAborted()).toThrow(expect.objectContaining({ name: "AbortError" }));
});
