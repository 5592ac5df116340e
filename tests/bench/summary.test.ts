import { describe, expect, test } from "vitest";
import { countGoals, middle, spread, summarise } from "./summary.mjs";

/** What one process reports. */
const sample = (later: number, times: readonly (number | string)[]) => ({
  first: 2 * later,
  later,
  references: times.map((value) =>
    typeof value === "string" ? { absent: value } : { later: 1, times: value },
  ),
});

/** A benchmark of 6e9 operations and what it is compared with, after three processes. */
const benchmark = (goal: object, references: readonly object[] = []) => ({
  group: "Algebra",
  name: "product",
  work: { amount: 6e9, unit: "GFLOP/s" },
  goal,
  references,
  samples: [
    sample(0.5, [8, "not installed"]),
    sample(1, [12, "not installed"]),
    sample(0.3, [9, "not installed"]),
  ],
});

test("medians stand in the middle of their range, for odd and even counts", () => {
  expect(middle([3, 1, 2])).toBe(2);
  expect(middle([4, 1, 2, 3])).toBe(2.5);
  expect(spread([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
});

test("a rate is the work in the median time, and its range is turned round", () => {
  const { rate, later, first } = summarise(benchmark({ unit: "GFLOP/s", atLeast: 12 }));
  expect(later).toEqual({ median: 0.5, min: 0.3, max: 1 });
  expect(first.median).toBe(1);
  expect(rate).toEqual({ amount: 6e9, unit: "GFLOP/s", median: 12, min: 6, max: 20 });
});

describe("goals", () => {
  test.each([
    [{ unit: "GFLOP/s", atLeast: 12 }, true],
    [{ unit: "GFLOP/s", atLeast: 12.1 }, false],
    [{ unit: "s", atMost: 0.5 }, true],
    [{ unit: "s", atMost: 0.4 }, false],
    [{ unit: "ns", atMost: 0.1 }, true],
    [{ unit: "per second", atLeast: 1.3e10 }, false],
  ])("%o is judged by the median", (goal, met) => {
    expect(summarise(benchmark(goal)).goal).toEqual({ ...goal, met });
  });

  test("of ratios are counted, and those that could not be tried are named", () => {
    const references = [
      { name: "peer", goal: { atLeast: 10 } },
      { name: "absent peer", goal: { atLeast: 2 } },
    ];
    const result = summarise(benchmark({ unit: "s", atMost: 1 }, references));
    expect(result.references).toEqual([
      {
        name: "peer",
        later: { median: 1, min: 1, max: 1 },
        times: { median: 9, min: 8, max: 12 },
        goal: { atLeast: 10, met: false },
      },
      { name: "absent peer", absent: "not installed", goal: { atLeast: 2 } },
    ]);
    expect(countGoals([result])).toEqual({
      met: 1,
      missed: ["product, against peer"],
      untried: ["product, against absent peer"],
    });
  });
});
