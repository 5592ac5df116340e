import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { ArgumentError } from "../../src/errors/errors.ts";
import type { Task } from "../../src/inference/executor.ts";
import type { Progress } from "../../src/inference/progress.ts";
import { WorkerError } from "../../src/parallel/workerError.ts";
import { bits, here, reaches, shared, type TestPool, testPool } from "./testPool.ts";

const pools: TestPool[] = [];
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
});

// Starting a thread takes a while: what can be shared is.
const lasting = new Map<number, TestPool>();
afterAll(async () => {
  for (const pool of lasting.values()) await pool.close();
});

/** A pool that other tests use too. */
function standing(workers: number): TestPool {
  const pool = lasting.get(workers) ?? testPool(workers);
  lasting.set(workers, pool);
  return pool;
}

/** A pool for one test. */
function open(workers: number, patience?: number): TestPool {
  const pool = testPool(workers, undefined, patience);
  pools.push(pool);
  return pool;
}

const task = (name: string, spec: unknown = {}, more: Partial<Task> = {}): Task => ({
  task: name,
  spec,
  path: [],
  ...more,
});

describe("results", () => {
  const draws = Array.from({ length: 9 }, (_, k) =>
    task("draw", { count: 5 + k }, { path: ["seed", "chain", k] }),
  );

  test.each([1, 2, 4])("have the same bits with %i workers as on this thread", async (workers) => {
    const expected = bits(await here.map(draws, {}));
    expect(bits(await standing(workers).map(draws, {}))).toBe(expected);
  });

  test("are in the order of the tasks, not in that of their ends", async () => {
    const tasks = [80, 40, 0, 20, 0].map((milliseconds, k) => task("later", { milliseconds, k }));
    const results = (await standing(4).map(tasks, {})) as { k: number }[];
    expect(results.map(({ k }) => k)).toEqual([0, 1, 2, 3, 4]);
  });

  test("of calls at the same time do not mix", async () => {
    const pool = standing(2);
    const call = (name: string) =>
      pool.map(
        [1, 2, 3].map((k) => task("later", { name, k })),
        {},
      );
    const [a, b] = await Promise.all([call("a"), call("b")]);
    expect(a).toEqual([1, 2, 3].map((k) => ({ name: "a", k })));
    expect(b).toEqual([1, 2, 3].map((k) => ({ name: "b", k })));
  });

  test("of no tasks are none, and no worker is made for them", async () => {
    const pool = open(2);
    expect(await pool.map([], {})).toEqual([]);
    await pool.map([task("later")], {});
    expect(pool.threads.length).toBe(1);
  });
});

