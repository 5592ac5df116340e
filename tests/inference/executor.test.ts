import { expect, test } from "vitest";
import { createInlineExecutor, type TaskContext, type TaskHandlers } from "../../src/inference/executor.ts";
import { type Progress, partsProgress } from "../../src/inference/progress.ts";
import { createRng } from "../../src/random/rng.ts";

/** An executor that knows one task, and that task. */
function one(handler: (spec: unknown, context: TaskContext) => unknown) {
  const handlers: TaskHandlers = { it: async (spec, context) => handler(spec, context) };
  const task = (spec: unknown, path: readonly (string | number)[] = []) => ({ task: "it", spec, path });
  return { executor: createInlineExecutor(handlers), task };
}

test("tasks run one after the other, and the first that fails is the last", async () => {
  const seen: unknown[] = [];
  const { executor, task } = one((spec) => {
    seen.push(spec);
    if (spec === 2) throw new RangeError("two");
    return spec;
  });
  expect(await executor.map([task(0), task(1)], {})).toEqual([0, 1]);
  await expect(executor.map([task(1), task(2), task(3)], {})).rejects.toThrow(new RangeError("two"));
  expect(seen).toEqual([0, 1, 1, 2]);
});

test("the random numbers of a task are those of its path", async () => {
  const { executor, task } = one((_, { rng }) => [rng.path, rng.normal()]);
  const expected = createRng("seed").fork("chain").fork(2);
  expect(await executor.map([task({}, ["seed", "chain", 2])], {})).toEqual([
    [expected.path, expected.normal()],
  ]);
  await expect(executor.map([task({}, ["seed", Number.NaN])], {})).rejects.toThrow(/label must be/);
});

test("an abort between tasks is seen, and the event loop has its turn", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  let runs = 0;
  const { executor, task } = one(() => {
    if (runs++ === 0) setTimeout(() => controller.abort(reason), 0);
  });
  await expect(executor.map(Array(9).fill(task({})), { signal: controller.signal })).rejects.toBe(reason);
  expect(runs).toBeLessThan(9);
  await expect(executor.map([task({})], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test("progress of parts adds up, never decreases, and is whole only when all is finished", () => {
  const seen: Progress[] = [];
  const parts = partsProgress(2, (progress) => seen.push(progress));
  const done = () => seen.at(-1)!.done;
  const report = (part: number, at: number) => parts.report(part, { message: "m", done: at, total: 10 });
  report(0, 5);
  expect(done()).toBeCloseTo(0.495, 12);
  report(1, 10);
  expect(done()).toBeCloseTo(0.495 + 0.99, 12);
  report(1, 2);
  expect(done()).toBeCloseTo(0.495 + 0.99, 12);
  parts.finish(1);
  parts.report(0, { message: "nothing to do", done: 0, total: 0 });
  expect(done()).toBeCloseTo(1.495, 12);
  parts.finish(0);
  expect(seen.at(-1)).toMatchObject({ message: "nothing to do", done: 2, total: 2 });
});
