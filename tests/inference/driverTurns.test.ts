import { describe, expect, test, vi } from "vitest";
import { drive } from "../../src/inference/driver.ts";
import type { Progress } from "../../src/inference/progress.ts";

/** A clock that steps move by so many milliseconds each, and looks do not. */
function steadyClock(perStep: number) {
  let now = 0;
  return { clock: () => now, step: () => void (now += perStep), now: () => now };
}

describe("an abort", () => {
  test.each([1, 7, 24, 49, 50, 1000])(
    "takes effect at the end of the turn, with steps of %i ms",
    async (perStep) => {
      const { clock, step, now } = steadyClock(perStep);
      const controller = new AbortController();
      const reason = new Error("enough");
      let [aborted, after] = [0, 0];
      setTimeout(() => {
        // In the first turn of others: the run is between two of its own.
        aborted = now();
        controller.abort(reason);
      }, 0);
      const run = drive({ signal: controller.signal }, "x", 10_000, step, { clock });
      await expect(run).rejects.toBe(reason);
      after = now() - aborted;
      expect(aborted).toBeGreaterThan(0);
      // Others got their turn when 50 ms were over, and no step was taken after they had it.
      expect(aborted).toBeLessThan(50 + perStep);
      expect(after).toBe(0);
    },
  );

  test("within a step is seen when its turn ends", async () => {
    const { clock, step, now } = steadyClock(10);
    const controller = new AbortController();
    const steps = vi.fn((index: number) => {
      step();
      if (index === 7) controller.abort();
    });
    const run = drive({ signal: controller.signal }, "x", 10_000, steps, { clock });
    await expect(run).rejects.toThrow();
    // Steps 0 to 4 were the first turn, 5 to 9 the second.
    expect(steps).toHaveBeenCalledTimes(10);
    expect(now()).toBe(100);
  });

  test("keeps what there is, once, before the run rejects", async () => {
    const { clock, step } = steadyClock(60);
    const controller = new AbortController();
    const order: string[] = [];
    const keep = async (done: number) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      order.push(`kept ${done}`);
    };
    const steps = (index: number) => {
      step();
      if (index === 2) controller.abort();
    };
    const run = drive({ signal: controller.signal }, "x", 9, steps, { clock, keep });
    await run.catch(() => order.push("rejected"));
    expect(order).toEqual(["kept 3", "rejected"]);
  });

  test("that cannot keep what there is says why", async () => {
    const { clock, step } = steadyClock(60);
    const signal = AbortSignal.timeout(0);
    const keep = () => Promise.reject(new RangeError("disk full"));
    await expect(drive({ signal }, "x", 1e6, step, { clock, keep })).rejects.toThrow("disk full");
  });
});

test("something is kept every half minute, and not at the end", async () => {
  const { clock, step } = steadyClock(1000);
  const kept: number[] = [];
  await drive({}, "x", 100, step, { clock, keep: (done) => void kept.push(done) });
  expect(kept).toEqual([31, 62, 93]);
});

describe("progress", () => {
  async function seenBy(total: number, from: number, perStep: number, last = total): Promise<Progress[]> {
    const { clock, step } = steadyClock(perStep);
    const seen: Progress[] = [];
    const steps = (index: number) => {
      step();
      return index + 1 === last;
    };
    await drive({ onProgress: (progress) => seen.push(progress) }, "x", total, steps, { clock, from });
    return seen;
  }

  test("knows how long a steady run still takes, also one that continues", async () => {
    for (const from of [0, 40]) {
      const seen = await seenBy(100, from, 20);
      expect(seen.length).toBeGreaterThan(10);
      let before = from;
      for (const { done, total, secondsLeft } of seen) {
        expect(total).toBe(100);
        expect(done).toBeGreaterThan(before);
        expect(secondsLeft).toBeCloseTo((100 - done) * 0.02, 12);
        before = done;
      }
      expect(seen.at(-1)).toMatchObject({ done: 100, secondsLeft: 0 });
    }
  });

  test("comes about 20 times a second, however short the steps", async () => {
    const seen = await seenBy(10_000, 0, 1);
    expect(seen.length).toBeGreaterThan(190);
    expect(seen.length).toBeLessThanOrEqual(201);
  });

  test("is complete when a step says that it is the last", async () => {
    const seen = await seenBy(100, 0, 60, 5);
    expect(seen.map(({ done }) => done)).toEqual([1, 2, 3, 4, 100]);
    expect(seen.at(-1)!.secondsLeft).toBe(0);
  });
});