describe("data sets", () => {
  const a = createDataset({ x: [1, 2, 3], y: [0, 0, 0] });
  const b = createDataset({ x: [4, 5], y: [0, 0] });
  const inputs = (dataId: string) => task("inputs", {}, { dataId });

  test("are sent once to every worker that needs them", async () => {
    const pool = open(2);
    for (let round = 0; round < 3; round++) {
      // The names belong to the call, the data sets are the same.
      const data = round === 1 ? { one: a, two: b } : { two: a, one: b };
      await pool.map(
        Array.from({ length: 8 }, (_, k) => inputs(k % 2 === 0 ? "one" : "two")),
        { data },
      );
    }
    expect(pool.sent.length).toBe(2);
    for (const messages of pool.sent) {
      const ids = messages
        .filter(({ kind }) => kind === "data")
        .map((message) => (message as { id?: number }).id);
      expect(ids.length).toBeGreaterThan(0);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test("are not sent to a worker that has no task on them", async () => {
    const pool = open(2);
    await pool.map([task("later"), task("later")], { data: { a } });
    expect(pool.sent.flat().filter(({ kind }) => kind === "data")).toEqual([]);
  });

  test("stay in the worker when a result holds their arrays", async () => {
    const pool = standing(1);
    for (let round = 0; round < 2; round++) {
      expect(bits(await pool.map([inputs("a"), inputs("a")], { data: { a } }))).toBe(
        bits(await here.map([inputs("a"), inputs("a")], { data: { a } })),
      );
    }
    expect(a.x.data).toEqual(Float64Array.of(1, 2, 3));
  });

  test("are forgotten by the workers when nobody can use them again", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    const pool = open(1);
    await (async () => {
      const lost = createDataset({ x: [1], y: [1] });
      await pool.map([inputs("lost")], { data: { lost } });
    })();
    const forgotten = () => pool.sent[0]!.some(({ kind }) => kind === "forget");
    for (let round = 0; round < 200 && !forgotten(); round++) {
      collectGarbage();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(forgotten()).toBe(true);
  });

  test("that the run does not have are an error that names those it has, on any executor", async () => {
    for (const executor of [here, standing(1)]) {
      const lost = executor.map([inputs("c")], { data: { a, b } });
      await expect(lost).rejects.toThrow(
        'dataId must name a data set of the run, got "c". Known data sets: a, b.',
      );
      await expect(lost).rejects.toBeInstanceOf(ArgumentError);
    }
  });
});

describe("abort", () => {
  const reason = new Error("enough");

  test("before the start rejects with the reason and makes no worker", async () => {
    const pool = open(2);
    await expect(pool.map([task("later")], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(pool.threads.length).toBe(0);
  });

  test("reaches tasks that never let the event loop take a turn; the same workers do the next call", async () => {
    const pool = open(2);
    const controller = new AbortController();
    const started = shared();
    const call = pool.map(Array(5).fill(task("untilAborted", { started })), { signal: controller.signal });
    void reaches(started, 2).then(() => controller.abort(reason));
    await expect(call).rejects.toBe(reason);
    expect(await pool.map([task("later", { k: 1 }), task("later", { k: 2 })], {})).toEqual([
      { k: 1 },
      { k: 2 },
    ]);
    expect(pool.threads.length).toBe(2);
    expect(Atomics.load(started, 0)).toBe(2);
  });

  test("of one call leaves another alone", async () => {
    const pool = standing(2);
    const controller = new AbortController();
    const [started, gate] = [shared(), shared()];
    const stopped = pool.map([task("untilAborted", { started })], { signal: controller.signal });
    const other = pool.map([task("gate", { started, gate }), task("later", { k: 2 })], {});
    void reaches(started, 2).then(() => controller.abort(reason));
    await expect(stopped).rejects.toBe(reason);
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
    expect(await other).toEqual(["through", { k: 2 }]);
  });

  test("ends a worker whose task does not listen, and the next call gets a new one", async () => {
    const pool = open(1, 20);
    const controller = new AbortController();
    const started = shared();
    const call = pool.map([task("stubborn", { started })], { signal: controller.signal });
    void reaches(started, 1).then(() => controller.abort(reason));
    await expect(call).rejects.toBe(reason);
    expect(await pool.map([task("later", { k: 1 })], {})).toEqual([{ k: 1 }]);
    expect(pool.threads.length).toBe(2);
  });

  test("after the end changes nothing", async () => {
    const pool = open(1);
    const controller = new AbortController();
    expect(await pool.map([task("later", { k: 1 })], { signal: controller.signal })).toEqual([{ k: 1 }]);
    controller.abort();
    expect(await pool.map([task("later", { k: 2 })], {})).toEqual([{ k: 2 }]);
  });
});

describe("a worker that stops", () => {
  const data = { set: createDataset({ x: [1, 2], y: [3, 4] }) };

  test("loses nothing: its task is done again by another, with its data", async () => {
    const pool = open(2);
    const count = shared();
    const tasks = [
      ...[1, 2, 3].map((k) => task("later", { milliseconds: 5, k })),
      task("crash", { count, times: 1, value: "survived" }),
      ...[1, 2, 3].map(() => task("inputs", {}, { dataId: "set" })),
    ];
    const results = await pool.map(tasks, { data });
    expect(bits(results)).toBe(bits(await here.map(tasks, { data })));
    expect(results[3]).toBe("survived");
    // A third worker is started only if the second has not done everything by then.
    expect(pool.threads.length).toBeGreaterThanOrEqual(2);
  });

  test("because it was terminated from outside loses nothing", async () => {
    const pool = open(1);
    const [started, gate] = [shared(), shared()];
    const call = pool.map([task("gate", { started, gate }), task("later", { k: 1 })], {});
    await reaches(started, 1);
    void pool.threads[0]!.terminate();
    await reaches(started, 2);
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
    expect(await call).toEqual(["through", { k: 1 }]);
  });

  test("twice in the same task is a typed error that names the cause; the pool goes on", async () => {
    const pool = open(2);
    const tasks = [
      task("later", { k: 0 }),
      task("crash", { count: shared(), times: 9 }),
      task("later", { k: 2 }),
    ];
    const error = await pool.map(tasks, {}).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(WorkerError);
    expect(error.message).toMatch(
      /task 1 \("crash", counted from 0\).* stopped twice: it ended with exit code 7/,
    );
    expect(error.details).toEqual({ position: 1, task: "crash" });
    expect(error.cause.message).toBe("it ended with exit code 7");
    expect(await pool.map([task("later", { k: 1 })], {})).toEqual([{ k: 1 }]);
  });

  test("by an error nobody caught keeps that error as its cause", async () => {
    const error = await open(1)
      .map([task("uncaught")], {})
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(WorkerError);
    expect(error.cause).toBeInstanceOf(RangeError);
    expect(error.message).toMatch(/stopped twice: nobody caught this\./);
  });
});

describe("a task that fails", () => {
  test("keeps class, message and cause of its error, and the worker", async () => {
    const pool = open(1);
    for (const executor of [here, pool]) {
      const error = await executor.map([task("fail", { message: "wrong" })], {}).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toBe("wrong");
      expect(error.cause.message).toBe("the deeper cause");
    }
    await pool.map([task("later")], {});
    expect(pool.threads.length).toBe(1);
  });

  test("first in the list is the one that is told of, even if a later one fails sooner", async () => {
    const tasks = [
      task("later"),
      task("fail", { milliseconds: 60, message: "first" }),
      task("fail", { milliseconds: 0, message: "second" }),
      task("untilAborted", { started: shared() }),
    ];
    for (const executor of [here, standing(4)])
      await expect(executor.map(tasks, {})).rejects.toThrow("first");
  });

  test("because nobody knows it names those that are known", async () => {
    for (const executor of [here, standing(1)]) {
      const lost = executor.map([task("dance")], {});
      await expect(lost).rejects.toThrow(/task must be one of draw, .*, got "dance"/);
      await expect(lost).rejects.toBeInstanceOf(ArgumentError);
    }
  });

  test("because it needs random numbers and has no path says so", async () => {
    for (const executor of [here, standing(1)])
      await expect(executor.map([task("draw", { count: 1 })], {})).rejects.toThrow(/needs a path/);
  });

  test("because spec or result are no plain data is an error, not a hang", async () => {
    const pool = standing(1);
    const spec = pool.map([task("later", { inverse: () => 1 })], {});
    await expect(spec).rejects.toBeInstanceOf(ArgumentError);
    await expect(spec).rejects.toThrow(/plain data/);
    await expect(pool.map([task("unsendable")], {})).rejects.toThrow(/could not be cloned/);
    expect(await pool.map([task("later", { k: 1 })], {})).toEqual([{ k: 1 }]);
  });
});

describe("progress", () => {
  test.each([
    ["on this thread", () => here],
    ["with two workers", () => standing(2)],
  ])("never decreases and is complete at the end only, %s", async (_, executor) => {
    const seen: Progress[] = [];
    const tasks = [
      ...Array(4).fill(task("steps", { total: 50 })),
      task("later", { milliseconds: 60 }),
      task("steps", { total: 3 }),
    ];
    await executor().map(tasks, { onProgress: (progress) => seen.push(progress) });
    const done = seen.map((progress) => progress.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(seen.every(({ total }) => total === 6)).toBe(true);
    expect(done.filter((value) => value === 6).length).toBe(1);
    expect(seen.at(-1)).toEqual({ message: "stepping", done: 6, total: 6, secondsLeft: 0 });
  });

  test("does not go back when a task is done again", async () => {
    const done: number[] = [];
    const tasks = [task("crash", { count: shared(), times: 1 }), task("steps", { total: 2 })];
    await open(1).map(tasks, { onProgress: (progress) => done.push(progress.done) });
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.at(-1)).toBe(2);
  });

  test("is not sent where nobody listens", async () => {
    const pool = open(1);
    await pool.map([task("steps", { total: 2 })], {});
    expect(pool.sent[0]!.find(({ kind }) => kind === "run")).toMatchObject({ progress: false });
  });

  test("ends the call when the listener throws", async () => {
    const pool = standing(1);
    const onProgress = () => {
      throw new Error("the listener failed");
    };
    await expect(pool.map([task("steps", { total: 2 })], { onProgress })).rejects.toThrow(
      "the listener failed",
    );
  });
});

describe("close", () => {
  test("rejects what is not done, and whatever comes after", async () => {
    const pool = open(1);
    const started = shared();
    const call = pool.map([task("stubborn", { started }), task("later")], {});
    call.catch(() => undefined);
    await reaches(started, 1);
    await pool.close();
    await expect(call).rejects.toBeInstanceOf(WorkerError);
    await expect(pool.map([], {})).rejects.toThrow("the pool must be open, it was closed");
    await pool.close();
    expect(pool.threads.map(({ threadId }) => threadId)).toEqual([-1]);
  });
});
