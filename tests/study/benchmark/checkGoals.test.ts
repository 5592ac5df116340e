import { expect, test } from "vitest";
import { ArgumentError } from "../../../src/errors/errors.ts";
import type { BenchmarkGoals } from "../../../src/study/benchmark/benchmarkGoals.ts";
import { checkGoals } from "../../../src/study/benchmark/checkGoals.ts";

const has = { sets: ["roads"], methods: ["calm"], rows: ["calm 2001"] };
const pair = { method: "calm", row: "calm 2001" };
const check = (goals: unknown) => () => checkGoals("bench.json: goals", goals as BenchmarkGoals, has);

test("goals that the benchmark has are let through", () => {
  expect(check({})).not.toThrow();
  expect(
    check({
      published: [pair, { ...pair, betterOn: 0 }],
      least: { roads: -1 },
      aim: { roads: 0 },
      coverage: { roads: 0.1 },
    }),
  ).not.toThrow();
});

test.each([
  [[], "goals must be an object, got"],
  [{ leest: {} }, 'unknown option "leest"'],
  [{ published: pair }, "published must be an array, got"],
  [{ published: [3] }, "an entry of published must be an object, got 3"],
  [{ published: [{ ...pair, better: 3 }] }, 'unknown option "better"'],
  [{ published: [{ ...pair, betterOn: "3" }] }, "betterOn"],
  [{ published: [{ ...pair, method: "clam" }] }, 'method "clam" is not in the benchmark. It has calm.'],
  [{ published: [{ method: "calm" }] }, "row undefined is not in the benchmark. It has calm 2001."],
  [{ aim: 3 }, "aim must be an object, got 3"],
  [{ aim: { rivers: 3 } }, 'data set "rivers" is not in the benchmark. It has roads.'],
  [{ least: { roads: "3" } }, "roads"],
  [{ coverage: { roads: 0 } }, "roads"],
] as const)("%j is refused", (goals, message) => {
  expect(check(goals)).toThrow(ArgumentError);
  expect(check(goals)).toThrow(message);
});
