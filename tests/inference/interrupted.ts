import { vi } from "vitest";
import type { Checkpoint } from "../../src/inference/checkpoint.ts";
import type { Run } from "../../src/inference/method.ts";

/** Lets the clock run so fast that every step of a fit ends a turn. */
export function hurry(): void {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (now += 1000));
}

/**
 * Runs a fit until so many steps are done, and gives what was saved then; the fit must reject with the reason of its abort.
 * The clock must {@link hurry}.
 */
export async function interruptedAt(
  steps: number,
  train: (run: Omit<Run, "rng">) => Promise<unknown>,
  resume?: Checkpoint,
): Promise<Checkpoint> {
  const controller = new AbortController();
  const reason = new Error(`at ${steps}`);
  const saved: Checkpoint[] = [];
  const run = {
    signal: controller.signal,
    onProgress: ({ done }: { done: number }) => {
      if (done >= steps) controller.abort(reason);
    },
    checkpoints: {
      ...(resume && { resume }),
      save: (checkpoint: Checkpoint) => void saved.push(checkpoint),
    },
  };
  const end = await train(run).then(
    () => "no rejection",
    (error) => error,
  );
  if (end !== reason) throw end instanceof Error ? end : new Error(String(end));
  const last = saved.at(-1)!;
  if (last.step !== steps) throw new Error(`saved at step ${last.step}, not ${steps}`);
  return last;
}

/**
 * Runs a fit in pieces: aborts it after so many reports of progress and continues from what was kept, until it ends. Gives
 * its result and the number of runs it took. The clock must {@link hurry}.
 */
export async function inPieces<T>(
  reports: number,
  train: (run: Omit<Run, "rng">) => Promise<T>,
): Promise<{ readonly result: T; readonly runs: number }> {
  let kept: Checkpoint | undefined;
  for (let runs = 1; runs < 1000; runs++) {
    const controller = new AbortController();
    let seen = 0;
    const run = {
      signal: controller.signal,
      onProgress: () => void (++seen === reports && controller.abort(new Error("enough"))),
      checkpoints: {
        ...(kept === undefined ? {} : { resume: throughFile(kept) }),
        save: (checkpoint: Checkpoint) => {
          kept = checkpoint;
        },
      },
    };
    try {
      return { result: await train(run), runs };
    } catch (error) {
      if (!controller.signal.aborted) throw error;
    }
  }
  throw new Error("the run never ends");
}

/** A checkpoint as it comes back from a file: numbers and texts through JSON, arrays through their bytes. */
export function throughFile(checkpoint: Checkpoint): Checkpoint {
  const { tensors, ...rest } = checkpoint;
  const copies = Object.entries(tensors).map(([name, { shape, data }]) => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
    return [
      name,
      { shape: JSON.parse(JSON.stringify(shape)), data: new Float64Array(bytes.buffer) },
    ] as const;
  });
  return { ...JSON.parse(JSON.stringify(rest)), tensors: Object.fromEntries(copies) };
}
