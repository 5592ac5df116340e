import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../../src/errors/errors.ts";
import {
  checkSchedule,
  cyclesEnded,
  cyclesOf,
  rateFactor,
  type Schedule,
} from "../../../src/inference/parts/schedule.ts";

const half = Math.SQRT1_2;

test.each<[Schedule, step: number, total: number, factor: number]>([
  [{ kind: "constant" }, 0, 10, 1],
  [{ kind: "constant" }, 9, 10, 1],
  [{ kind: "cosine" }, 0, 8, 1],
  [{ kind: "cosine" }, 2, 8, 0.5 * (1 + half)],
  [{ kind: "cosine" }, 4, 8, 0.5],
  [{ kind: "cosine" }, 6, 8, 0.5 * (1 - half)],
  [{ kind: "cosine" }, 8, 8, 0],
  [{ kind: "cosine", end: 0.2 }, 0, 8, 1],
  [{ kind: "cosine", end: 0.2 }, 4, 8, 0.6],
  [{ kind: "cosine", end: 0.2 }, 8, 8, 0.2],
  [{ kind: "step" }, 0, 6, 1],
  [{ kind: "step" }, 1, 6, 1],
  [{ kind: "step" }, 2, 6, 0.1],
  [{ kind: "step" }, 4, 6, 0.01],
  [{ kind: "step" }, 5, 6, 0.01],
  [{ kind: "step", every: 0.25, factor: 0.5 }, 24, 100, 1],
  [{ kind: "step", every: 0.25, factor: 0.5 }, 25, 100, 0.5],
  [{ kind: "step", every: 0.25, factor: 0.5 }, 99, 100, 0.125],
  [{ kind: "one-cycle" }, 0, 10, 0.04],
  [{ kind: "one-cycle" }, 3, 10, 1],
  [{ kind: "one-cycle", rise: 0.5 }, 25, 100, 0.52],
  [{ kind: "one-cycle", rise: 0.5, start: 0.1, end: 0.3 }, 0, 100, 0.1],
  [{ kind: "one-cycle", rise: 0.5, start: 0.1, end: 0.3 }, 75, 100, 0.65],
  [{ kind: "one-cycle", rise: 0.5, start: 0.1, end: 0.3 }, 100, 100, 0.3],
  [{ kind: "one-cycle", rise: 1 }, 50, 100, 0.52],
  [{ kind: "cyclic" }, 19, 100, 0.5 * (1 + Math.cos(0.95 * Math.PI))],
  [{ kind: "cyclic" }, 20, 100, 1],
  [{ kind: "cyclic", cycles: 2 }, 0, 16, 1],
  [{ kind: "cyclic", cycles: 2 }, 2, 16, 0.5 * (1 + half)],
  [{ kind: "cyclic", cycles: 2 }, 4, 16, 0.5],
  [{ kind: "cyclic", cycles: 2 }, 12, 16, 0.5],
])("%j at step %i of %i is %d", (schedule, step, total, factor) => {
  expect(rateFactor(checkSchedule("test", schedule), step, total)).toBeCloseTo(factor, 14);
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const part = fc.double({ min: 0.01, max: 1, noNaN: true });
const schedules: fc.Arbitrary<Schedule> = fc.oneof(
  fc.record({ kind: fc.constant("cosine" as const), end: share }),
  fc.record({ kind: fc.constant("step" as const), every: part, factor: share }),
  fc.record({ kind: fc.constant("one-cycle" as const), rise: part, start: share, end: share }),
);

describe("every schedule", () => {
  test("stays between 0 and 1, and only one-cycle ever rises, before its peak", () => {
    fc.assert(
      fc.property(schedules, fc.integer({ min: 1, max: 60 }), (schedule, total) => {
        checkSchedule("test", schedule);
        let before = Number.POSITIVE_INFINITY;
        for (let step = 0; step < total; step++) {
          const factor = rateFactor(schedule, step, total);
          expect(factor).toBeGreaterThanOrEqual(0);
          expect(factor).toBeLessThanOrEqual(1);
          const rises = schedule.kind === "one-cycle" && step / total < schedule.rise!;
          if (!rises && step > 0 && !(schedule.kind === "one-cycle" && (step - 1) / total < schedule.rise!)) {
            expect(factor).toBeLessThanOrEqual(before);
          }
          before = factor;
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test("may be a bare name", () => {
    for (const kind of ["constant", "cosine", "step", "one-cycle", "cyclic"] as const) {
      expect(checkSchedule("test", kind)).toEqual({ kind });
    }
  });
});

describe("cycles", () => {
  test("end whole numbers of times, one after the other", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 300 }), (cycles, more) => {
        const total = cycles + more;
        let ends = 0;
        for (let step = 0; step < total; step++) {
          const gap = cyclesEnded(cycles, step + 1, total) - cyclesEnded(cycles, step, total);
          expect([0, 1]).toContain(gap);
          ends += gap;
          // The rate never rises within a cycle.
          const [now, next] = [step, step + 1].map((at) => rateFactor({ kind: "cyclic", cycles }, at, total));
          if (gap === 0) expect(next).toBeLessThanOrEqual(now!);
        }
        expect(ends).toBe(cycles);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test("are those of cyclic schedules", () => {
    expect(cyclesOf({ kind: "cyclic" })).toBe(5);
    expect(cyclesOf({ kind: "cyclic", cycles: 3 })).toBe(3);
    expect(cyclesOf({ kind: "cosine" })).toBe(0);
  });
});

test.each<[unknown, RegExp]>([
  ["linear", /kind must be one of "constant", "cosine", "step", "one-cycle", "cyclic", got "linear"/],
  [{}, /kind must be one of/],
  [{ kind: "cosine", end: -0.1 }, /end must be a finite number at least 0 and at most 1, got -0.1/],
  [{ kind: "cosine", ends: 0 }, /unknown option "ends"/],
  [{ kind: "constant", end: 0 }, /unknown option "end"/],
  [{ kind: "step", every: 0 }, /every must be a finite number above 0 and at most 1, got 0/],
  [{ kind: "step", factor: 2 }, /factor must be/],
  [{ kind: "one-cycle", rise: 1.5 }, /rise must be/],
  [{ kind: "one-cycle", start: Number.NaN }, /start must be .*got NaN/],
  [{ kind: "cyclic", cycles: 0 }, /cycles must be/],
  [{ kind: "cyclic", cycles: 1.5 }, /cycles must be/],
  [{ kind: "one-cycle", end: "0" }, /end must be .*got "0"/],
])("%j is refused", (schedule, message) => {
  const check = () => checkSchedule("test", schedule as Schedule);
  expect(check).toThrow(ArgumentError);
  expect(check).toThrow(message);
});
