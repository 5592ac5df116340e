import { milliseconds } from "./clock.ts";
import type { Progress, Run } from "./method.ts";

/** How long a run may keep the thread before it lets others have a turn, in milliseconds. */
const TURN = 50;

/** How long a run goes on before what it has so far is kept again, in milliseconds. */
const KEEP = 30_000;

/** What a long run can tell its driver. */
export interface DriveOptions {
  /** The first step to take: those before it were taken by an earlier run. Default 0. */
  readonly from?: number;
  /** Keeps what there is after `done` steps; called now and then, and when the run is aborted. */
  readonly keep?: (done: number) => void | Promise<void>;
  /** Milliseconds since some moment. */
  readonly clock?: () => number;
}

/**
 * Calls `step(0)`, `step(1)`, ... `step(total - 1)`, letting the event loop take a turn about 20 times a second so
 * that an abort is seen and progress can be shown. A step that returns true is the last one. Time decides when others get
 * their turn and when something is kept, never what is computed. Rejects with the signal's reason when aborted.
 */
export async function drive(
  run: Pick<Run, "signal" | "onProgress">,
  message: string,
  total: number,
  step: (index: number) => unknown,
  { from = 0, keep, clock = milliseconds }: DriveOptions = {},
): Promise<void> {
  // Told to stop between two stages of a run: what the first one found is kept.
  if (run.signal?.aborted === true) await keep?.(from);
  run.signal?.throwIfAborted();
  const begin = clock();
  let now = begin;
  let kept = begin;
  const report = (done: number) => {
    const taken = Math.max(1, done - from);
    const secondsLeft = ((now - begin) * (total - done)) / taken / 1000;
    run.onProgress?.({ message, done, total, secondsLeft } satisfies Progress);
  };
  let turnEnds = begin + TURN;
  for (let index = from; index < total; index++) {
    if (step(index) === true) break;
    if (index + 1 === total) break;
    now = clock();
    if (now < turnEnds) continue;
    report(index + 1);
    await letOthers();
    const aborted = run.signal?.aborted === true;
    if (keep !== undefined && (aborted || now - kept > KEEP)) {
      await keep(index + 1);
      kept = now;
    }
    run.signal?.throwIfAborted();
    turnEnds = clock() + TURN;
  }
  report(total);
}

/** Lets the event loop take a turn, so that an abort is seen. Rejects with the signal's reason when aborted. */
export async function takeTurn(signal: AbortSignal | undefined): Promise<void> {
  await letOthers();
  signal?.throwIfAborted();
}

const letOthers = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
