import { describe, expect, test, vi } from "vitest";
import { drive } from "../../src/inference/driver.ts";

/** A clock that advances by `step` milliseconds at every look. */
function clockOf(step: number): () => number {
  let now = 0;
  return () => (now += step);
}

describe("drive", () => {
  test("takes every step once, in order, whatever the clock says", async () => {
    for (const speed of [0, 10, 1000]) {
      const taken: number[] = [];
      await drive({}, "counting", 7, (index) => taken.push(index), { clock: clockOf(speed) });
      expect(taken).toEqual([0, 1, 2, 3, 4, 5, 6]);
    }
  });

  test("lets others have a turn after 50 ms, not before", async () => {
    const order: string[] = [];
    const other = (label: string) => setTimeout(() => order.push(label), 0);
    other("timer");
    await drive({}, "quick", 3, (index) => order.push(`step ${index}`), { clock: clockOf(1) });
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(order).toEqual(["step 0", "step 1", "step 2", "timer"]);
    order.length = 0;
    other("timer");
    await drive({}, "slow", 2, (index) => order.push(`step ${index}`), { clock: clockOf(60) });
    expect(order).toEqual(["step 0", "timer", "step 1"]);
  });

  test("reports at every turn and once at the end", async () => {
    const seen: number[] = [];
    const onProgress = ({ done }: { done: number }) => seen.push(done);
    await drive({ onProgress }, "slow", 4, () => {}, { clock: clockOf(60) });
    expect(seen).toEqual([1, 2, 3, 4]);
    seen.length = 0;
    await drive({ onProgress }, "quick", 4, () => {}, { clock: clockOf(1) });
    expect(seen).toEqual([4]);
    seen.length = 0;
    await drive({ onProgress }, "nothing", 0, () => {}, { clock: clockOf(1) });
    expect(seen).toEqual([0]);
  });

  test("rejects with the reason of the abort, before the first step or between two", async () => {
    const step = vi.fn();
    const reason = { why: "any value" };
    await expect(drive({ signal: AbortSignal.abort(reason) }, "x", 3, step)).rejects.toBe(reason);
    expect(step).not.toHaveBeenCalled();
    const controller = new AbortController();
    step.mockImplementation((index: number) => index === 1 && controller.abort(reason));
    await expect(drive({ signal: controller.signal }, "x", 9, step, { clock: clockOf(60) })).rejects.toBe(
      reason,
    );
    expect(step).toHaveBeenCalledTimes(2);
  });

  test("passes on what a step throws", async () => {
    const failing = () => {
      throw new RangeError("step");
    };
    await expect(drive({}, "x", 1, failing)).rejects.toThrow(RangeError);
  });
});
